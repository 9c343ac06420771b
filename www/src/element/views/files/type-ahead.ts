// Letters that are typed in quick succession lead to the next name that begins so.
import { nameOf } from "./rows.js";
import type { Tree } from "./tree.js";

/** Milliseconds after which a letter begins a new word. */
const PAUSE = 700;

/** Lines that are looked through; in a directory of more, its order tells where the name would be. */
const LOOKED_AT = 2000;

export class TypeAhead {
  readonly #tree: Tree;
  #typed = "";
  #last = -Infinity;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** The line to go to; null where none begins so. */
  async find(key: string, active: number): Promise<number | null> {
    const now = performance.now();
    const isNew = now - this.#last > PAUSE;
    this.#last = now;
    this.#typed = isNew ? key : this.#typed + key;
    // The same letter again and again goes from name to name.
    const typed = [...this.#typed].every((each) => each === key) ? key : this.#typed;
    const next = typed.length === 1 ? 1 : 0;
    return this.#among(typed.toLowerCase(), active + next) ?? this.#inOrder(typed, active);
  }

  /** Below the active line, then from the top. */
  #among(typed: string, from: number): number | null {
    const { count } = this.#tree;
    const begins = (position: number): boolean => {
      const { row } = this.#tree.lineAt(position);
      return row !== null && nameOf(row).toLowerCase().startsWith(typed);
    };
    for (let position = from; position < Math.min(count, from + LOOKED_AT); position++) {
      if (begins(position)) return position;
    }
    for (let position = 0; position < Math.min(from, LOOKED_AT); position++) if (begins(position)) return position;
    return null;
  }

  /** Among names that are not fetched yet. */
  async #inOrder(typed: string, active: number): Promise<number | null> {
    const { folder } = this.#tree.lineAt(active);
    if (this.#tree.order !== "name" || (folder.total ?? 0) <= LOOKED_AT / 2) return null;
    const index = await this.#tree.firstFrom(folder, typed);
    return index < (folder.total ?? 0) ? this.#tree.positionOf(folder, index) : null;
  }
}
