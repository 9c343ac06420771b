// layerglass tags, and layerglass referrers: what a registry lists.
import { referrers as askReferrers, tags as askTags } from "../index.js";
import { onlyReference } from "./args.js";
import { type Command, JSON_OUTPUT, NO_TRUNC, PLATFORM } from "./command.js";
import { DONE } from "./failure.js";
import { registrySettings } from "./network.js";
import { table } from "./table.js";
import { json, printable } from "./text.js";
import { size } from "./units.js";

export const tags: Command = {
  name: "tags",
  summary: "List the tags of a repository, in the order of versions",
  usage: "REPOSITORY [--json]",
  options: { json: JSON_OUTPUT },
  examples: [
    { line: "layerglass tags alpine", does: "one a line, the newest version last" },
    { line: "layerglass tags ghcr.io/owner/app --json", does: "as JSON" },
  ],
  async run(words, terminal) {
    const report = await askTags(onlyReference(tags, words), { registry: registrySettings() });
    if (words.flag("json")) terminal.out(`${json(report)}\n`);
    else terminal.out(report.tags.map(({ name }) => `${printable(name)}\n`).join(""));
    if (report.truncated) terminal.err("layerglass: there are more tags than are listed\n");
    return DONE;
  },
};

export const referrers: Command = {
  name: "referrers",
  summary: "List what refers to an image: signatures, SBOMs, attestations",
  usage: "REFERENCE [--platform OS/ARCH] [--no-trunc] [--json]",
  options: {
    platform: { ...PLATFORM, help: "Of an index, the manifest of this platform" },
    "no-trunc": NO_TRUNC,
    json: JSON_OUTPUT,
  },
  examples: [
    { line: "layerglass referrers ghcr.io/owner/app:1.2", does: "what was signed and attested" },
    { line: "layerglass referrers ghcr.io/owner/app:1.2 --json", does: "as JSON, with annotations" },
  ],
  async run(words, terminal) {
    const options = { platform: words.text("platform"), registry: registrySettings() };
    const report = await askReferrers(onlyReference(referrers, words), options);
    if (words.flag("json")) {
      terminal.out(`${json(report)}\n`);
      return DONE;
    }
    if (report.referrers.length === 0) {
      terminal.err(`layerglass: nothing refers to ${report.digest}\n`);
      return DONE;
    }
    const isWhole = words.flag("no-trunc");
    const rows = report.referrers.map(({ digest, artifactType, size: bytes, via }) => [
      isWhole ? digest : digest.replace(/^sha256:/, "").slice(0, 12),
      artifactType ?? "",
      bytes === null ? "" : size(bytes),
      via,
    ]);
    const columns = [{ title: "DIGEST" }, { title: "TYPE", flexible: true }, { title: "SIZE" }, { title: "FOUND BY" }];
    terminal.out(`${table(columns, rows, { columns: terminal.columns, title: (text) => text }).join("\n")}\n`);
    return DONE;
  },
};
