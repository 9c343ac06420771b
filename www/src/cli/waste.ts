// layerglass waste: how many of an image's bytes no container sees, and who wasted them.
import type { ReportImage } from "../index.js";
import type { WastePath, WasteReport } from "../public/report.js";
import { onlySource } from "./args.js";
import { type Command, IMAGE, JSON_OUTPUT, NO_TRUNC, PLATFORM } from "./command.js";
import { usage } from "./failure.js";
import { type OpenFiles, pages, withFiles } from "./files.js";
import { quoted } from "./quote.js";
import { type RowWriter, documentWriter, writeAll } from "./rows.js";
import { type TableStyle, table } from "./table.js";
import type { Terminal } from "./terminal.js";
import { jsonLine, pad, padStart } from "./text.js";
import { size, sizeOr } from "./units.js";

/** Paths that are shown where nobody says how many. */
const SHOWN = 20;

export const waste: Command = {
  name: "waste",
  summary: "Show which bytes no container sees, where they are and which instruction wasted them",
  usage: "SOURCE [--duplicates] [--limit N] [--no-trunc] [--image IMAGE] [--platform OS/ARCH] [--json]",
  options: {
    duplicates: { type: "boolean", help: "Look for files of the same content too: every file is hashed for it" },
    limit: { type: "string", value: "N", help: `Show the N worst paths, ${SHOWN} by default; JSON has all of them` },
    "no-trunc": NO_TRUNC,
    image: IMAGE,
    platform: PLATFORM,
    json: JSON_OUTPUT,
  },
  notes: `A byte is wasted where a layer holds it and a later layer overwrites or removes its file: it is downloaded and stored,
and no container sees it. A file that is written again only for another mode, owner or time (metadata) counts too.`,
  examples: [
    { line: "layerglass waste image.tar", does: "the worst paths, with the layers that hold them" },
    { line: "layerglass waste image.tar --duplicates --json", does: "all of them, and what is there twice" },
  ],
  async run(words, terminal) {
    const limit = limitOf(words.text("limit"));
    return withFiles(onlySource(waste, words), words, terminal, async (opened) => {
      const { report, paths } = await asked(opened, words.flag("duplicates"));
      if (words.flag("json")) return writeAll(paths, documentWriter(headOf(report), terminal), opened.faults, terminal);
      const whole = words.flag("no-trunc");
      const writer = textWriter(opened.image.report, report, { limit, whole }, terminal);
      return writeAll(upTo(limit, paths), writer, opened.faults, terminal);
    });
  },
};

function limitOf(word: string | undefined): number {
  if (word === undefined) return SHOWN;
  if (/^\d{1,9}$/.test(word)) return Number(word);
  throw usage("option", `--limit takes a number, not ${word}`, "see layerglass waste --help");
}

type Paths = AsyncIterable<readonly WastePath[]>;

/** The report with its first paths, and all paths page by page. */
async function asked({ image, ask }: OpenFiles, duplicates: boolean): Promise<{ report: WasteReport; paths: Paths }> {
  const report = await ask((task) => image.waste({ ...task, duplicates }));
  const paths = pages(ask, async (part) => {
    const { paths: rows, total } = part.from === 0 ? report : await image.waste({ ...part, duplicates });
    return { rows, total };
  });
  return { report, paths };
}

async function* upTo(limit: number, paths: Paths): AsyncGenerator<readonly WastePath[]> {
  let left = limit;
  for await (const rows of paths) {
    if (left > 0) yield rows.slice(0, left);
    left -= rows.length;
    if (left <= 0) return;
  }
}

/** The document up to its paths. */
function headOf({ paths: _paths, from: _from, total: _total, ...numbers }: WasteReport): string {
  const fields = Object.entries(numbers).map(([name, value]) => `  ${jsonLine(name)}: ${jsonLine(value)},\n`);
  return `{\n${fields.join("")}  "paths": [`;
}

interface Shown {
  readonly limit: number;
  readonly whole: boolean;
}

