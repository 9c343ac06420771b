// One open source and the core's machine that knows it.
import { LayerglassError } from "../public/error.js";
import type { LayerDepth, LayerJob, PlainError, Report, Verified } from "../public/report.js";
import type { Asked } from "./asked.js";
import { type HeldOptions, firstView, jsonOf, sizeOf } from "./first-view.js";
import type { HeldFiles } from "./held-files.js";
import type { HeldLayers } from "./held-layers.js";
import { isNode } from "./host.js";
import { kit } from "./kit.js";
import type { Core } from "./load.js";
import { type Control, Pace } from "./pace.js";
import type { Team } from "./pool.js";
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
export type Part = Pick<LayerJob, "at" | "name" | "size"> & Partial<Pick<LayerJob, "hash">>;

export interface OpenPart {
  readonly feed: Feed;
  close(): void;
}

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
  readonly team: Reader["team"];
  readonly supply: Supply;
  readonly options: HeldOptions;
  readonly kit = kit;
  /** Counts how often something was learned about the layers. */
  readings = 0;
  #opening: Opening;
  #layers: Promise<HeldLayers> | undefined;
  #files: Promise<HeldFiles> | undefined;
  readonly #closing = new AbortController();
  /** Layers are read by one task at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor({ core, team }: Reader, supply: Supply, options: HeldOptions, opening: Opening) {
    this.core = core;
    this.team = team;
    this.supply = supply;
    this.options = options;
    this.json = supply.kind === "registry" ? supply.json : jsonOf(supply, options);
    this.#opening = opening;
    this.hops = supply.kind !== "stream" && opening.report().source.compression === "none";
  }

  /** Finds the images, and reads their layers where the options ask for it. Closes the supply if that fails. */
  static async open(reader: Reader, given: Supply, options: HeldOptions, control: Control): Promise<Held> {
    const spool = given.kind === "stream" ? await spoolOf(given, options) : undefined;
    const supply = spool?.supply ?? given;
    let held: Held | undefined;
    try {
      const opening =
        supply.kind === "registry"
          ? supply.opening
          : await firstView(reader.core, supply, options, new Pace(control, "open", sizeOf(supply)));
      const later = await spool?.kept();
      if (later) opening.becameSeekable();
      held = new Held(reader, later ?? supply, options, opening);
      const { verify = false, measure = false } = options;
      if (verify || measure) await held.#inTurn({ verify, depth: "count" }, control, () => {});
      return held;
    } catch (thrown) {
      if (held) held.close();
      else supply.close();
      throw thrown;
    }
  }

  get opening(): Opening {
    return this.#opening;
  }

  /** Takes what one more pass learned. */
  renew(opening: Opening): void {
    this.#opening.free();
    this.#opening = opening;
    this.readings += 1;
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
    this.supply.close();
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

  /** The bytes of a part of the source; `signal` is of whoever wants them at the time. */
  async part({ at, name, size, hash }: Part, signal = (): AbortSignal | undefined => undefined): Promise<OpenPart> {
    if (name !== null && this.supply.kind === "registry") return this.supply.part(name, size, Boolean(hash), signal);
    if (name !== null && this.supply.kind === "folder") {
      const file = await this.supply.open(name);
      if (!file) throw new LayerglassError("source/changed", `${name} has gone since the folder was opened`);
      return { feed: new Window(file, 0, size), close: () => file.close() };
    }
    if (at !== null && this.supply.kind === "random") {
      return { feed: new Window(this.supply, at, size), close: () => {} };
    }
    throw oneShot("open it with { spool: true }, or as a file");
  }

  /** All of it, from its first byte on. */
  whole(): Feed {
    if (this.supply.kind === "random") return new Window(this.supply);
    throw oneShot("open it with { spool: true }, or as a file");
  }

  async #within<T>(part: Part, use: (feed: Feed) => Promise<T>): Promise<T> {
    const { feed, close } = await this.part(part);
    return use(feed).finally(close);
  }

  #inTurn<T>(asked: Asked, control: Control, result: () => T, image?: number): Promise<T> {
    const layers = (this.#layers ??= import("./held-layers.js").then(({ HeldLayers }) => new HeldLayers(this)));
    const read = () => this.whileOpen(control, async (watched) => (await layers).read(asked, watched, image));
    const task = this.#turn.then(read).then(result);
    this.#turn = task.catch(() => {});
    return task;
  }
}

/** Keeps what passes by where that is wanted: in Node, where a temporary file costs nothing that is scarce, always. */
async function spoolOf(stream: StreamSupply, { spool = isNode }: HeldOptions): Promise<Spooled | undefined> {
  if (spool === false) return undefined;
  const { spooled } = await import("./spool.js");
  return spooled(stream, spool, kit);
}

function oneShot(hint: string): LayerglassError {
  return new LayerglassError("source/one-shot", "the source was read once and cannot be read again", { hint });
}
