// From where a list is scrolled to, to where its box is. No browser draws a box of any height: Firefox ends at some 17.8
// million pixels, Chromium and Safari at 33.5 million. A higher list has a box of a height that all of them draw.

/** Pixels. */
const HIGHEST = 8_000_000;

/** Near both ends a pixel is a pixel, so that the ends are where a hand expects them. */
const EDGE = 1_000_000;

/** A list of `full` pixels, seen through a window of `view` pixels. */
export class Track {
  readonly height: number;
  /** How far the list can be scrolled, and how far its box. */
  readonly #far: number;
  readonly #boxFar: number;

  constructor(full: number, view: number) {
    this.height = Math.min(full, HIGHEST);
    this.#far = Math.max(0, full - view);
    this.#boxFar = Math.max(0, this.height - view);
  }

  get isScaled(): boolean {
    return this.#far > this.#boxFar;
  }

  /** Where the list is, the box being scrolled to `top`. */
  offsetAt(top: number): number {
    if (!this.isScaled || top <= EDGE) return top;
    const left = this.#boxFar - top;
    if (left <= EDGE) return this.#far - left;
    return EDGE + (top - EDGE) * ((this.#far - 2 * EDGE) / (this.#boxFar - 2 * EDGE));
  }

  /** Where the box has to be for the list to be at `offset`. */
  topAt(offset: number): number {
    if (!this.isScaled || offset <= EDGE) return offset;
    const left = this.#far - offset;
    if (left <= EDGE) return this.#boxFar - left;
    return EDGE + (offset - EDGE) * ((this.#boxFar - 2 * EDGE) / (this.#far - 2 * EDGE));
  }

  /** `offset`, kept within the list. */
  within(offset: number): number {
    return Math.min(this.#far, Math.max(0, offset));
  }
}
