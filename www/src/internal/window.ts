// Feeds: what the driving loop takes bytes from.
import { LayerglassError } from "../public/error.js";
import type { RandomSupply, StreamSupply } from "./sources/source.js";

export type Taken = Uint8Array | undefined;

/** Bytes for a machine, from where it wants them. */
export interface Feed {
  /** Bytes from `at`, at least one; undefined at the end; at once where nobody has to wait. `want` is how many would help. */
  take(at: number, want: number): Taken | Promise<Taken>;
  /** How many of the `skippable` bytes from `at` to pass over now; 0 where it is better, or needed, to take them. */
  skip(at: number, skippable: number): number;
}

const NOTHING: Uint8Array = new Uint8Array(0);

/**
 * A part of a random supply, read through a window: small after a jump, larger while reads follow each other, so that
 * hopping over large bodies costs little and reading on costs few calls.
 */
export class Window implements Feed {
  readonly #supply: RandomSupply;
  readonly #base: number;
  readonly #size: number;
  #start = 0;
  #bytes = NOTHING;
  /** Of the last read; 0 before the first. */
  #length = 0;
  #scratch = NOTHING;
  #ahead: { at: number; read: Promise<Uint8Array> } | undefined;

  constructor(supply: RandomSupply, base = 0, size = Math.max(0, supply.size - base)) {
    this.#supply = supply;
    this.#base = base;
    this.#size = size;
  }

  take(at: number, want: number): Taken | Promise<Taken> {
    if (at >= this.#size) return undefined;
    if (at >= this.#start && at < this.#end) return this.#from(at);
    const read = this.#move(at, want);
    return read instanceof Promise ? read.then((bytes) => this.#hold(at, want, bytes)) : this.#hold(at, want, read);
  }

  skip(at: number, skippable: number): number {
    const held = at >= this.#start && at < this.#end ? this.#end - at : 0;
    return skippable < held ? 0 : Math.min(skippable, Math.max(0, this.#size - at));
  }

  get #end(): number {
    return this.#start + this.#bytes.length;
  }

  #from(at: number): Taken {
    const bytes = this.#bytes.subarray(at - this.#start);
    return bytes.length > 0 ? bytes : undefined;
  }

  #move(at: number, want: number): Uint8Array | Promise<Uint8Array> {
    const { costs } = this.#supply;
    const gap = at - this.#end;
    const follows = gap >= 0 && gap <= Math.max(costs.near, this.#length);
    this.#length = follows
      ? Math.min(Math.max(this.#length * 2, costs.first), costs.unasked ?? costs.most)
      : costs.first;
    const length = Math.min(Math.max(this.#length, Math.min(want, costs.most)), this.#size - at);
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead?.at === at ? ahead.read : this.#read(at, length);
  }

  #hold(at: number, want: number, bytes: Uint8Array): Taken {
    this.#bytes = bytes;
    this.#start = at;
    const { ahead } = this.#supply.costs;
    if (ahead && want > bytes.length && this.#end < this.#size) this.#readAhead(want - bytes.length);
    return this.#from(at);
  }

  /** The machine said that it wants what follows too. */
  #readAhead(want: number): void {
    const at = this.#end;
    const length = Math.min(want, this.#supply.costs.most, this.#size - at);
    const read = Promise.resolve(this.#read(at, length));
    read.catch(() => {});
    this.#ahead = { at, read };
  }

  #read(at: number, length: number): Uint8Array | Promise<Uint8Array> {
    const { costs } = this.#supply;
    if (costs.reuse && this.#scratch.length < length) this.#scratch = new Uint8Array(length);
    return this.#supply.read(this.#base + at, length, this.#scratch);
  }
}

/** A stream, taken in order. */
export class Passage implements Feed {
  readonly #supply: StreamSupply;
  #start = 0;
  #bytes = NOTHING;

  constructor(supply: StreamSupply) {
    this.#supply = supply;
  }

  async take(at: number): Promise<Taken> {
    for (;;) {
      const rest = this.#bytes.subarray(at - this.#start);
      if (rest.length > 0) return rest;
      this.#start += this.#bytes.length;
      const next = await this.#supply.next();
      if (next === undefined) return undefined;
      this.#bytes = next;
    }
  }

  skip(at: number, skippable: number): number {
    return Math.max(0, Math.min(skippable, this.#start + this.#bytes.length - at));
  }
}

/** The first `size` bytes of a feed. */
export async function collect(feed: Feed, size: number): Promise<Uint8Array> {
  const all = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const bytes = await feed.take(at, size - at);
    if (!bytes) throw new LayerglassError("source/changed", "the source is shorter than when it was opened");
    all.set(bytes.subarray(0, size - at), at);
    at += bytes.length;
  }
  return all;
}
