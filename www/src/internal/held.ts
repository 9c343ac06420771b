// One open source and the core's machine that knows it.
import { LayerglassError } from "../public/error.js";
import type { LayerDepth, LayerJob, PlainError, Report, Verified } from "../public/report.js";
import { type Asked, askedBy, both, covers } from "./asked.js";
import { supply } from "./drive.js";
import { type HeldOptions, firstView, jsonOf, sizeOf } from "./first-view.js";
import type { HeldFiles } from "./held-files.js";
import { isNode, nodeModule } from "./host.js";
import { readLayer } from "./job.js";
import type { Core } from "./load.js";
import { type Control, Pace } from "./pace.js";
import type { Reached, Team } from "./pool.js";
import { fromBlob } from "./sources/blob.js";
import type { StreamSupply, Supply } from "./sources/source.js";
import type { Spooled } from "./spool.js";
import { type Feed, Window, collect } from "./window.js";

type Opening = InstanceType<Core["Opening"]>;

/** What reads sources: the core, and more workers where there can be some. */
export interface Reader {
  readonly core: Core;
  readonly team: () => Promise<Team | undefined>;
}

/** Where bytes are that the core speaks of: at an offset of an archive, or in a file of a folder. */
export type Part = Pick<LayerJob, "at" | "name" | "size">;

/** A control of a task that also ends with its source. */
export interface Watched extends Control {
  readonly signal: AbortSignal;
}

export class Held {
  readonly core: Core;
  /** The options, in the form that the core takes. */
  readonly json: string;
  /** Single layers can be read where they lie. */
  readonly hops: boolean;
  readonly #team: Reader["team"];
  readonly #supply: Supply;
  readonly #options: HeldOptions;
  #opening: Opening;
  /** How the layers were read while they passed by, of a source that has to be read from its start. */
  #passed: Asked | undefined;
  #readings = 0;
  #files: Promise<HeldFiles> | undefined;
  readonly #closing = new AbortController();
  /** Layers are read by one task at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor({ core, team }: Reader, supply: Supply, options: HeldOptions, opening: Opening) {
    this.core = core;
    this.#team = team;
    this.#supply = supply;
    this.#options = options;
    this.json = jsonOf(supply, options);
    this.#opening = opening;
    // What is read from its start has its layers read as they pass by; the core does that where it must.
    this.hops = supply.kind !== "stream" && opening.report().source.compression === "none";
    if (!this.hops) this.#passed = askedBy(options);
  }

  /** Finds the images, and reads their layers where the options ask for it. Closes the supply if that fails. */
  static async open(reader: Reader, given: Supply, options: HeldOptions, control: Control): Promise<Held> {
    const spool = given.kind === "stream" ? await spoolOf(given, options) : undefined;
    const supply = spool?.supply ?? given;
    let held: Held | undefined;
    try {
      const opening = await firstView(reader.core, supply, options, new Pace(control, "open", sizeOf(supply)));
      const later = await spool?.kept();
      if (later) opening.becameSeekable();
      held = new Held(reader, later ?? supply, options, opening);
      const asked = askedBy(options);
      if (asked) await held.#inTurn(asked, control, () => {});
      return held;
    } catch (thrown) {
      if (held) held.close();
      else supply.close();
      throw thrown;
    }
  }

  /** These two are for code that is loaded later: if it imported them, all would be cut into smaller pieces. */
  readonly supply = supply;

  pace({ check, signal }: Control): Pace {
    return new Pace({ check, signal }, "measure", null);
  }

  /** Counts how often something was learned about the layers. */
  get readings(): number {
    return this.#readings;
  }

  get opening(): Opening {
    return this.#opening;
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
    return this.#inTurn({ verify: false, depth: "count" }, control, () => this.report());
  }

  /** Recomputes every digest. */
  verify(control: Control): Promise<Verified> {
    return this.#inTurn({ verify: true, depth: "count" }, control, () => this.#opening.verified());
  }

  /** Reads what is not known yet of the layers of one image. */
  index(image: number, depth: LayerDepth, control: Control): Promise<void> {
    return this.#inTurn({ verify: false, depth }, control, () => {}, image);
  }

