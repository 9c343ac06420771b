// One open source and the core's machine that knows it.
import { LayerglassError } from "../public/error.js";
import type { LayerJob, Limits, OpeningOptions, PlainError, Report, Verified } from "../public/report.js";
import { type OpenFile, drive } from "./drive.js";
import { type Team, readApart, readLayer } from "./layers.js";
import type { Core } from "./load.js";
import { type Control, Pace } from "./pace.js";
import type { FolderSupply, Supply } from "./sources/source.js";
import { type Feed, Passage, Window } from "./window.js";

/** The part of `OpenOptions` that is data. */
export interface HeldOptions {
  readonly platform?: string | undefined;
  readonly verify?: boolean | undefined;
  readonly measure?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

type Opening = InstanceType<Core["Opening"]>;

type Depth = "measure" | "verify";

/** What reads sources: the core, and more workers where there can be some. */
export interface Reader {
  readonly core: Core;
  readonly team: Team | undefined;
}

export class Held {
  readonly #reader: Reader;
  readonly #supply: Supply;
  readonly #options: HeldOptions;
  readonly #json: string;
  #opening: Opening;
  /** Single layers can be read where they lie. */
  readonly #hops: boolean;
  /** How the layers were read while they passed by, of a source that has to be read from its start. */
  #passed: Depth | undefined;
  #closed = false;
  /** Layers are read by one task at a time. */
  #reading: Promise<unknown> = Promise.resolve();

  private constructor(reader: Reader, supply: Supply, options: HeldOptions, opening: Opening) {
    this.#reader = reader;
    this.#supply = supply;
    this.#options = options;
    this.#json = jsonOf(supply, options);
    this.#opening = opening;
    // What is read from its start has its layers read as they pass by; the core does that where it must.
    this.#hops = supply.kind !== "stream" && opening.report().source.compression === "none";
    if (!this.#hops) this.#passed = depthOf(options);
  }

  /** Finds the images, and reads their layers where the options ask for it. Closes the supply if that fails. */
  static async open(reader: Reader, supply: Supply, options: HeldOptions, control: Control): Promise<Held> {
    let held: Held | undefined;
    try {
      held = new Held(
        reader,
        supply,
        options,
        await firstView(reader.core, supply, options, new Pace(control, "open", sizeOf(supply))),
      );
      const depth = depthOf(options);
      if (depth) await held.#readLayers(depth, control);
      return held;
    } catch (thrown) {
      if (held) held.close();
      else supply.close();
      throw thrown;
    }
  }

  report(): Report {
    return this.#opening.report();
  }

  /** What kept the source from being read whole. */
  error(): PlainError | null {
    return this.#opening.error() ?? null;
  }

  async raw(name: string): Promise<Uint8Array> {
    const place = this.#opening.raw(name);
    if (place.kind === "bytes") return place.bytes;
    const range = place.kind === "range" ? { at: place.at, name: null } : { at: null, name: place.name };
    return this.#within({ ...range, size: place.size }, (feed) => collect(feed, place.size));
  }

  /** Reads the headers of every layer. */
  measure(control: Control): Promise<Report> {
    return this.#inTurn("measure", control, () => this.report());
  }

  /** Recomputes every digest. */
  verify(control: Control): Promise<Verified> {
    return this.#inTurn("verify", control, () => this.#opening.verified());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#supply.close();
    void this.#reading.then(() => this.#opening.free());
  }

  #inTurn<T>(depth: Depth, control: Control, result: () => T): Promise<T> {
    const task = this.#reading.then(() => this.#readLayers(depth, this.#whileOpen(control))).then(result);
    this.#reading = task.catch(() => {});
    return task;
  }

