// A directory of the tree: how much is in it, the pages of it that were fetched, and which of its directories are open.
import type { FileRow } from "../../../index.js";

/** Rows that are asked for at once: a few screens. */
export const PAGE = 200;

/** So far down directories that are alone open by themselves. */
const DEEPEST = 8;

/** Pages of one directory that are kept: what was scrolled past is fetched again. */
const KEPT = 60;

export class Folder {
  readonly path: string;
  readonly parent: Folder | null;
  /** Its place in `parent`. */
  readonly at: number;
  readonly level: number;
  /** Bytes in all that is below it; null where nobody says. */
  readonly size: number | null;
  /** Rows in it; null until the first page is there. */
  total: number | null = null;
  /** Rows that it has in the tree: its own and those of what is open in it. */
  height = 0;
  /** In the order of their places. */
  readonly open: Folder[] = [];
  readonly #pages = new Map<number, readonly FileRow[]>();
  /** Pages that are on their way. */
  readonly pending = new Map<number, Promise<void>>();

  constructor(path: string, parent: Folder | null, at: number, size: number | null) {
    this.path = path;
    this.parent = parent;
    this.at = at;
    this.level = parent ? parent.level + 1 : 1;
    this.size = size;
  }

  row(index: number): FileRow | null {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null;
  }

  /** The rows that are here by now. */
  *rows(): Generator<readonly [index: number, row: FileRow]> {
    for (const [page, rows] of this.#pages) {
      for (const [n, row] of rows.entries()) yield [page * PAGE + n, row];
    }
  }

  openAt(index: number): Folder | undefined {
    return this.open.find(({ at }) => at === index);
  }

  has(page: number): boolean {
    return this.#pages.has(page);
  }

  put(page: number, rows: readonly FileRow[]): void {
    this.#pages.set(page, rows);
    if (this.#pages.size <= KEPT) return;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
    for (const other of far.slice(0, KEPT / 2)) this.#pages.delete(other);
  }

  /** A directory alone in one alone, from the root on: closed, it would be all that one sees. */
  get hidesAll(): boolean {
    return this.total === 1 && this.level <= DEEPEST && (this.parent === null || this.parent.hidesAll);
  }

  /** Whether it is still in the tree. */
  get isIn(): boolean {
    return this.parent === null || (this.parent.isIn && this.parent.open.includes(this));
  }

  /** Rows of what is open in it, before one of its own. */
  heightBefore(index: number): number {
    let height = 0;
    for (const child of this.open) {
      if (child.at >= index) break;
      height += child.height;
    }
    return height;
  }

  /** It takes this many rows more in the tree. */
  grow(by: number): void {
    for (let folder: Folder | null = this; folder; folder = folder.parent) folder.height += by;
  }
}
