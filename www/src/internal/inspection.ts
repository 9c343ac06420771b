// What `open` gives: a handle on a source that the engine holds open.
import { LayerglassError } from "../public/error.js";
import type { InspectedImage, Inspection } from "../public/inspection.js";
import type { OpenOptions, TaskOptions } from "../public/options.js";
import type { Report, ReportImage, Resolution, Verified } from "../public/report.js";
import type { Source } from "../public/source.js";
import { toError } from "./errors.js";
import { isResponse } from "./host.js";
import { type Link, untilAborted } from "./link.js";
import { lazily } from "./lazy-files.js";
import type { Arguments, AskHeld, OnHeld, Opened, Rest, Result } from "./protocol.js";
import { pinned, referenceOf, toldOf } from "./told.js";

/** Where the engine is, and what to do when an inspection is closed. */
export interface Lease {
  link(): Promise<Link>;
  release(): void;
}

export class OpenInspection implements Inspection {
  readonly report: Report;
  readonly error: LayerglassError | null;
  readonly resolution: Resolution | null;
  readonly images: readonly InspectedImage[];
  readonly #lease: Lease;
  /** Opens the source again, after the engine died. */
  readonly #reopen: () => Promise<Attached>;
  #attached: Promise<Attached>;
  #closed = false;

  private constructor(lease: Lease, attached: Attached, reopen: () => Promise<Attached>) {
    this.#lease = lease;
    this.#reopen = reopen;
    this.#attached = Promise.resolve(attached);
    this.report = attached.report;
    this.error = attached.error && toError(attached.error);
    this.resolution = attached.resolution;
    const ask: AskHeld = (type, args, task) => this.#call(type, args, task);
    this.images = this.report.images.map((report, image) => ({
      report,
      verify: async (task) => only(report, await this.verify(task)),
      layers: report.layers.map((report, layer) => ({
        report,
        files: (options) => lazily(ask, { image, layer }, options),
      })),
      files: (options) => lazily(ask, { image }, options),
      waste: (options) => lazily(ask, { image }).waste(options),
    }));
  }

  static async open(
    lease: Lease,
    source: Source,
    { signal, onProgress, onRequest, registry, ...options }: OpenOptions,
  ): Promise<OpenInspection> {
    const told = registry || typeof source === "string" ? { ...options, registry: toldOf(registry) } : options;
    const credentials = registry?.credentials;
    const attach = async (source: Source, task?: TaskOptions): Promise<Attached> => {
      const link = await lease.link();
      return { link, ...(await link.call("open", [source, told], { ...task, onRequest, credentials })) };
    };
    const given = typeof source === "string" ? referenceOf(source) : source;
    const attached = await attach(given, { signal, onProgress });
    // A tag may stand for another image by then.
    const same = attached.resolution?.digest ? pinned(attached.resolution) : given;
    const again = () => (isPassing(source) ? Promise.reject(passed()) : attach(same));
    return new OpenInspection(lease, attached, again);
  }

  refresh(): Promise<Report> {
    return this.#call("report", []);
  }

  async raw(digest: string): Promise<Uint8Array> {
    // The core takes text only: anything else would stop it.
    if (typeof digest !== "string") {
      throw new LayerglassError("usage/no-such-digest", `a digest is text, not ${typeof digest}`, {
        hint: "give a digest of the report, or a document's name",
      });
    }
    return this.#call("raw", [digest]);
  }

  measure(options?: TaskOptions): Promise<Report> {
    return this.#call("measure", [], options);
  }

  verify(options?: TaskOptions): Promise<Verified> {
    return this.#call("verify", [], options);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    void this.#attached
      .then(({ link, held }) => (link.dead ? undefined : link.call("close", [held])))
      .catch(() => {})
      .finally(() => this.#lease.release());
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #call<K extends OnHeld>(type: K, args: Rest<K>, task?: TaskOptions): Promise<Result<K>> {
    if (this.#closed) throw closed();
    const { link, held } = await untilAborted(this.#living(), task?.signal);
    try {
      return await link.call(type, [held, ...args] as unknown as Arguments<K>, task);
    } catch (thrown) {
      throw this.#closed ? closed() : thrown;
    }
  }

  /** Where the source is open; another one may have brought the engine down, which must not cost this one. */
  async #living(): Promise<Attached> {
    const attached = this.#attached;
    const { link } = await attached;
    if (link.dead && this.#attached === attached) {
      this.#attached = this.#reopen();
      // What could not be opened now may be opened by the next call.
      this.#attached.catch(() => (this.#attached = attached));
    }
    return this.#attached;
  }
}

/** Whether the source can be read once only. */
function isPassing(source: Source): boolean {
  return source instanceof ReadableStream || isResponse(source);
}

function passed(): LayerglassError {
  return new LayerglassError("source/one-shot", "what had read the stream has ended, and it cannot be read again", {
    hint: "open the file again",
  });
}

function closed(): LayerglassError {
  return new LayerglassError("usage/closed", "the inspection was closed", { hint: "open the source again" });
}

interface Attached extends Opened {
  readonly link: Link;
}

/** The part of an answer that is about one image. */
function only(image: ReportImage, { schemaVersion, blobs }: Verified): Verified {
  const layers = image.layers.flatMap(({ digest, diffId }) => [digest, diffId]);
  const known = new Set([image.id, image.digest, ...image.indexDigests, ...layers]);
  const own = blobs.filter(({ digest, expected }) => known.has(digest) || known.has(expected));
  const wrong = image.findings.some(({ severity }) => severity === "error");
  return { schemaVersion, ok: own.length > 0 && !wrong && own.every(({ ok }) => ok), blobs: own };
}
