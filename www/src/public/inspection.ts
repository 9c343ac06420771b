import type { LayerglassError } from "./error.js";
import type { Files, FilesOptions, Waste } from "./files.js";
import type { TaskOptions } from "./options.js";
import type { Report, ReportImage, ReportLayer, Resolution, Verified } from "./report.js";

/** An open source. Close it when done: the last one closed frees the core's memory. */
export interface Inspection {
  /** What was learned when the source was opened. */
  readonly report: Report;
  /**
   * What kept the source from being read to its end, although the report could be made of the part before; null where
   * everything was read.
   */
  readonly error: LayerglassError | null;
  /** How the reference became this image; null where the source is no image in a registry. */
  readonly resolution: Resolution | null;
  /** The images of `report.images`, in the same order. */
  readonly images: readonly InspectedImage[];
  /** A newer report, after more was learned (by `measure`, `verify`, or questions about files). */
  refresh(): Promise<Report>;
  /**
   * The exact bytes of a manifest, index or config, by its digest; also of `index.json`, `manifest.json` and
   * `repositories`. Rejects with `usage/no-such-digest` for what the source does not have.
   */
  raw(digest: string): Promise<Uint8Array>;
  /**
   * Reads the headers of every layer that was not read yet, for `contentSize` and `files`, and gives the newer report.
   * Layers that are compressed are decompressed for it. A source that was read once, and not kept (`spool`), cannot be
   * read again: it rejects with `source/one-shot`, unless it was opened with `measure` or `verify`.
   */
  measure(options?: TaskOptions): Promise<Report>;
  /** Recomputes every digest of the source. A mismatch is an answer (`ok: false`), not an error. */
  verify(options?: TaskOptions): Promise<Verified>;
  /** Forgets the source. What is still running rejects with `usage/closed`. */
  close(): void;
  /** The same as `close()`, for `using`. */
  [Symbol.dispose](): void;
}

/** One image of an open source. */
export interface InspectedImage {
  /** What the report says of it. */
  readonly report: ReportImage;
  /** Recomputes the digests of this image: its indexes, manifest, config and layers. */
  verify(options?: TaskOptions): Promise<Verified>;
  /** The layers, base first. */
  readonly layers: readonly InspectedLayer[];
  /** The files that a container would see. Nothing is read before the first question. */
  files(options?: FilesOptions): Files;
  /** Where the bytes went. */
  readonly waste: Waste;
}

/** One layer of an image. */
export interface InspectedLayer {
  /** What the report says of it. */
  readonly report: ReportLayer;
  /** What is stored in it, and what it did to the layers below. Nothing is read before the first question. */
  files(options?: Pick<FilesOptions, "all">): Files;
}