  /** Answers questions about files; its code is loaded with the first. */
  files(): Promise<HeldFiles> {
    return (this.#files ??= import("./held-files.js").then(({ HeldFiles }) => new HeldFiles(this)));
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort(new LayerglassError("usage/closed", "the inspection was closed"));
    this.#supply.close();
    void this.#turn.then(() => this.#opening.free());
    void this.#files?.then((files) => files.close());
  }

  /** Runs a task that also stops when the source is closed. */
  async whileOpen<T>(control: Control, task: (control: Watched) => Promise<T>): Promise<T> {
    const stopping = new AbortController();
    const { signal } = stopping;
    const either = [control.signal, this.#closing.signal].filter((signal) => signal !== undefined);
    const stop = () => stopping.abort(either.find(({ aborted }) => aborted)?.reason);
    for (const one of either) one.addEventListener("abort", stop, { once: true });
    if (either.some(({ aborted }) => aborted)) stop();
    const check = () => {
      control.check?.();
      signal.throwIfAborted();
    };
    try {
      return await task({ ...control, signal, check });
    } finally {
      for (const one of either) one.removeEventListener("abort", stop);
    }
  }

  /** The bytes of a part of the source. */
  async part({ at, name, size }: Part): Promise<{ feed: Feed; close(): void }> {
    if (name !== null && this.#supply.kind === "folder") {
      const file = await this.#supply.open(name);
      if (!file) throw new LayerglassError("source/changed", `${name} has gone since the folder was opened`);
      return { feed: new Window(file, 0, size), close: () => file.close() };
    }
    if (at !== null && this.#supply.kind === "random") {
      return { feed: new Window(this.#supply, at, size), close: () => {} };
    }
    throw oneShot("open it with { spool: true }, or as a file");
  }

  /** All of it, from its first byte on. */
  whole(): Feed {
    if (this.#supply.kind === "random") return new Window(this.#supply);
    throw oneShot("open it with { spool: true }, or as a file");
  }

  async #within<T>(part: Part, use: (feed: Feed) => Promise<T>): Promise<T> {
    const { feed, close } = await this.part(part);
    return use(feed).finally(close);
  }

  #inTurn<T>(asked: Asked, control: Control, result: () => T, image?: number): Promise<T> {
    const read = () => this.whileOpen(control, (watched) => this.#readLayers(asked, watched, image));
    const task = this.#turn.then(read).then(result);
    this.#turn = task.catch(() => {});
    return task;
  }

  /** Reads the layers that are still unread: each by itself where that can be, else all in one more pass. */
  async #readLayers(asked: Asked, control: Watched, image: number | undefined): Promise<void> {
    if (!this.hops) {
      if (this.#passed && covers(this.#passed, asked)) return;
      return this.#passAgain(this.#passed ? both(this.#passed, asked) : asked, control);
    }
    const jobs = this.#opening.layerJobs(asked.verify, asked.depth, image);
    if (jobs.length === 0) return;
    this.#readings += 1;
    const total = sizeOfAll(jobs);
    const pace = new Pace(control, asked.verify ? "verify" : "measure", total);
    const left = await this.#readApart(jobs, pace, control.signal);
    let before = total - sizeOfAll(left);
    for (const job of left) {
      await this.#within(job, async (feed) => {
        const reader = new this.core.LayerReader(this.json, job.hash, job.depth);
        await readLayer(reader, feed, pace, before);
        this.#opening.measured(job.id, reader);
      });
      before += job.size;
    }
    pace.finish();
  }

  async #readApart(jobs: readonly LayerJob[], pace: Pace, signal: AbortSignal): Promise<readonly LayerJob[]> {
    const team = await this.#team();
    if (!team) return jobs;
    const { readApart } = await import("./pool.js");
    const reachable = jobs.map((job) => ({ ...job, reach: () => this.#reach(job) }));
    return readApart(team, reachable, this.json, { pace, signal }, ({ id }, packed) => {
      this.#opening.measuredApart(id, packed);
    });
  }

  /** A part of the source for another thread, where that can read it. */
  async #reach({ at, name, size }: Part): Promise<Reached | undefined> {
    const supply = this.#supply;
    if (supply.kind === "stream") return undefined;
    const file = supply.kind === "folder" ? name !== null && (await supply.open(name)) : supply;
    if (!file) return undefined;
    const start = name === null ? (at ?? 0) : 0;
    const close = () => {
      if (file !== supply) file.close();
    };
    if (file.blob) return { reach: { blob: file.blob.slice(start, start + size) }, close };
    if (file.fd !== undefined) return { reach: { fd: file.fd, at: start }, close };
    close();
    return undefined;
  }

  /** In a file that is compressed as a whole there is nowhere to jump to: it is read from its start, as a stream is. */
  async #passAgain(asked: Asked, control: Watched): Promise<void> {
    if (this.#supply.kind === "stream") {
      throw oneShot(
        `open it with { ${asked.depth !== "count" ? "spool" : asked.verify ? "verify" : "measure"}: true }, or as a file`,
      );
    }
    const { verify, depth } = asked;
    const options = { ...this.#options, verify, measure: true, [depth === "count" ? "measure" : depth]: true };
    const pace = new Pace(control, asked.verify ? "verify" : "measure", sizeOf(this.#supply));
    const opening = await firstView(this.core, this.#supply, options, pace);
    this.#opening.free();
    this.#opening = opening;
    this.#passed = asked;
    this.#readings += 1;
  }
}

/** Keeps what passes by where that is wanted: in Node, where a temporary file costs nothing that is scarce, always. */
async function spoolOf(stream: StreamSupply, { spool = isNode }: HeldOptions): Promise<Spooled | undefined> {
  if (spool === false) return undefined;
  const { spooled } = await import("./spool.js");
  return spooled(stream, spool, { nodeModule: isNode ? nodeModule : undefined, fromBlob });
}

function sizeOfAll(jobs: readonly LayerJob[]): number {
  return jobs.reduce((sum, job) => sum + job.size, 0);
}

function oneShot(hint: string): LayerglassError {
  return new LayerglassError("source/one-shot", "the source was read once and cannot be read again", { hint });
}
