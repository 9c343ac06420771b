// layerglass cat: the bytes of one file.
import { sourceAnd } from "./args.js";
import { type Command, IMAGE, LAYER, PLATFORM } from "./command.js";
import { DONE, usage } from "./failure.js";
import { isNoSuchPath, noSuchPath, withFiles } from "./files.js";

export const cat: Command = {
  name: "cat",
  summary: "Write one file's bytes to standard output",
  usage: "SOURCE PATH [--layer LAYER] [--force] [--image IMAGE] [--platform OS/ARCH]",
  options: {
    layer: LAYER,
    force: { type: "boolean", help: "Write to a terminal what may upset it" },
    image: IMAGE,
    platform: PLATFORM,
  },
  notes: "Links are followed inside the image, and never lead out of it.",
  examples: [
    { line: "layerglass cat image.tar etc/os-release", does: "as a container would see it" },
    {
      line: "layerglass cat image.tar etc/motd --layer 0",
      does: "as the base layer has it, whatever became of it later",
    },
  ],
  async run(words, terminal) {
    const [source, path] = sourceAnd(cat, words, "PATH");
    return withFiles(source, words, terminal, async (opened) => {
      const reader = opened.files.read(path, opened.task).getReader();
      const read = () =>
        reader.read().catch(async (thrown) => {
          throw isNoSuchPath(thrown) ? await noSuchPath(path, opened) : thrown;
        });
      let last: Uint8Array = new Uint8Array(0);
      for (;;) {
        const { value } = await opened.ask(read);
        if (!value) return DONE;
        // With the last byte before it: a character may be cut in two.
        if (terminal.columns !== undefined && !words.flag("force")) refuse(Buffer.concat([last, value]), path);
        last = value.slice(-1);
        await terminal.write(value);
      }
    });
  },
};

/**
 * What moves the cursor or changes how a terminal works: all control characters but those that lay out a text and those
 * that colour it. In a string of one character a byte.
 */
const UPSETTING = /[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]|\xc2[\x80-\x9f]|\x1b(?!\[[\d;]*m)/;

function refuse(bytes: Uint8Array, path: string): void {
  if (!UPSETTING.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"))) return;
  throw usage(
    "not-text",
    `${path} is no plain text: it could upset the terminal`,
    "send it into a file or a pipe, or say --force",
  );
}
