// layerglass tree: folders within folders, with what each takes.
import type { FileRow } from "../public/report.js";
import { sourceAndWord } from "./args.js";
import { type Command, IMAGE, LAYER, PLATFORM } from "./command.js";
import { usage } from "./failure.js";
import { MARKS, MARKS_HELP, bytesOf, nameText } from "./file-row.js";
import { type OpenFiles, isNoSuchPath, noSuchPath, pages, withFiles } from "./files.js";
import { tableWriter, writeAll } from "./rows.js";
import { quoted } from "./quote.js";
import { padStart } from "./text.js";
import { size } from "./units.js";

export const tree: Command = {
  name: "tree",
  summary: "Show a folder and all below it as a tree, with sizes",
  usage: "SOURCE [PATH] [--depth N] [-a] [--layer LAYER] [--image IMAGE] [--platform OS/ARCH]",
  options: {
    depth: { type: "string", value: "N", help: "Go so many folders deep" },
    all: { type: "boolean", short: "a", help: "Show what eStargz and zstd:chunked keep for themselves too" },
    layer: LAYER,
    image: IMAGE,
    platform: PLATFORM,
  },
  notes: `A folder's size is that of all files below it. With --layer, before each name stands what the layer did:
${MARKS_HELP}.`,
  examples: [
    { line: "layerglass tree image.tar --depth 2", does: "where the bytes are, roughly" },
    { line: "layerglass tree image.tar usr/local --layer 3", does: "what the fourth layer did there" },
  ],
  async run(words, terminal) {
    const [source, path = "."] = sourceAndWord(tree, words);
    const depth = depthOf(words.text("depth"));
    return withFiles(source, words, terminal, async (opened) => {
      const writer = tableWriter((lines: readonly string[]) => lines, terminal);
      return writeAll(drawn(opened, path, depth), writer, opened.faults, terminal);
    });
  },
};

function depthOf(word: string | undefined): number {
  if (word === undefined) return Infinity;
  if (/^[1-9]\d{0,8}$/.test(word)) return Number(word);
  throw usage("option", `--depth takes a number from 1 on, not ${word}`, "see layerglass tree --help");
}

/** A folder on the way down, with something in it that was not drawn yet. */
interface Level {
  readonly depth: number;
  /** What stands before each of its lines. */
  readonly indent: string;
  readonly rows: AsyncIterator<FileRow, undefined>;
  next: FileRow;
}

/** Lines are handed on by so many. */
const AT_ONCE = 1000;
/** Rows of a folder at a time: those of every folder on the way are kept. */
const PAGE = 200;

/** The lines, as many at a time as are worth writing. */
async function* drawn(opened: OpenFiles, path: string, depth: number): AsyncGenerator<readonly string[]> {
  const top = await levelOf(opened, path, 1, "").catch(async (thrown) => {
    throw isNoSuchPath(thrown) ? await noSuchPath(path, opened) : thrown;
  });
  const way = top ? [top] : [];
  const counts = { directories: 0, files: 0 };
  let lines = [quoted(path)];
  for (let level = way.at(-1); level; level = way.at(-1)) {
    const row = level.next;
    const { value: following } = await level.rows.next();
    lines.push(level.indent + (following ? "├── " : "└── ") + cells(row, opened.layer !== null));
    counts[row.type === "directory" ? "directories" : "files"] += 1;
    if (following) level.next = following;
    else way.pop();
    if (row.type === "directory" && level.depth < depth) {
      const below = await levelOf(opened, row.path, level.depth + 1, level.indent + (following ? "│   " : "    "));
      if (below) way.push(below);
    }
    if (lines.length < AT_ONCE) continue;
    yield lines;
    lines = [];
  }
  const { directories, files } = counts;
  yield [...lines, "", `${counted(directories, "directory", "directories")}, ${counted(files, "file", "files")}`];
}

/** Undefined for a folder with nothing in it. */
async function levelOf(opened: OpenFiles, path: string, depth: number, indent: string): Promise<Level | undefined> {
  const rows = rowsOf(opened, path);
  const { value: next } = await rows.next();
  return next && { depth, indent, rows, next };
}

async function* rowsOf({ files, ask }: OpenFiles, path: string): AsyncGenerator<FileRow, undefined> {
  for await (const rows of pages(ask, (part) => files.children(path, { ...part, count: PAGE }))) yield* rows;
  return undefined;
}

function cells(row: FileRow, marked: boolean): string {
  const mark = marked ? `${MARKS[row.change]} ` : "";
  const bytes = padStart(size(row.below?.size ?? bytesOf(row)), SIZE);
  return `${mark}[${bytes}]  ${nameText(row, { whole: false, arrow: "symlink" })}`;
}

/** `999.5kB` is written as 1MB: three digits, a point and a unit are the most. */
const SIZE = 6;

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
