import { type Inspection, open, type Report, type Source, type Verified } from "../index.js";
import { Job, type JobState } from "./job.js";

/** What a change is about, so that a view redraws no more than that. */
export type Change = "state" | "progress" | "counting" | "verifying";

/** One thing that the visitor opened: how it is going, and what is known by now. Knows nothing of how it is shown. */
export class Archive {
  readonly name: string;
  /** The host that is asked for it; null for what is in this browser already. */
  readonly host: string | null;
  /** Called after each change. */
  onchange: (change: Change) => void = () => {};

  readonly #source: Source | Promise<Source>;
  readonly #opening = new Job<Inspection>((change) => this.onchange(change));
  readonly #counting = new Job<Report>(() => this.onchange("counting"));
  readonly #verifying = new Job<Verified>(() => this.onchange("verifying"));
  #report: Report | null = null;
  #isVerified = false;

  constructor(name: string, source: Source | Promise<Source>) {
    this.name = name;
    this.#source = source;
    this.host = source instanceof URL ? source.host : null;
  }

  get opening(): JobState<Inspection> {
    return this.#opening.state;
  }

  get counting(): JobState<Report> {
    return this.#counting.state;
  }

  get verifying(): JobState<Verified> {
    return this.#verifying.state;
  }

  /** The newest report; null until it is open. */
  get report(): Report | null {
    return this.#report;
  }

  /** Opens it. Where reading all of it costs the network nothing, the layers are counted right after. */
  async open(): Promise<void> {
    await this.#opening.run(async (options) => {
      const inspection = await open(await this.#source, options);
      this.#report = inspection.report;
      return inspection;
    });
    if (this.opening.kind === "done" && this.host === null) await this.count();
  }

  /** Reads the headers of every layer: docker's SIZE and the number of files are known only then. */
  async count(): Promise<void> {
    await this.#counting.run(async (options) => {
      const counted = await open(await this.#source, { ...options, measure: true });
      // Verifying counts too: a report with its verdicts is not put back to one without.
      if (!this.#isVerified) this.#report = counted.report;
      counted.close();
      return counted.report;
    });
  }

  /** Recomputes every digest, which counts the layers too. */
  async verify(): Promise<void> {
    const opened = this.opening;
    if (opened.kind !== "done") return;
    await this.#verifying.run(async (options) => {
      const verified = await opened.value.verify(options);
      this.#report = await opened.value.refresh();
      this.#isVerified = true;
      return verified;
    });
  }

  cancelOpening(): void {
    this.#opening.stop();
  }

  cancelVerifying(): void {
    this.#verifying.stop();
  }

  /** Stops what runs and forgets the source. */
  close(): void {
    this.onchange = () => {};
    for (const job of [this.#opening, this.#counting, this.#verifying]) job.stop();
    if (this.opening.kind === "done") this.opening.value.close();
  }
}
