// What a compressed stream becomes, at the offsets that are asked for: of layers, and of archives compressed as a whole.
import type { Core } from "./load.js";
import type { Pace } from "./pace.js";
import type { Feed } from "./window.js";

type Inflater = InstanceType<Core["Inflater"]>;

/** Memory for what was decompressed, if more of it may be kept. */
export type Grant = (bytes: number) => boolean;

/** Stored bytes wanted at once. */
const WANT = 1 << 20;

/**
 * Decompresses as far as is asked for and stays there, so that what lies behind is reached from there. The beginning is
 * kept as far as memory was granted for it; what lies behind that and is asked for again is decompressed again.
 */
export class Unpacked {
  readonly #make: () => Inflater;
  readonly #grant: Grant;
  #inflater: Inflater | undefined;
  /** Stored bytes that the inflater took. */
  #taken = 0;
  /** Bytes that it made; the last of them are `#piece`. */
  #made = 0;
  #piece: Uint8Array = new Uint8Array(0);
  #ended = false;
  readonly #kept: Uint8Array[] = [];
  /** Where each begins. */
  readonly #starts: number[] = [];
  #keptBytes = 0;

  constructor(make: () => Inflater, grant: Grant) {
    this.#make = make;
    this.#grant = grant;
  }

  get keptBytes(): number {
    return this.#keptBytes;
  }

  /** A view for one reader; `stored` gives the compressed bytes, `pace` says how that reader goes on. */
  feed(stored: Feed, pace: () => Pace): Feed {
    return {
      take: (at) => this.#take(at, stored, pace()),
      // What is passed over has to be made all the same, but not to be looked at.
      skip: (_at, skippable) => skippable,
    };
  }

  free(): void {
    this.#inflater?.free();
    this.#inflater = undefined;
  }

  async #take(at: number, stored: Feed, pace: Pace): Promise<Uint8Array | undefined> {
    if (at < this.#keptBytes) return this.#keptAt(at);
    if (at < this.#made - this.#piece.length) this.#restart();
    while (at >= this.#made) {
      if (!(await this.#makeMore(stored))) return undefined;
      await pace.step(0);
    }
    return this.#piece.subarray(at - this.#made + this.#piece.length);
  }

  #keptAt(at: number): Uint8Array | undefined {
    let low = 0;
    for (let high = this.#starts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? Infinity) <= at) low = middle;
      else high = middle;
    }
    return this.#kept[low]?.subarray(at - (this.#starts[low] ?? 0));
  }

  #restart(): void {
    this.free();
    this.#taken = this.#made = 0;
    this.#piece = new Uint8Array(0);
    this.#ended = false;
  }

  /** Takes one piece from the inflater, or feeds it. False at the end; what is damaged throws. */
  async #makeMore(stored: Feed): Promise<boolean> {
    const inflater = (this.#inflater ??= this.#make());
    const piece = inflater.poll();
    if (piece) {
      this.#keep(piece);
      this.#made += piece.length;
      this.#piece = piece;
      return true;
    }
    if (this.#ended) return false;
    const bytes = await stored.take(this.#taken, WANT);
    if (bytes) {
      inflater.push(bytes);
      this.#taken += bytes.length;
    } else {
      inflater.ended();
      this.#ended = true;
    }
    return true;
  }

  #keep(piece: Uint8Array): void {
    if (this.#made !== this.#keptBytes || !this.#grant(piece.length)) return;
    this.#kept.push(piece);
    this.#starts.push(this.#made);
    this.#keptBytes += piece.length;
  }
}
