// What of a document is folded, and which lines are left to see.
import type { Lines } from "./lines.js";

export class Folds {
  readonly #lines: Lines;
  readonly #folded = new Set<number>();
  #visible: readonly number[] | null = null;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  /** The lines to draw: another array after each change, so that whoever draws can tell. */
  get visible(): readonly number[] {
    return (this.#visible ??= this.#unfolded());
  }

  /** There is more than what stands outermost. */
  get canFold(): boolean {
    return this.#lines.closes.some((close, line) => close > 0 && (this.#lines.depths[line] ?? 0) > 0);
  }

  isFolded(line: number): boolean {
    return this.#folded.has(line);
  }

  toggle(line: number): void {
    if (!this.#folded.delete(line)) this.#folded.add(line);
    this.#visible = null;
  }

  /** All but the outermost: what is left is a table of contents. */
  foldAll(): void {
    const { closes, depths } = this.#lines;
    closes.forEach((close, line) => {
      if (close > 0 && (depths[line] ?? 0) > 0) this.#folded.add(line);
    });
    this.#visible = null;
  }

  unfoldAll(): void {
    this.#folded.clear();
    this.#visible = null;
  }

  /** Unfolds whatever hides the line. */
  reveal(line: number): void {
    for (const folded of this.#folded) {
      if (folded < line && line <= (this.#lines.closes[folded] ?? 0)) this.#folded.delete(folded);
    }
    this.#visible = null;
  }

  #unfolded(): number[] {
    const { starts, closes } = this.#lines;
    const visible: number[] = [];
    for (let line = 0; line < starts.length; line++) {
      visible.push(line);
      if (this.#folded.has(line)) line = closes[line] ?? line;
    }
    return visible;
  }
}
