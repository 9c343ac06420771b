// How a long task shares its thread: in slices, cancellable, with progress.
import type { Progress } from "../public/options.js";
import { breathe } from "./host.js";

/** How a task is stopped and watched. */
export interface Control {
  /** Throws once the task is to stop. */
  readonly check?: (() => void) | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** Milliseconds of work before others get their turn: a part of a frame, and files wait little for each other. */
const SLICE = 5;
/** Milliseconds between two reports of progress. */
const BETWEEN_REPORTS = 50;
/**
 * Bytes pushed at once, the least at first. A compressed byte can become a thousand, and browsers begin with code that
 * is ten times slower than what they have a second later.
 */
const LEAST = 512;
const MOST = 64 * 1024;

export class Pace {
  readonly #control: Control;
  readonly #phase: Progress["phase"];
  readonly #total: number | null;
  #piece = LEAST;
  #sliceEnds = performance.now() + SLICE;
  #nextReport = 0;
  #done = 0;

  constructor(control: Control, phase: Progress["phase"], total: number | null) {
    this.#control = control;
    this.#phase = phase;
    this.#total = total;
  }

  /** Throws once the task is to stop. */
  check(): void {
    this.#control.check?.();
  }

  /** Pushes the first of these bytes: as many as last time took about half a slice, for few compressed bytes can mean much work. */
  push(machine: { push(chunk: Uint8Array): void }, bytes: Uint8Array): void {
    const began = performance.now();
    machine.push(bytes.length > this.#piece ? bytes.subarray(0, this.#piece) : bytes);
    const took = performance.now() - began;
    if (took > SLICE / 2) this.#piece = Math.max(this.#piece / 2, LEAST);
    else if (took < SLICE / 8) this.#piece = Math.min(this.#piece * 2, MOST);
  }

  /** Takes how many bytes of the source are dealt with. What has to be read twice does not take progress back. */
  tell(done: number): void {
    const now = performance.now();
    this.#done = Math.max(this.#done, done);
    if (now >= this.#nextReport) this.#report(now);
  }

  /** The same, and gives way to others when it is time; to be called after each step. */
  async step(done: number): Promise<void> {
    this.tell(done);
    if (performance.now() >= this.#sliceEnds) {
      await breathe();
      this.check();
      this.#sliceEnds = performance.now() + SLICE;
    }
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
