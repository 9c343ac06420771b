// layerglass manifest: the manifest or index of a reference.
import { manifest as ask } from "../index.js";
import { onlyReference } from "./args.js";
import { type Command, JSON_OUTPUT, PLATFORM } from "./command.js";
import { DONE } from "./failure.js";
import { registrySettings } from "./network.js";
import { json, printable } from "./text.js";
import { size } from "./units.js";

export const manifest: Command = {
  name: "manifest",
  summary: "Show the manifest or index that a reference names",
  usage: "REFERENCE [--platform OS/ARCH] [--raw | --json]",
  options: {
    platform: { ...PLATFORM, help: "Of an index, the manifest of this platform" },
    raw: { type: "boolean", help: "Write its exact bytes" },
    json: JSON_OUTPUT,
  },
  examples: [
    { line: "layerglass manifest alpine", does: "an index, most likely" },
    { line: "layerglass manifest --raw alpine:3.20 | sha256sum", does: "its exact bytes" },
  ],
  async run(words, terminal) {
    const options = { platform: words.text("platform"), registry: registrySettings() };
    const { bytes, ...report } = await ask(onlyReference(manifest, words), options);
    if (words.flag("raw")) await terminal.write(bytes);
    else if (words.flag("json")) terminal.out(`${json(report)}\n`);
    else {
      const { digest, mediaType } = report;
      const head = `${digest}\n${printable(mediaType)}, ${size(report.size)}\n\n`;
      terminal.out(`${head}${json(report.manifest)}\n`);
    }
    return DONE;
  },
};
