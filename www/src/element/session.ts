import {
  type Inspection,
  LayerglassError,
  open,
  type Report,
  type Source,
  type TaskOptions,
  type Verified,
} from "../index.js";
import type { ElementState } from "./events.js";
import { Job, type JobState } from "./job.js";
import { weighed } from "./weighed.js";

/** Bytes that may be fetched without being asked for. */
const LITTLE = 2 * 1024 * 1024;

const STATES = { idle: "waiting", running: "opening", done: "open", stopped: "cancelled", failed: "failed" } as const;

/** What a change is about. */
export type Change = "opening" | "progress" | "measuring" | "verifying";

export interface SessionEvents {
  /** Called after each change. */
  onchange(change: Change): void;
  /** A request was made for this source, and for nothing else. */
  onrequest(url: string): void;
}

/** One source: how it is going, and what is known by now. Knows nothing of how it is shown. */
export class Session {
  /** What to call it: a file's name, the last part of an address. */
  readonly name: string;
  /** Who is asked for it; null for what is in this browser already. */
  readonly host: string | null;

  readonly #source: Source;
  readonly #events: SessionEvents;
  readonly #opening = new Job<Inspection>((change) => this.#tell(change === "state" ? "opening" : change));
  readonly #measuring = new Job<Report>(() => this.#tell("measuring"));
  readonly #verifying = new Job<Verified>(() => this.#tell("verifying"));
  readonly #requests = {
    onRequest: ({ url }: { readonly url: string }) => {
      if (!this.#closed) this.#events.onrequest(url);
    },
  };
  #report: Report | null = null;
  #kept: Inspection | null = null;
  #closed = false;

  constructor(name: string, source: Source, events: SessionEvents) {
    this.name = name;
    this.#source = source;
    this.#events = events;
    this.host = source instanceof URL && source.protocol !== "blob:" ? source.host : null;
  }

  get opening(): JobState<Inspection> {
    return this.#opening.state;
  }

  get state(): ElementState {
    return STATES[this.opening.kind];
  }

  get measuring(): JobState<Report> {
    return this.#measuring.state;
  }

  get verifying(): JobState<Verified> {
    return this.#verifying.state;
  }

  /** Reading all of it costs the visitor no more than a picture would. */
  get isCheap(): boolean {
    const size = this.#report?.source.size ?? Infinity;
    return this.host === null || this.isKept || size <= LITTLE;
  }

  /** It passed by, was fetched again, and is kept in this browser since. */
  get isKept(): boolean {
    return this.#kept !== null;
  }

  /** The newest report; null until it is open. */
  get report(): Report | null {
    return this.opening.kind === "done" ? this.#report : null;
  }

  /** Opens it, once. Where reading all of it costs the network nothing, the layers are measured right after. */
  async open(): Promise<void> {
    if (this.#closed || this.opening.kind === "done") return;
    const opened = async (options: TaskOptions): Promise<Inspection> => {
      const inspection = await open(this.#source, {
        ...options,
        // What is read once can be measured only while it passes.
        measure: isPassing(this.#source),
        ...this.#requests,
      });
      if (!options.signal?.aborted) this.#report = inspection.report;
      return inspection;
    };
    await this.#opening.run(opened, (late) => late.close());
    if (!this.#closed && this.state === "open" && this.isCheap && !isPassing(this.#source)) await this.measure();
  }

  /** Reads the headers of every layer: docker's SIZE, the number of files, and the merged size are known only then. */
  async measure(): Promise<void> {
    const inspection = this.inspection;
    if (!inspection) return;
    await this.#measuring.run(async (options) => {
      return (this.#report = await this.#read("measure", inspection, options, (of) => weighed(of, options)));
    });
  }

  /** Recomputes every digest, which measures the layers too: who counts them meanwhile gives way. */
  async verify(): Promise<void> {
    const inspection = this.inspection;
    if (!inspection) return;
    this.#measuring.stop();
    const verified = async (of: Inspection, options: TaskOptions): Promise<Verified> => {
      const result = await of.verify(options);
      // What is in the layers is known by now.
      this.#report = await weighed(of, { signal: options.signal }).catch(() => of.refresh());
      return result;
    };
    await this.#verifying.run((options) => this.#read("verify", inspection, options, (of) => verified(of, options)));
  }

  /** A server that gives no ranges gave the archive once, as a stream: it has to be asked again. */
  async #read<T>(
    what: "measure" | "verify",
    inspection: Inspection,
    options: TaskOptions,
    read: (of: Inspection) => Promise<T>,
  ): Promise<T> {
    try {
      return await read(inspection);
    } catch (thrown) {
      const isOneShot = thrown instanceof LayerglassError && thrown.code === "source/one-shot";
      if (!isOneShot || !(this.#source instanceof URL)) throw thrown;
    }
    const again = await open(this.#source, { ...options, ...this.#requests, [what]: true });
    return read(again).finally(() => again.close());
  }

  /** Opens the source once more, from another request, and keeps what comes: a server may give no parts of it. */
  async again(options: TaskOptions): Promise<void> {
    const again = await open(this.#source, { ...options, spool: true, ...this.#requests });
    if (this.#closed || options.signal?.aborted) return again.close();
    this.#kept?.close();
    this.#kept = again;
  }

  /** The exact bytes of a document, by its digest or name. */
  async raw(digest: string): Promise<Uint8Array> {
    const inspection = this.inspection;
    if (!inspection) throw new Error("not open");
    return inspection.raw(digest);
  }

  cancelOpening(): void {
    this.#opening.stop();
  }

  cancelMeasuring(): void {
    this.#measuring.stop();
  }

  cancelVerifying(): void {
    this.#verifying.stop();
  }

  /** Stops what runs and forgets the source. Nothing is told any more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const job of [this.#opening, this.#measuring, this.#verifying]) job.stop();
    this.inspection?.close();
    this.#kept?.close();
  }

  #tell(change: Change): void {
    if (!this.#closed) this.#events.onchange(change);
  }

  /** What there is to ask; nothing before it is open. */
  get inspection(): Inspection | undefined {
    return this.opening.kind === "done" ? this.opening.value : undefined;
  }

  /** What there is to ask for files: what was kept, where that was needed. */
  get readable(): Inspection | undefined {
    return this.#kept ?? this.inspection;
  }
}

function isPassing(source: Source): boolean {
  return source instanceof ReadableStream || source instanceof Response;
}
