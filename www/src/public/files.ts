import type { TaskOptions } from "./options.js";
import type { FilePage, FileRow, FilesSummary, FoundPage, HiddenPage, WasteReport } from "./report.js";

/** Which files, and how deep they are looked into. */
export interface FilesOptions {
  /** Only the layers up to this index, as if the image ended there; of an image only. */
  upTo?: number | undefined;
  /** What eStargz and zstd:chunked add for themselves is left out (and counted) unless this is set. */
  all?: boolean | undefined;
}

/** A part of a list. */
export interface PageOptions extends TaskOptions {
  /** The first row; 0 by default. */
  from?: number | undefined;
  /** Rows at most; 1000 by default. */
  count?: number | undefined;
}

export interface ChildrenOptions extends PageOptions {
  /** By the bytes of the name (the default), or by size, largest first: of a directory, what is below it. */
  sort?: "name" | "size" | undefined;
}

export interface RowsOptions extends PageOptions {
  /** Only what is at or below this path. */
  path?: string | undefined;
}

export interface FindOptions extends PageOptions {
  /**
   * - `glob` (the default): `*` and `?` stop at `/`, `**` does not, `[a-z]`, `[!a-z]`, `{a,b}`, `\` quotes. Without a `/`
   *   it is matched with the name, else with the whole path.
   * - `text`: anywhere in the path; ASCII letters match in both cases.
   * - `regex`: JavaScript's, anywhere in the path.
   */
  as?: "glob" | "text" | "regex" | undefined;
}

/**
 * The files of an image as a container would see them, or of one layer as it is stored.
 *
 * Layers are read when the first question is asked, each once, on as many threads as there are; a second question finds
 * them read. Paths are as in rows; a leading `/` or `./` and a trailing `/` are put up with. Nothing ever leaves the
 * image's own root, whatever its links say.
 */
export interface Files {
  /** How much there is, and what could not be read. */
  summary(options?: TaskOptions): Promise<FilesSummary>;
  /** What is in a directory; rejects with `usage/no-such-path`. A link to a directory is followed. */
  children(path: string, options?: ChildrenOptions): Promise<FilePage>;
  /** Everything: of an image by path, parents first; of a layer in the order it is stored, whiteouts among them. */
  rows(options?: RowsOptions): Promise<FilePage>;
  /** One file, itself where it is a link; null where there is none. */
  entry(path: string, options?: TaskOptions): Promise<FileRow | null>;
  /** Over all layers, whether a later one hides the file or not; of a layer, in it alone. */
  find(pattern: string, options?: FindOptions): Promise<FoundPage>;
  /** Files that are stored in a layer but that a later one hides: who has the image can still read them. */
  hidden(options?: PageOptions): Promise<HiddenPage>;
  /**
   * A file's bytes; links are followed inside the image. Of a row the bytes of just that entry, though another may have its
   * path. Fails with `usage/no-such-path` or `usage/not-a-file`.
   */
  read(path: string | FileRow, options?: TaskOptions): ReadableStream<Uint8Array>;
  /** A directory, or a single file, as a tar archive. */
  tar(path: string, options?: TaskOptions): ReadableStream<Uint8Array>;
}

export interface WasteOptions extends PageOptions {
  /** Look for files of the same content as well: every file's SHA-256 is computed for it. */
  duplicates?: boolean | undefined;
}

/** What was overwritten, removed, rewritten or is there twice. */
export type Waste = (options?: WasteOptions) => Promise<WasteReport>;
