// layerglass history: the instructions of an image beside the layers that they made.
import type { ReportImage, ReportLayer } from "../index.js";
import { type Command, IMAGE, JSON_OUTPUT, NO_TRUNC, PLATFORM } from "./command.js";
import { onlySource } from "./args.js";
import { shortId } from "./names.js";
import { chosen, finish, printJson } from "./outcome.js";
import { withSource } from "./source.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";
import { fit, printable } from "./text.js";
import { ago, sizeOr } from "./units.js";

export const history: Command = {
  name: "history",
  summary: "Show the layers of an image beside the instructions that made them",
  usage: "SOURCE [--image IMAGE] [--platform OS/ARCH] [--no-trunc] [--json]",
  options: { image: IMAGE, platform: PLATFORM, "no-trunc": NO_TRUNC, json: JSON_OUTPUT },
  examples: [
    { line: "layerglass history image.tar", does: "the newest instruction first" },
    { line: "layerglass history image.tar --no-trunc --image 1", does: "the second image, with whole commands" },
  ],
  async run(words, terminal) {
    const platform = words.text("platform");
    return withSource(onlySource(history, words), { platform, measure: true }, async ({ report, error }) => {
      const image = report.images[chosen(report, words.text("image"), platform, terminal)];
      const rows = image ? historyOf(image) : [];
      if (words.flag("json")) printJson({ schemaVersion: 1, history: rows }, error, terminal);
      else print(rows, words.flag("no-trunc"), terminal);
      return finish(error, terminal);
    });
  },
};

/** A row of the JSON. */
export interface HistoryRow {
  /** The image's, on its newest row. */
  readonly id: string | null;
  readonly created: string | null;
  readonly createdBy: string | null;
  readonly comment: string | null;
  readonly size: number | null;
  readonly empty: boolean;
  readonly layer: number | null;
}

/** Newest first. Layers that no instruction is known of stand above the rest: the join counts from the base. */
export function historyOf(image: ReportImage): HistoryRow[] {
  const sizeOf = (layer: ReportLayer | undefined) => (layer ? layer.contentSize : 0);
  const joined = image.history.map(({ created, createdBy, comment, emptyLayer, layer }) => {
    const size = layer === null ? (emptyLayer ? 0 : null) : sizeOf(image.layers[layer]);
    return { id: null, created, createdBy, comment, size, empty: emptyLayer, layer };
  });
  const alone = image.layers
    .filter((layer) => layer.history === null)
    .map((layer) => ({ ...UNKNOWN, size: layer.contentSize, layer: layer.index }));
  const [newest, ...older] = [...joined, ...alone].reverse();
  return newest ? [{ ...newest, id: image.id }, ...older] : [];
}

const UNKNOWN = { id: null, created: null, createdBy: null, comment: null, empty: false };
const COLUMNS: readonly Column[] = [
  { title: "IMAGE" },
  { title: "CREATED" },
  { title: "CREATED BY", flexible: true },
  { title: "SIZE" },
  { title: "COMMENT", flexible: true },
];
/** docker's, without --no-trunc. */
const CREATED_BY = 45;

function print(rows: readonly HistoryRow[], whole: boolean, { out, now, columns, bold }: Terminal): void {
  const cells = rows.map(({ id, created, createdBy, comment, size }) => {
    const text = printable(createdBy ?? "");
    const image = id === null ? "<missing>" : whole ? id : shortId(id);
    return [
      image,
      ago(created, now) ?? "N/A",
      whole ? text : fit(text, CREATED_BY),
      sizeOr(size, "N/A"),
      comment ?? "",
    ];
  });
  const lines = table(COLUMNS, cells, { columns: whole ? undefined : columns, title: bold, least: 7 });
  out(`${lines.join("\n")}\n`);
}
