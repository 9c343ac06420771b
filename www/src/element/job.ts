// Something that takes a while, can be stopped, and can be started again.
import { LayerglassError, type Progress, type TaskOptions } from "../index.js";

export type JobState<T> =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly since: number; readonly progress: Progress | null }
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly error: LayerglassError };

/** The engine goes down with a file that brings it down; whoever else was waiting for it may simply ask again. */
const ATTEMPTS = 3;

export class Job<T> {
  state: JobState<T> = { kind: "idle" };
  readonly #onchange: (change: "state" | "progress") => void;
  #stop = new AbortController();

  constructor(onchange: (change: "state" | "progress") => void) {
    this.#onchange = onchange;
  }

  /** Does `work`, unless it runs already. How it ends is in `state`; what comes of it too late goes to `discard`. */
  async run(work: (options: TaskOptions) => Promise<T>, discard: (late: T) => void = () => {}): Promise<void> {
    if (this.state.kind === "running") return;
    const stop = (this.#stop = new AbortController());
    const since = performance.now();
    const onProgress = (progress: Progress): void => {
      if (!stop.signal.aborted) this.#set({ kind: "running", since, progress }, "progress");
    };
    this.#set({ kind: "running", since, progress: null }, "state");
    const end = await this.#attempt(stop.signal, () => work({ signal: stop.signal, onProgress }));
    if (!stop.signal.aborted) this.#set(end, "state");
    else if (end.kind === "done") discard(end.value);
  }

  /** At once: it may be started again right after. */
  stop(): void {
    if (this.state.kind !== "running") return;
    this.#stop.abort();
    this.#set({ kind: "stopped" }, "state");
  }

  async #attempt(signal: AbortSignal, work: () => Promise<T>): Promise<JobState<T>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return { kind: "done", value: await work() };
      } catch (thrown) {
        if (signal.aborted) return { kind: "stopped" };
        const error = asLayerglassError(thrown);
        if (error.code !== "internal/worker-died" || attempt === ATTEMPTS) return { kind: "failed", error };
      }
    }
  }

  #set(state: JobState<T>, change: "state" | "progress"): void {
    this.state = state;
    this.#onchange(change);
  }
}

function asLayerglassError(thrown: unknown): LayerglassError {
  if (thrown instanceof LayerglassError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const hint = "reload the page; if it happens again, please report it";
  return new LayerglassError("internal/page", message, { hint, cause: thrown });
}
