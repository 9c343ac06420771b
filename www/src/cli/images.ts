// layerglass images FILE…: docker's table, of the images in files.
import { LayerglassError, type ReportImage, type ReportPlatform } from "../index.js";
import { type Command, JSON_OUTPUT, NO_TRUNC } from "./command.js";
import { DONE, sayError, toError, usage } from "./failure.js";
import { imageFilter } from "./filter.js";
import { NO_NAME, type TableName, shortId, tableName } from "./names.js";
import { finish, printJson } from "./outcome.js";
import { withSource } from "./source.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";
import { printable } from "./text.js";
import { ago, instant, sizeOr } from "./units.js";

export const images: Command = {
  name: "images",
  summary: "List the images in files, as docker images does",
  usage: "FILE… [-a] [-q] [--digests] [--no-trunc] [--filter KEY=VALUE] [--json]",
  options: {
    all: { type: "boolean", short: "a", help: "Show all images (files hold no hidden ones; as docker takes it)" },
    quiet: { type: "boolean", short: "q", help: "Show only IDs" },
    digests: { type: "boolean", help: "Show digests" },
    "no-trunc": NO_TRUNC,
    filter: {
      type: "string",
      short: "f",
      multiple: true,
      value: "KEY=VALUE",
      help: "dangling=true, reference=PATTERN, label=KEY[=VALUE], before=IMAGE, since=IMAGE, until=TIME",
    },
    json: JSON_OUTPUT,
  },
  examples: [
    { line: "layerglass images *.tar", does: "the newest first" },
    { line: "layerglass images -q --filter reference='*/team/*' image.tar", does: "only IDs, of some names" },
  ],
  async run(words, terminal) {
    if (words.positionals.length === 0)
      throw usage("missing-source", "images needs a file", "such as layerglass images image.tar");
    const filter = imageFilter(words.texts("filter"), terminal.now);
    const { found, error } = await read(words.positionals, terminal);
    const shown = filter(found.sort(newestFirst));
    if (words.flag("json")) printJson({ schemaVersion: 1, images: shown.map(row) }, error, terminal);
    else if (words.flag("quiet")) printIds(shown, words.flag("no-trunc"), terminal);
    else print(shown, { whole: words.flag("no-trunc"), digests: words.flag("digests") }, terminal);
    return finish(error, terminal, DONE);
  },
};

/** All images of all files. One bad file does not cost the others; the last error is the outcome's. */
async function read(
  words: readonly string[],
  terminal: Terminal,
): Promise<{ found: ReportImage[]; error: LayerglassError | null }> {
  const found: ReportImage[] = [];
  let last: LayerglassError | null = null;
  for (const word of words) {
    const error = await withSource(word, { measure: true }, async (inspection) => {
      // An argument for each image would overflow the stack where there are very many.
      for (const image of inspection.report.images) found.push(image);
      return inspection.error;
    }).catch(toError);
    if (error && last) sayError(last, terminal);
    if (error) last = words.length > 1 ? about(word, error) : error;
  }
  return { found, error: last };
}

function about(word: string, { code, message, at, hint }: LayerglassError): LayerglassError {
  return new LayerglassError(code, `${word}: ${message}`, { at: at ?? null, hint: hint ?? "" });
}

/** Images without a date come last, as they do where docker takes them for the oldest. */
function newestFirst(one: ReportImage, other: ReportImage): number {
  return created(one) === created(other) ? 0 : created(other) - created(one);
}

function created({ created }: ReportImage): number {
  const time = instant(created);
  return Number.isNaN(time) ? -Infinity : time;
}

/** A row of the JSON. */
interface ImageRow extends Pick<ReportImage, "id" | "digest" | "names" | "created" | "size" | "contentSize"> {
  readonly platform: ReportPlatform;
}

function row({ id, digest, names, created, size, contentSize, platform }: ReportImage): ImageRow {
  return { id, digest, names, created, size, contentSize, platform };
}

/** One ID for each name, as docker prints them. */
function printIds(images: readonly ReportImage[], whole: boolean, { out }: Terminal): void {
  for (const { id, names } of images) {
    const text = whole ? (id ?? "<none>") : shortId(id);
    for (let line = 0; line < Math.max(names.length, 1); line++) out(`${printable(text)}\n`);
  }
}

function print(
  images: readonly ReportImage[],
  { whole, digests }: { whole: boolean; digests: boolean },
  terminal: Terminal,
): void {
  const columns: Column[] = [
    { title: "REPOSITORY", flexible: true },
    { title: "TAG" },
    ...(digests ? [{ title: "DIGEST" }] : []),
    { title: "IMAGE ID" },
    { title: "CREATED" },
    { title: "SIZE" },
  ];
  const cells = images.flatMap((image) => {
    const names: TableName[] = image.names.length > 0 ? image.names.map(tableName) : [NO_NAME];
    const id = whole ? (image.id ?? "<none>") : shortId(image.id);
    const facts = [id, ago(image.created, terminal.now) ?? "N/A", sizeOr(image.contentSize, "N/A")];
    return names.map(({ repository, tag }) => [
      repository,
      tag,
      ...(digests ? [image.digest ?? "<none>"] : []),
      ...facts,
    ]);
  });
  const width = whole ? undefined : terminal.columns;
  terminal.out(`${table(columns, cells, { columns: width, title: terminal.bold, least: 7 }).join("\n")}\n`);
}
