import {
  type Inspection,
  LayerglassError,
  open,
  type Progress,
  type Report,
  type Source,
  type Verified,
} from "../index.js";

/** A task that runs beside what is shown already. */
export type Task<T> =
  | { kind: "idle" }
  | { kind: "running"; progress: Progress | null; since: number; stop: AbortController }
  | { kind: "done"; value: T }
  | { kind: "failed"; error: LayerglassError };

/** What a change is about, so that a view redraws no more than that. */
export type Change = "state" | "progress" | "counting" | "verifying";

/** One thing that the visitor opened: how it is going, and what is known by now. Knows nothing of how it is shown. */
export class Archive {
  readonly name: string;
  /** The host that is asked for it; null for what is in this browser already. */
  readonly host: string | null;
  /** Called after each change. */
  onchange: (change: Change) => void = () => {};

  #opening: Task<Inspection> = { kind: "idle" };
  #counting: Task<Report> = { kind: "idle" };
  #verifying: Task<Verified> = { kind: "idle" };
  #report: Report | null = null;

  readonly #source: Source | Promise<Source>;

  constructor(name: string, source: Source | Promise<Source>) {
    this.name = name;
    this.#source = source;
    this.host = source instanceof URL ? source.host : null;
  }

  get opening(): Task<Inspection> {
    return this.#opening;
  }

  get counting(): Task<Report> {
    return this.#counting;
  }

  get verifying(): Task<Verified> {
    return this.#verifying;
  }

  /** The newest report; null until it is open. */
  get report(): Report | null {
    return this.#report;
  }

  /** Opens it. Where reading all of it costs the network nothing, the layers are counted right after. */
  async open(): Promise<void> {
    await this.#run<Inspection>(
      "state",
      (task) => (this.#opening = task),
      "progress",
      async (options) => {
        const inspection = await open(await this.#source, options);
        this.#report = inspection.report;
        return inspection;
      },
    );
    if (this.#opening.kind === "done" && this.host === null) await this.count();
  }

  /** Reads the headers of every layer: docker's SIZE and the number of files are known only then. */
  async count(): Promise<void> {
    if (this.#counting.kind === "running") return;
    await this.#run<Report>(
      "counting",
      (task) => (this.#counting = task),
      "counting",
      async (options) => {
        const counted = await open(await this.#source, { ...options, measure: true });
        this.#report = counted.report;
        counted.close();
        return counted.report;
      },
    );
  }

  /** Recomputes every digest. */
  async verify(): Promise<void> {
    const opened = this.#opening;
    if (opened.kind !== "done" || this.#verifying.kind === "running") return;
    await this.#run<Verified>(
      "verifying",
      (task) => (this.#verifying = task),
      "verifying",
      (options) => opened.value.verify(options),
    );
  }

  /** Stops what runs and forgets the source. */
  close(): void {
    this.onchange = () => {};
    for (const task of [this.#opening, this.#counting, this.#verifying]) if (task.kind === "running") task.stop.abort();
    if (this.#opening.kind === "done") this.#opening.value.close();
  }

  async #run<T>(
    change: Change,
    set: (task: Task<T>) => void,
    progressed: Change,
    work: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<T>,
  ): Promise<void> {
    const stop = new AbortController();
    const since = performance.now();
    set({ kind: "running", progress: null, since, stop });
    this.onchange(change);
    const onProgress = (progress: Progress): void => {
      if (stop.signal.aborted) return;
      set({ kind: "running", progress, since, stop });
      this.onchange(progressed);
    };
    try {
      set({ kind: "done", value: await work({ signal: stop.signal, onProgress }) });
    } catch (error) {
      set(stop.signal.aborted ? { kind: "idle" } : { kind: "failed", error: asLayerglassError(error) });
    }
    this.onchange(change);
  }
}

function asLayerglassError(error: unknown): LayerglassError {
  if (error instanceof LayerglassError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LayerglassError("internal/page", message, {
    hint: "reload the page; if it happens again, please report it",
    cause: error,
  });
}
