// layerglass find: files by name, in all layers.
import type { FoundRow } from "../public/report.js";
import { sourceAnd } from "./args.js";
import { type Command, IMAGE, JSON_OUTPUT, LAYER, NDJSON_OUTPUT, PLATFORM } from "./command.js";
import { DONE, NO } from "./failure.js";
import { nameText } from "./file-row.js";
import { pages, withFiles } from "./files.js";
import { jsonWriter, tableWriter, writeAll } from "./rows.js";
import type { Terminal } from "./terminal.js";
import { pad, padStart } from "./text.js";

export const find: Command = {
  name: "find",
  summary: "Find files by name or pattern in all layers, hidden ones too; exit code 1 where there is none",
  usage: "SOURCE PATTERN [--regex] [-a] [--layer LAYER] [--image IMAGE] [--platform OS/ARCH] [--json | --ndjson]",
  options: {
    regex: { type: "boolean", help: "PATTERN is a regular expression of JavaScript, anywhere in the path" },
    all: { type: "boolean", short: "a", help: "Look in what eStargz and zstd:chunked keep for themselves too" },
    layer: LAYER,
    image: IMAGE,
    platform: PLATFORM,
    json: JSON_OUTPUT,
    ndjson: NDJSON_OUTPUT,
  },
  notes: `In a PATTERN * and ? stop at a slash and ** does not; [a-z], [!a-z] and {a,b} mean what they do in a shell. One without
a slash is compared with the names of files, one with a slash with whole paths, which do not begin with one.`,
  examples: [
    { line: "layerglass find image.tar '*.so.6'", does: "by name, wherever it lies" },
    { line: "layerglass find image.tar --regex '^root/.*(key|token)' --ndjson", does: "by path, for a pipeline" },
  ],
  async run(words, terminal) {
    const [source, pattern] = sourceAnd(find, words, "PATTERN");
    const as = words.flag("regex") ? "regex" : "glob";
    return withFiles(source, words, terminal, async ({ files, image, ask, faults }) => {
      const found = pages(ask, (part) => files.find(pattern, { ...part, as }));
      const table = () => tableWriter(tableOf(image.report.layers.length, terminal), terminal);
      const writer = jsonWriter<FoundRow>(words, "matches", terminal) ?? table();
      return writeAll(found, writer, faults, terminal, (count) => (count > 0 ? DONE : NO));
    });
  },
};

const CHANGE = "unchanged".length;
const HIDDEN = "HIDDEN BY".length;

/** Layers by their index, as --layer takes them. */
function tableOf(layers: number, { bold }: Terminal): (rows: readonly FoundRow[]) => string[] {
  const first = Math.max("LAYER".length, String(layers).length);
  const line = (layer: string, change: string, hiddenBy: string, name: string) =>
    [padStart(layer, first), pad(change, CHANGE), padStart(hiddenBy, HIDDEN), name].join("   ");
  let title = [bold(line("LAYER", "CHANGE", "HIDDEN BY", "PATH"))];
  return (rows) => {
    const lines = rows.map((row) => {
      const hiddenBy = row.hiddenBy === null ? "" : String(row.hiddenBy);
      return line(String(row.layer), row.change, hiddenBy, nameText(row, { whole: true, arrow: "symlink" }));
    });
    const all = [...title, ...lines];
    title = [];
    return all;
  };
}
