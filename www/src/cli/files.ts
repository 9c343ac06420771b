// The files of an image, or of one layer, as the commands ask for them.
import {
  type Inspection,
  LayerglassError,
  type ReportFinding,
  type ReportImage,
  type ReportLayer,
  type TaskOptions,
} from "../index.js";
import type { InspectedImage } from "../public/inspection.js";
import type { Files } from "../public/files.js";
import type { Words } from "./command.js";
import { sayError, usage } from "./failure.js";
import { placeText } from "./inspect-text.js";
import { chosen } from "./outcome.js";
import { progressLine } from "./progress.js";
import { withSource } from "./source.js";
import type { Terminal } from "./terminal.js";

export interface OpenFiles {
  readonly image: InspectedImage;
  /** Null where the files are those of the whole image. */
  readonly layer: ReportLayer | null;
  readonly files: Files;
  /** Shows how far a question is; for what `ask` does not ask. */
  readonly task: TaskOptions;
  /** Asks a question, and shows how far it is while there is no answer. */
  ask<T>(question: (task: TaskOptions) => Promise<T>): Promise<T>;
  /** What kept the layers from being read whole, once they were read: empty where nothing did. */
  faults(): Promise<readonly LayerglassError[]>;
}

/** Opens the files that `--image`, `--platform` and `--layer` mean, and closes them after use. */
export async function withFiles<T>(
  source: string,
  words: Words,
  terminal: Terminal,
  use: (opened: OpenFiles) => Promise<T>,
): Promise<T> {
  const platform = words.text("platform");
  return withSource(source, { platform, spool: true }, async (inspection) => {
    const image = inspection.images[chosen(inspection.report, words.text("image"), platform, terminal)]!;
    const layer = layerCalled(image.report, words.text("layer"));
    const all = words.flag("all");
    const files = layer ? image.layers[layer.index]!.files({ all }) : image.files({ all });
    const progress = progressLine();
    const task = { onProgress: progress.update };
    const ask: OpenFiles["ask"] = (question) => question(task).finally(progress.clear);
    const faults = () => ask((task) => faultsOf(inspection, files, task));
    const outcome = await use({ image, layer, files, task, ask, faults });
    const { complete, findings } = await files.summary(task);
    // Of what could not be read the faults tell.
    for (const finding of complete ? findings : []) {
      if (finding.severity !== "info") sayError(asError(finding), terminal);
    }
    return outcome;
  });
}

/** A list, page by page. */
export async function* pages<Row>(
  ask: OpenFiles["ask"],
  page: (part: TaskOptions & { from: number }) => Promise<{ rows: readonly Row[]; total: number }>,
): AsyncGenerator<readonly Row[]> {
  for (let from = 0; ;) {
    const start = from;
    const { rows, total } = await ask((task) => page({ ...task, from: start }));
    if (rows.length > 0) yield rows;
    from += rows.length;
    if (rows.length === 0 || from >= total) return;
  }
}

/** That a path is not there: it may be in what could not be read. */
export async function noSuchPath(path: string, { layer, faults }: OpenFiles): Promise<LayerglassError> {
  const [fault] = await faults();
  if (fault) return fault;
  const where = layer ? placeText({ layer: layer.index }) : "this image";
  return usage("no-such-path", `there is no ${path} in ${where}`, "layerglass find SOURCE NAME looks in all layers");
}

export function isNoSuchPath(thrown: unknown): boolean {
  return thrown instanceof LayerglassError && thrown.code === "usage/no-such-path";
}

/** By its index, or by its digest or diff ID or the first digits of one. */
function layerCalled({ layers }: ReportImage, word: string | undefined): ReportLayer | null {
  if (word === undefined) return null;
  const digits = (digest: string | null) => [digest, digest?.split(":")[1]];
  const isCalled = ({ digest, diffId }: ReportLayer) =>
    [...digits(digest), ...digits(diffId)].some((each) => word !== "" && each?.startsWith(word));
  const found = (/^\d+$/.test(word) ? layers[Number(word)] : undefined) ?? layers.find(isCalled);
  if (found) return found;
  const there =
    layers.length === 0
      ? "it has none"
      : `its layers are 0 (the base) to ${layers.length - 1}, or go by digest or diff ID`;
  throw usage("no-such-layer", `the image has no layer ${word || "without a name"}`, there);
}

async function faultsOf(inspection: Inspection, files: Files, task: TaskOptions): Promise<LayerglassError[]> {
  const { complete, findings } = await files.summary(task);
  const faults = inspection.error ? [inspection.error] : [];
  if (complete) return faults;
  const errors = findings.filter(({ severity }) => severity === "error");
  return [...faults, ...(errors.length > 0 ? errors : findings.slice(0, 1)).map(asError)];
}

function asError({ code, message, hint, at }: ReportFinding): LayerglassError {
  const place = placeText(at);
  return new LayerglassError(code, place ? `${place}: ${message}` : message, { at, hint });
}
