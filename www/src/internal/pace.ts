// How a long task shares its thread: in slices, cancellable, with progress.
import type { Progress } from "../public/options.js";
import { breathe, isNode } from "./host.js";

/** How a task is stopped and watched. */
export interface Control {
  /** Throws once the task is to stop. */
  readonly check?: (() => void) | undefined;
  /** Aborted at that time, for what waits. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How much is done at once. */
interface Gait {
  /** Milliseconds of work before others get their turn. */
  readonly slice: number;
  /** Bytes pushed at once: at first, at least, and at most. A compressed byte can become a thousand. */
  readonly first: number;
  readonly least: number;
  readonly most: number;
}

/**
 * A part of a frame, so that files wait little for each other. Browsers begin with code that is ten times slower than
 * what they have a second later.
 */
export const BROWSER: Gait = { slice: 5, first: 512, least: 512, most: 64 * 1024 };
/** Nothing is painted: a third of what a signal may take to be heard. */
export const NODE: Gait = { slice: 30, first: 64 * 1024, least: 16 * 1024, most: 1024 * 1024 };

/** Milliseconds between two reports of progress. */
const BETWEEN_REPORTS = 50;

export class Pace {
  readonly #control: Control;
  readonly #phase: Progress["phase"];
  readonly #total: number | null;
  readonly #gait: Gait;
  #piece: number;
  #sliceEnds: number;
  #nextReport = 0;
  #done = 0;

  constructor(control: Control, phase: Progress["phase"], total: number | null, gait = isNode ? NODE : BROWSER) {
    this.#control = control;
    this.#phase = phase;
    this.#total = total;
    this.#gait = gait;
    this.#piece = gait.first;
    this.#sliceEnds = performance.now() + gait.slice;
  }

  get signal(): AbortSignal | undefined {
    return this.#control.signal;
  }

  /** Throws once the task is to stop. */
  check(): void {
    this.#control.check?.();
  }

  /** Pushes the first of these bytes: as many as last time took about half a slice, for few compressed bytes can mean much work. */
  push(machine: { push(chunk: Uint8Array): void }, bytes: Uint8Array): void {
    const { slice, least, most } = this.#gait;
    const began = performance.now();
    machine.push(bytes.length > this.#piece ? bytes.subarray(0, this.#piece) : bytes);
    const took = performance.now() - began;
    if (took > slice / 2) this.#piece = Math.max(this.#piece / 2, least);
    else if (took < slice / 8) this.#piece = Math.min(this.#piece * 2, most);
  }

  /** Takes how many bytes of the source are dealt with. What has to be read twice does not take progress back. */
  tell(done: number): void {
    this.#tellAt(performance.now(), done);
  }

  #tellAt(now: number, done: number): void {
    this.#done = Math.max(this.#done, done);
    if (now >= this.#nextReport) this.#report(now);
  }

  /** The same, and gives way to others when it is time; to be called after each step. */
  step(done: number): void | Promise<void> {
    const now = performance.now();
    this.#tellAt(now, done);
    if (now >= this.#sliceEnds) return this.#giveWay();
  }

  async #giveWay(): Promise<void> {
    await breathe();
    this.check();
    this.#sliceEnds = performance.now() + this.#gait.slice;
  }

  /** The phase is complete. */
  finish(): void {
    this.#done = this.#total ?? this.#done;
    this.#report(0);
  }

  #report(now: number): void {
    this.#nextReport = now + BETWEEN_REPORTS;
    this.#control.onProgress?.({ phase: this.#phase, bytes: this.#done, total: this.#total });
  }
}
