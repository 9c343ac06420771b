// The tree as a list of lines: the rows of the root, and after each open directory those in it.
import type { FileRow, Files } from "../../../index.js";
import { Folder, PAGE } from "./folder.js";
import { comparison, type Order, parentOf } from "./rows.js";

/** Directories that are opened at once. */
export const OPENED_AT_ONCE = 100;

/** A line of the tree; its row is null until it is fetched. */
export interface Line {
  readonly folder: Folder;
  readonly index: number;
  readonly row: FileRow | null;
}

export interface TreeEvents {
  onchange(): void;
  onerror(thrown: unknown): void;
}

export class Tree {
  readonly root: Folder;
  readonly order: Order;
  readonly #files: Files;
  /** Paths of what is open, or is to be once it is fetched. In another order the same is open. */
  readonly #wanted: Set<string>;
  readonly #events: TreeEvents;
  #isQuiet = false;

  constructor(files: Files, size: number, order: Order, wanted: Set<string>, events: TreeEvents) {
    this.root = new Folder(".", null, 0, size);
    this.order = order;
    this.#files = files;
    this.#wanted = wanted;
    this.#events = events;
    void this.#fetch(this.root, 0);
  }

  get count(): number {
    return this.root.height;
  }

  lineAt(position: number): Line {
    let folder = this.root;
    let index = position;
    descend: for (;;) {
      for (const child of folder.open) {
        if (index <= child.at) break;
        if (index <= child.at + child.height) {
          index -= child.at + 1;
          folder = child;
          continue descend;
        }
        index -= child.height;
      }
      return { folder, index, row: folder.row(index) };
    }
  }

  positionOf(folder: Folder, index: number): number {
    let position = index + folder.heightBefore(index);
    for (let inner = folder; inner.parent; inner = inner.parent) {
      position += 1 + inner.at + inner.parent.heightBefore(inner.at);
    }
    return position;
  }

  /** Fetches what is not there of these lines. */
  need(from: number, to: number): void {
    for (let position = from; position < to; position++) {
      const { folder, index, row } = this.lineAt(position);
      if (!row) void this.#fetch(folder, index);
    }
  }

  open({ folder, index, row }: Line): void {
    if (row?.type === "directory") void this.#open(folder, index, row);
  }

  close({ folder, index }: Line): void {
    const child = folder.openAt(index);
    if (!child) return;
    this.#wanted.delete(child.path);
    folder.open.splice(folder.open.indexOf(child), 1);
    folder.grow(-child.height);
    this.#events.onchange();
  }

  /** Opens the directories beside this line; true where there were too many for all of them. */
  async openBeside({ folder }: Line): Promise<boolean> {
    const enough = Math.min(folder.total ?? 0, OPENED_AT_ONCE * 10);
    for (let index = 0; index < enough; index += PAGE) await this.#fetch(folder, index);
    const closed = [...folder.rows()].filter(([index, row]) => row.type === "directory" && !folder.openAt(index));
    await Promise.all(closed.slice(0, OPENED_AT_ONCE).map(([index, row]) => this.#open(folder, index, row)));
    return closed.length > OPENED_AT_ONCE || enough < (folder.total ?? 0);
  }

  /** Opens all that is above a path and gives its line; null where there is no such path. */
  async reveal(path: string): Promise<Line | null> {
    // What is on the way there need not be drawn.
    this.#isQuiet = true;
    try {
      return await this.#lineOf(path);
    } finally {
      this.#isQuiet = false;
      this.#events.onchange();
    }
  }

  async #lineOf(path: string): Promise<Line | null> {
    const parent = parentOf(path);
    let folder: Folder | null = this.root;
    if (parent !== ".") {
      const line = await this.#lineOf(parent);
      if (line?.row?.type !== "directory") return null;
      folder = await this.#open(line.folder, line.index, line.row);
    }
    await this.#fetch(folder, 0);
    const index = await this.#find(folder, path);
    return index === null ? null : { folder, index, row: folder.row(index) };
  }

  /** The first row in a directory, in the order of names, that does not stand before `name`. */
  async firstFrom(folder: Folder, name: string): Promise<number> {
    return this.#bisect(folder, (row) => comparison("name")(row, { path: name }));
  }

  async #open(folder: Folder, index: number, row: FileRow): Promise<Folder> {
    const open = folder.openAt(index);
    const child = open ?? new Folder(row.path, folder, index, row.below?.size ?? null);
    if (!open) {
      this.#wanted.add(row.path);
      folder.open.push(child);
      folder.open.sort((a, b) => a.at - b.at);
    }
    await this.#fetch(child, 0);
    return child;
  }

  #fetch(folder: Folder, index: number): Promise<void> {
    const page = Math.floor(index / PAGE);
    if (folder.has(page)) return Promise.resolve();
    let pending = folder.pending.get(page);
    if (!pending) {
      pending = this.#load(folder, page).finally(() => folder.pending.delete(page));
      folder.pending.set(page, pending);
    }
    return pending;
  }

  async #load(folder: Folder, page: number): Promise<void> {
    try {
      const part = { from: page * PAGE, count: PAGE, sort: this.order };
      const { rows, total } = await this.#files.children(folder.path, part);
      if (!folder.isIn) return;
      folder.put(page, rows);
      if (folder.total === null) folder.grow(total);
      folder.total = total;
      for (const [n, row] of rows.entries()) {
        if (row.type !== "directory") continue;
        if (folder.hidesAll || this.#wanted.has(row.path)) void this.#open(folder, page * PAGE + n, row);
      }
      if (!this.#isQuiet) this.#events.onchange();
    } catch (thrown) {
      this.#events.onerror(thrown);
    }
  }

  async #find(folder: Folder, path: string): Promise<number | null> {
    for (const [index, row] of folder.rows()) if (row.path === path) return index;
    if ((folder.total ?? 0) <= PAGE) return null;
    const sought = await this.#files.entry(path);
    if (!sought) return null;
    const compare = comparison(this.order);
    const index = await this.#bisect(folder, (row) => compare(row, sought));
    await this.#fetch(folder, index);
    return folder.row(index)?.path === path ? index : null;
  }

  /** The first row that is not before what is sought: a directory may hold more than anybody would fetch. */
  async #bisect(folder: Folder, compare: (row: FileRow) => number): Promise<number> {
    let low = 0;
    let high = folder.total ?? 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = folder.row(middle) ?? (await this.#one(folder, middle));
      if (row && compare(row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #one(folder: Folder, from: number): Promise<FileRow | undefined> {
    const { rows } = await this.#files.children(folder.path, { from, count: 1, sort: this.order });
    return rows[0];
  }
}
