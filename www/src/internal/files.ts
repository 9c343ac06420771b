// The client's side of files: what a caller gives becomes a question to the engine. The core takes text and numbers only,
// anything else would stop it.
import type { ChildrenOptions, FindOptions, PageOptions, RowsOptions, WasteOptions } from "../public/files.js";
import type { TaskOptions } from "../public/options.js";
import type { FilePage, FileRow, FilesSummary, FoundPage, HiddenPage, WasteReport } from "../public/report.js";
import type { LazyFiles } from "./lazy-files.js";
import type { AskHeld, Entry, Questions, Whose } from "./protocol.js";

/** Rows of a page, where the caller does not say. */
const PAGE = 1000;
/** What the core counts rows with. */
const MOST = 2 ** 32 - 1;

export class AskedFiles implements LazyFiles {
  readonly #held: AskHeld;
  readonly #whose: Whose;

  constructor(held: AskHeld, whose: Whose) {
    this.#held = held;
    this.#whose = whose;
  }

  summary = (task?: TaskOptions): Promise<FilesSummary> => this.#ask("summary", [], task);

  children = (path: string, options?: ChildrenOptions): Promise<FilePage> => {
    const sort = options?.sort === "size" ? "size" : "name";
    return this.#ask("children", [String(path), ...pageOf(options), sort], options);
  };

  rows = (options?: RowsOptions): Promise<FilePage> => {
    const below = options?.path;
    return this.#ask("rows", [below === undefined ? below : String(below), ...pageOf(options)], options);
  };

  entry = async (path: string, task?: TaskOptions): Promise<FileRow | null> =>
    (await this.#ask("entry", [String(path)], task)) ?? null;

  find = (pattern: string, options?: FindOptions): Promise<FoundPage> =>
    this.#ask("find", [String(pattern), options?.as ?? "glob", ...pageOf(options)], options);

  hidden = (options?: PageOptions): Promise<HiddenPage> => this.#ask("hidden", pageOf(options), options);

  waste = (options?: WasteOptions): Promise<WasteReport> =>
    this.#ask("waste", [...pageOf(options), options?.duplicates === true], options);

  read = (of: string | FileRow, task?: TaskOptions): ReadableStream<Uint8Array> =>
    this.#stream("read", entryOf(of) ?? pathOf(of), task);

  tar = (path: string, task?: TaskOptions): ReadableStream<Uint8Array> => this.#stream("tar", String(path), task);

  async #ask<Q extends keyof Questions>(
    question: Q,
    args: Parameters<Questions[Q]>,
    task?: TaskOptions,
  ): Promise<ReturnType<Questions[Q]>> {
    const answer = await this.#held("files", [this.#whose, question, args], task);
    return answer as ReturnType<Questions[Q]>;
  }

  /** Bytes are made when they are asked for. Whatever ends the stream ends what the engine holds for it. */
  #stream(question: "read" | "tar", of: string | Entry, task?: TaskOptions): ReadableStream<Uint8Array> {
    const signal = task?.signal;
    let begun: Promise<number> | undefined;
    const drop = async () => {
      signal?.removeEventListener("abort", stop);
      if (begun) await this.#held("drop", [await begun]);
    };
    // What failed, or lies on a closed inspection, holds nothing any more.
    const dropQuietly = () => void drop().catch(() => {});
    let stop = () => {};
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      try {
        begun ??= this.#ask(question, [of as string], task);
        const bytes = await this.#held("next", [await begun], task);
        if (bytes) return controller.enqueue(bytes);
        signal?.removeEventListener("abort", stop);
        controller.close();
      } catch (thrown) {
        dropQuietly();
        controller.error(thrown);
      }
    };
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      stop = () => {
        dropQuietly();
        controller.error(signal?.reason);
      };
      signal?.addEventListener("abort", stop, { once: true });
    };
    return new ReadableStream({ start, pull, cancel: dropQuietly }, { highWaterMark: 0 });
  }
}

/** The entry of a row. Links lead on by their path, and a directory has none. */
function entryOf(of: string | FileRow): Entry | null {
  if (typeof of !== "object" || of === null) return null;
  const { layer, entry, type } = of;
  const isCounted = Number.isInteger(layer) && Number.isInteger(entry);
  return isCounted && type !== "symlink" && type !== "directory" ? { layer, entry: Number(entry) } : null;
}

function pathOf(of: string | FileRow): string {
  return String(typeof of === "object" && of !== null ? of.path : of);
}

function pageOf({ from, count }: PageOptions = {}): [from: number, count: number] {
  return [whole(from, 0), whole(count, PAGE)];
}

function whole(number: number | undefined, otherwise: number): number {
  return Math.min(Math.max(Math.trunc(Number(number ?? otherwise)) || 0, 0), MOST);
}