  /** Reads the layers that are still unread: each by itself where that can be, else all in one more pass. */
  async #readLayers(depth: Depth, control: Control): Promise<void> {
    if (!this.#hops) {
      if (this.#passed === "verify" || this.#passed === depth) return;
      await this.#passAgain(depth, control);
      this.#passed = depth;
      return;
    }
    const jobs = this.#opening.layerJobs(depth === "verify");
    if (jobs.length === 0) return;
    const total = sizeOfAll(jobs);
    const pace = new Pace(control, depth, total);
    const left = await this.#readApart(jobs, pace);
    let before = total - sizeOfAll(left);
    for (const job of left) {
      await this.#within(job, async (feed) => {
        const reader = new this.#reader.core.LayerReader(this.#json, job.hash);
        await readLayer(reader, feed, pace, before);
        this.#opening.measured(job.id, reader);
      });
      before += job.size;
    }
    pace.finish();
  }

  /** Lets other workers read what they can; gives the rest. */
  async #readApart(jobs: readonly LayerJob[], pace: Pace): Promise<readonly LayerJob[]> {
    const { team } = this.#reader;
    if (!team) return jobs;
    const apart = await Promise.all(jobs.map(async (job) => ({ ...job, blob: await this.#blobOf(job) })));
    return readApart(team, apart, this.#json, pace, ({ id }, packed) => this.#opening.measuredApart(id, packed));
  }

  async #blobOf({ at, name, size }: LayerJob): Promise<Blob | undefined> {
    if (name === null)
      return this.#supply.kind === "random" ? this.#supply.blob?.slice(at ?? 0, (at ?? 0) + size) : undefined;
    return this.#supply.kind === "folder" ? (await this.#supply.open(name))?.blob : undefined;
  }

  /** In a file that is compressed as a whole there is nowhere to jump to: it is read from its start, as a stream is. */
  async #passAgain(depth: Depth, control: Control): Promise<void> {
    if (this.#supply.kind === "stream") {
      throw new LayerglassError("source/one-shot", "the source was read once and cannot be read again", {
        hint: `open it with { ${depth}: true }, or as a file`,
      });
    }
    const options = { ...this.#options, [depth]: true };
    const pace = new Pace(control, depth, sizeOf(this.#supply));
    const opening = await firstView(this.#reader.core, this.#supply, options, pace);
    this.#opening.free();
    this.#opening = opening;
  }

  /** Gives `use` the bytes of a part of the source, and lets go of the file they are in. */
  async #within<T>(
    { at, name, size }: Pick<LayerJob, "at" | "name" | "size">,
    use: (feed: Feed) => Promise<T>,
  ): Promise<T> {
    if (name !== null && this.#supply.kind === "folder") {
      const file = await this.#supply.open(name);
      if (!file) throw new LayerglassError("source/changed", `${name} has gone since the folder was opened`);
      return use(new Window(file, 0, size)).finally(() => file.close());
    }
    if (at !== null && this.#supply.kind === "random") return use(new Window(this.#supply, at, size));
    throw new LayerglassError("source/one-shot", "the source was read once and cannot be read again");
  }

  /** A control that also stops when the source is closed. */
  #whileOpen(control: Control): Control {
    return {
      ...control,
      check: () => {
        control.check?.();
        if (this.#closed) throw new LayerglassError("usage/closed", "the inspection was closed");
      },
    };
  }
}

/** What the options ask of the layers. */
function depthOf({ verify, measure }: HeldOptions): Depth | undefined {
  if (verify) return "verify";
  return measure ? "measure" : undefined;
}

function sizeOf(supply: Supply): number | null {
  return supply.kind === "folder" ? null : supply.size;
}

/** What the core is to know, in the form that it takes. */
function jsonOf(supply: Supply, options: HeldOptions): string {
  const kind = supply.kind === "folder" ? "directory" : "archive";
  const seekable = supply.kind !== "stream";
  const url = supply.kind === "folder" ? undefined : supply.url;
  return JSON.stringify({
    ...options,
    kind,
    seekable,
    size: sizeOf(supply) ?? undefined,
    url,
  } satisfies OpeningOptions);
}

function sizeOfAll(jobs: readonly LayerJob[]): number {
  return jobs.reduce((sum, job) => sum + job.size, 0);
}

/** Drives the core until it knows which images there are. */
async function firstView(core: Core, supply: Supply, options: HeldOptions, pace: Pace): Promise<Opening> {
  const opening = new core.Opening(jsonOf(supply, options));
  const bytes =
    supply.kind === "folder"
      ? { open: (name: string) => openFile(supply, name) }
      : { feed: supply.kind === "stream" ? new Passage(supply) : new Window(supply) };
  try {
    await drive({ machine: opening, pace, done: () => opening.progress(), ...bytes });
  } catch (thrown) {
    opening.free();
    throw thrown;
  }
  pace.finish();
  return opening;
}

async function openFile(folder: FolderSupply, name: string): Promise<OpenFile | undefined> {
  const file = await folder.open(name);
  return file && { size: file.size, feed: new Window(file), close: () => file.close() };
}

async function collect(feed: Feed, size: number): Promise<Uint8Array> {
  const all = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const bytes = await feed.take(at, size - at);
    if (!bytes) throw new LayerglassError("source/changed", "the source is shorter than when it was opened");
    all.set(bytes.subarray(0, size - at), at);
    at += bytes.length;
  }
  return all;
}
