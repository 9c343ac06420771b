// A list that may be longer than anybody reads, learned a page at a time.
import type { LayerglassError, TaskOptions } from "../../../index.js";
import { Job } from "../../job.js";

/** Rows of a page. */
export const PAGE = 1000;
/** Nobody reads further, and a filter looks through no more. */
export const MOST = 50_000;

export interface PageOf<T> {
  readonly rows: readonly T[];
  /** In all. */
  readonly total: number;
}

export class Pages<T> {
  rows: readonly T[];
  /** Infinite until the first page is there. */
  total: number;
  readonly #load: (from: number, options: TaskOptions) => Promise<PageOf<T>>;
  readonly #changed: () => void;
  readonly #job: Job<PageOf<T>>;
  /** To be learned without being asked again. */
  #wanted = PAGE;

  /** `first`: the page that is known already. */
  constructor(
    load: (from: number, options: TaskOptions) => Promise<PageOf<T>>,
    changed: () => void,
    first: PageOf<T> = { rows: [], total: Infinity },
  ) {
    this.#load = load;
    this.#changed = changed;
    this.rows = first.rows;
    this.total = first.total;
    this.#job = new Job((change) => change === "state" && this.#ended());
  }

  get isLoading(): boolean {
    return this.#job.state.kind === "running";
  }

  get error(): LayerglassError | null {
    return this.#job.state.kind === "failed" ? this.#job.state.error : null;
  }

  /** How many of the list are not there yet, and may come. */
  get left(): number {
    return Math.max(0, Math.min(this.total, MOST) - this.rows.length);
  }

  /** The list is longer than what can be learned of it. */
  get isCut(): boolean {
    return Number.isFinite(this.total) && this.total > MOST;
  }

  /** Learns on until `wanted` rows are there, or the list ends. */
  want(wanted: number): void {
    this.#wanted = Math.max(this.#wanted, wanted);
    if (this.isLoading || this.left === 0 || this.rows.length >= this.#wanted) return;
    void this.#job.run((options) => this.#load(this.rows.length, options));
  }

  stop(): void {
    this.#job.stop();
  }

  #ended(): void {
    const { state } = this.#job;
    if (state.kind === "done") {
      this.rows = [...this.rows, ...state.value.rows];
      // A page without rows is the end, whatever the total says.
      this.total = state.value.rows.length === 0 ? this.rows.length : state.value.total;
      // The job can begin again only once it has ended.
      queueMicrotask(() => this.want(0));
    }
    if (state.kind !== "stopped") this.#changed();
  }
}
