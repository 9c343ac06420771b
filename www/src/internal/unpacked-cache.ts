// What was decompressed to reach a file stays for the next one, within a cap on memory.
import { type Grant, Unpacked } from "./unpacked.js";

/** Bytes kept for one open source: some layers of ordinary images whole. */
const MOST = 64 << 20;

/** Kept for the next reader, whatever they take: each has a decoder and its window beside what it keeps. */
const IDLE = 4;

type Make = ConstructorParameters<typeof Unpacked>[0];

/** Whoever reads has what it reads from alone: two that read one layer at once do not send each other back. */
export class UnpackedCache {
  readonly #most: number;
  /** The last used one last. */
  readonly #idle = new Map<string, Unpacked>();
  #used = 0;
  #closed = false;

  constructor(most = MOST) {
    this.#most = most;
  }

  borrow(key: string, make: Make): Unpacked {
    const found = this.#idle.get(key);
    this.#idle.delete(key);
    return found ?? new Unpacked(make, this.#grant);
  }

  giveBack(key: string, unpacked: Unpacked): void {
    if (this.#closed) return this.discard(unpacked);
    const other = this.#idle.get(key);
    const [better, worse] = other && other.keptBytes > unpacked.keptBytes ? [other, unpacked] : [unpacked, other];
    if (worse) this.discard(worse);
    this.#idle.delete(key);
    this.#idle.set(key, better);
    const [oldest] = this.#idle;
    if (oldest && this.#idle.size > IDLE) this.#remove(...oldest);
  }

  discard(unpacked: Unpacked): void {
    this.#used -= unpacked.keptBytes;
    unpacked.free();
  }

  close(): void {
    this.#closed = true;
    for (const unpacked of this.#idle.values()) this.discard(unpacked);
    this.#idle.clear();
  }

  #remove(key: string, unpacked: Unpacked): void {
    this.#idle.delete(key);
    this.discard(unpacked);
  }

  /** Takes from those that nobody reads, the longest unused first. */
  readonly #grant: Grant = (bytes) => {
    for (const [key, unpacked] of this.#idle) {
      if (this.#used + bytes <= this.#most) break;
      this.#remove(key, unpacked);
    }
    if (this.#used + bytes > this.#most) return false;
    this.#used += bytes;
    return true;
  };
}