/** All of it at the end: how wide a table is depends on all of its rows, and only so many are shown. */
function textWriter(
  image: ReportImage,
  report: WasteReport,
  { limit, whole }: Shown,
  { write, bold, columns }: Terminal,
): RowWriter<WastePath> {
  const rows: WastePath[] = [];
  const style = { columns: whole ? undefined : columns, title: bold, indent: "  " };
  return {
    rows: async (more) => void rows.push(...more),
    end: () => {
      const lines = [
        ...sums(report),
        "",
        bold(`Layers (${report.layers.length})`),
        ...layersTable(image, report, style),
        ...(report.total > 0 && limit > 0 ? ["", bold(titleOf(report, rows)), ...pathsTable(image, rows, style)] : []),
      ];
      return write(`${lines.join("\n")}\n`);
    },
  };
}

function sums({ wastedBytes, reclaimableBytes, contentSize, mergedSize }: WasteReport): string[] {
  // Rounded down: 100% is for an image without any waste. Of whole numbers: the fraction times 10,000 may be a hair too low.
  const parts = contentSize === 0 ? 10_000 : Math.floor(((contentSize - wastedBytes) * 10_000) / contentSize);
  const percent = `${(parts / 100).toFixed(2)}%`;
  const facts: [string, string, string][] = [
    ["Efficiency", percent, "1 − wasted bytes / bytes of all layers"],
    ["Wasted", size(wastedBytes), "overwritten or removed by later layers"],
    ["Of", size(contentSize), "that the files of all layers take"],
    ["Merged", size(mergedSize), "that a container sees"],
  ];
  if (reclaimableBytes !== null) facts.push(["Reclaimable", size(reclaimableBytes), "wasted, or there more than once"]);
  return facts.map(([name, value, meaning]) => `${pad(name, 13)}${padStart(value, 8)}   ${meaning}`);
}

/** The newest first and the base at the bottom, as inspect has them. */
function layersTable(image: ReportImage, { layers }: WasteReport, style: TableStyle): string[] {
  const titles = [
    { title: "LAYER", right: true },
    { title: "SIZE", right: true },
    { title: "MERGED", right: true },
    { title: "HIDDEN", right: true },
    { title: "HIDES", right: true },
    { title: "INSTRUCTION", flexible: true },
  ];
  const rows = layers.map(({ layer, contentSize, mergedSize, hiddenBytes, hidesBytes, createdBy }) => [
    String(layer),
    sizeOr(contentSize, ""),
    size(mergedSize),
    size(hiddenBytes),
    size(hidesBytes),
    instructionOf(image, layer) ?? createdBy ?? "",
  ]);
  return table(titles, rows.reverse(), style);
}

function titleOf({ total }: WasteReport, { length }: readonly WastePath[]): string {
  return length < total ? `Worst paths (${length} of ${total})` : `Wasteful paths (${total})`;
}

function pathsTable(image: ReportImage, paths: readonly WastePath[], style: TableStyle): string[] {
  const titles = [
    { title: "BYTES", right: true },
    { title: "COPIES", right: true },
    { title: "WHAT" },
    { title: "LAYERS" },
    { title: "PATH", flexible: true },
    { title: "LAST INSTRUCTION", flexible: true },
  ];
  const rows = paths.map(({ path, pathBase64, copies, bytes, kind, layers }) => {
    const last = layers.at(-1);
    const instruction = last === undefined ? undefined : instructionOf(image, last);
    return [size(bytes), String(copies), kind, layers.join(", "), quoted(path, pathBase64), instruction ?? ""];
  });
  return table(titles, rows, style);
}

/** In readable form. */
function instructionOf({ layers, history }: ReportImage, layer: number): string | undefined {
  const at = layers[layer]?.history;
  const entry = at === null || at === undefined ? undefined : history[at];
  return entry?.instruction
    ? `${entry.instruction.keyword} ${entry.instruction.text}`
    : (entry?.createdBy ?? undefined);
}
