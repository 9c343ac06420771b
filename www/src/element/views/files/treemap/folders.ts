// The largest of what is in a folder, asked for once and kept while the map is shown.
import type { FileRow, Files } from "../../../../index.js";

/** Of one folder: what is smaller is drawn as one piece. */
const LARGEST = 200;
/** Folders that are looked into for one map. */
const MOST = 2000;

export interface Folder {
  /** The largest first. */
  readonly rows: readonly FileRow[];
  /** Entries in all. */
  readonly total: number;
}

export class Folders {
  readonly #files: Files;
  readonly #known = new Map<string, Folder | "asked" | "failed">();
  readonly #changed: () => void;
  #isTold = false;

  constructor(files: Files, changed: () => void) {
    this.#files = files;
    this.#changed = changed;
  }

  /** Null until it is known, which is told. */
  get(path: string): Folder | null {
    const known = this.#known.get(path);
    if (known === undefined && this.#known.size < MOST) this.#ask(path);
    return typeof known === "object" ? known : null;
  }

  isFailed(path: string): boolean {
    return this.#known.get(path) === "failed";
  }

  #ask(path: string): void {
    this.#known.set(path, "asked");
    this.#files.children(path, { sort: "size", count: LARGEST }).then(
      ({ rows, total }) => this.#tell(path, { rows, total }),
      () => this.#tell(path, "failed"),
    );
  }

  /** Many answers come at once: they are drawn together. */
  #tell(path: string, folder: Folder | "failed"): void {
    this.#known.set(path, folder);
    if (this.#isTold) return;
    this.#isTold = true;
    requestAnimationFrame(() => {
      this.#isTold = false;
      this.#changed();
    });
  }
}

/** Bytes that a row stands for. */
export function weightOf({ below, size, type, linkTarget }: FileRow): number {
  if (below) return below.size;
  return type === "symlink" ? (linkTarget?.length ?? 0) : size;
}
