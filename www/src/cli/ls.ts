// layerglass ls: the files of a folder, of a whole image, or of one layer.
import { LayerglassError } from "../index.js";
import type { FileRow } from "../public/report.js";
import { sourceAndWord } from "./args.js";
import { type Command, IMAGE, JSON_OUTPUT, LAYER, NDJSON_OUTPUT, PLATFORM } from "./command.js";
import { MARKS, MARKS_HELP, modeText, nameText, ownerText, sizeText, timeText } from "./file-row.js";
import { type OpenFiles, noSuchPath, pages, withFiles } from "./files.js";
import { jsonWriter, tableWriter, writeAll } from "./rows.js";
import { Columns } from "./table.js";
import { pad, padStart } from "./text.js";

export const ls: Command = {
  name: "ls",
  summary: "List files: as a container would see them, or those of one layer and what it changed",
  usage: "SOURCE [PATH] [-l] [-h] [-R] [-a] [--layer LAYER] [--image IMAGE] [--platform OS/ARCH] [--json | --ndjson]",
  options: {
    long: { type: "boolean", short: "l", help: "Show mode, owner, group, size and time (UTC) too" },
    "human-readable": { type: "boolean", short: "h", help: "With -l: sizes such as 1.1K" },
    recursive: { type: "boolean", short: "R", help: "Everything below, by whole paths, as tar lists it" },
    all: { type: "boolean", short: "a", help: "Show what eStargz and zstd:chunked keep for themselves too" },
    layer: LAYER,
    image: IMAGE,
    platform: PLATFORM,
    json: JSON_OUTPUT,
    ndjson: NDJSON_OUTPUT,
  },
  notes: `--layer lists the layer's own entries in their order, whiteouts (.wh.NAME) among them, and always -R. Before each
stands what the layer did: ${MARKS_HELP}.
Names are written as ls -b and tar write them: \\n, \\033 and \\\\ stand for what could deceive. There is no column of
link counts: a layer does not say them.`,
  examples: [
    { line: "layerglass ls -l image.tar etc", does: "the folder /etc, as ls -l shows it" },
    { line: "layerglass ls image.tar --layer 2", does: "what the third layer added, changed and removed" },
  ],
  async run(words, terminal) {
    const [source, path = "."] = sourceAndWord(ls, words);
    return withFiles(source, words, terminal, async (opened) => {
      const [long, recursive] = [words.flag("long"), words.flag("recursive")];
      const { rows, whole } = await listed(opened, path, { long, recursive });
      const style = { long, human: words.flag("human-readable"), whole, stored: opened.layer !== null };
      const writer = jsonWriter<FileRow>(words, "files", terminal) ?? tableWriter(tableOf(style), terminal);
      return writeAll(rows, writer, opened.faults, terminal);
    });
  },
};

interface Listed {
  readonly rows: AsyncIterable<readonly FileRow[]>;
  /** Rows of more than one folder: their names alone would not tell them apart. */
  readonly whole: boolean;
}

async function listed(opened: OpenFiles, path: string, how: { long: boolean; recursive: boolean }): Promise<Listed> {
  const { files, ask, layer } = opened;
  const all = (path: string) => pages(ask, (part) => files.rows({ ...part, path }));
  if (layer) return { rows: somethingAt(path, opened, all(path)), whole: true };
  const entry = await ask((task) => files.entry(path, task));
  if (!entry) throw await noSuchPath(path, opened);
  // As in ls: with -l a link is shown itself, unless a slash after it says that the folder is meant.
  const isLink = entry.type === "symlink" && how.long && !path.endsWith("/");
  const folder = isLink ? undefined : await folderAt(opened, path, entry);
  if (folder === undefined) return { rows: only(entry), whole: true };
  if (how.recursive) return { rows: below(folder, all(folder)), whole: true };
  return { rows: pages(ask, (part) => files.children(path, part)), whole: false };
}

/** The path of the folder, also where a link leads to it; undefined for all else. */
async function folderAt({ files, ask }: OpenFiles, path: string, { type }: FileRow): Promise<string | undefined> {
  if (type !== "directory" && type !== "symlink") return undefined;
  try {
    const page = await ask((task) => files.children(path, { ...task, count: 1 }));
    return page.path ?? path;
  } catch (thrown) {
    if (type === "symlink" && thrown instanceof LayerglassError && thrown.code.startsWith("usage/")) return undefined;
    throw thrown;
  }
}

async function* only(entry: FileRow): AsyncGenerator<readonly FileRow[]> {
  yield [entry];
}

/** All but the folder itself. */
async function* below(folder: string, pages: AsyncIterable<readonly FileRow[]>): AsyncGenerator<readonly FileRow[]> {
  for await (const rows of pages) yield rows.filter(({ path }) => path !== folder);
}

async function* somethingAt(
  path: string,
  opened: OpenFiles,
  pages: AsyncIterable<readonly FileRow[]>,
): AsyncGenerator<readonly FileRow[]> {
  let nothing = true;
  for await (const rows of pages) {
    nothing = false;
    yield rows;
  }
  // Of a layer that is empty the root is all there is to be asked for.
  if (nothing && !/^[./]*$/.test(path)) throw await noSuchPath(path, opened);
}

interface Style {
  readonly long: boolean;
  readonly human: boolean;
  readonly whole: boolean;
  /** As a layer has them. */
  readonly stored: boolean;
}

function tableOf({ long, human, whole, stored }: Style): (rows: readonly FileRow[]) => string[] {
  const columns = new Columns();
  const arrow = long ? (stored ? "every" : "symlink") : "none";
  const line = (row: FileRow, [owner = "", group = "", size = ""]: readonly string[]) => {
    const name = nameText(row, { whole, arrow });
    const marked = stored ? `${MARKS[row.change]} ` : "";
    if (!long) return marked + name;
    const owners = `${pad(owner, columns.at(0))} ${pad(group, columns.at(1))}`;
    return `${marked}${modeText(row, stored)} ${owners} ${padStart(size, columns.at(2))} ${timeText(row)} ${name}`;
  };
  return (rows) => {
    const cells = rows.map((row) =>
      long ? [ownerText(row.uname, row.uid), ownerText(row.gname, row.gid), sizeText(row, { human, stored })] : [],
    );
    for (const row of cells) columns.widen(row);
    return rows.map((row, index) => line(row, cells[index] ?? []));
  };
}
