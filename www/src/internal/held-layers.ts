// Reading the layers of an open source: each by itself where that can be, else all in one more pass.
import type { LayerJob } from "../public/report.js";
import { type Asked, askedBy, both, covers } from "./asked.js";
import type { Held, OpenPart, Part, Watched } from "./held.js";
import { readLayer, readerFor } from "./job.js";
import type { Pace } from "./pace.js";
import { type Reached, readApart } from "./pool.js";
import type { StreamSupply } from "./sources/source.js";

export { readForAnother } from "./job.js";

/** Layers that are fetched at a time: fewer requests than a host is sent at once. */
const TOGETHER = 4;

export class HeldLayers {
  readonly #held: Held;
  /** What was learned while the layers passed by, of a source that has to be read from its start. */
  #passed: Asked | undefined;

  constructor(held: Held) {
    this.#held = held;
    // What is read from its start has its layers read as they pass by; the core does that where it must.
    if (!held.hops) this.#passed = askedBy(held.options);
  }

  /** Reads what is not known yet; with `image` only of the layers of that one, where they can be told apart. */
  async read(asked: Asked, control: Watched, image: number | undefined): Promise<void> {
    const { hops, kit, opening } = this.#held;
    if (!hops) {
      if (this.#passed && covers(this.#passed, asked)) return;
      return this.#passAgain(this.#passed ? both(this.#passed, asked) : asked, control);
    }
    // Who hashes a layer has all of it in hand: keeping what is in it saves reading it again.
    const depth = asked.verify && asked.depth === "count" ? "index" : asked.depth;
    const jobs = opening.layerJobs(asked.verify, depth, image);
    if (jobs.length === 0) return;
    this.#held.readings += 1;
    const total = sizeOfAll(jobs);
    const pace = new kit.Pace(control, asked.verify ? "verify" : "measure", total);
    pace.tell(0);
    const left = await this.#readApart(jobs, pace, control.signal);
    await this.#readHere(left, pace, total - sizeOfAll(left));
    pace.finish();
  }

  /** On this thread: one after the other, but of a registry several at a time, for each has to be waited for. */
  async #readHere(jobs: readonly LayerJob[], pace: Pace, before: number): Promise<void> {
    const { core, json, kit, opening, supply } = this.#held;
    const queue = [...jobs];
    const parts = new Set<OpenPart>();
    let done = before;
    const read = async (job: LayerJob) => {
      const part = await this.#held.part(job, () => pace.signal);
      parts.add(part);
      const reader = await readerFor(kit, core, job, json);
      let own = 0;
      const sum = (at: number) => {
        done += at - own;
        own = at;
        return done;
      };
      await readLayer(kit, reader, part.feed, pace, sum).finally(() => {
        part.close();
        parts.delete(part);
      });
      opening.measured(job.id, reader);
      pace.tell(sum(job.size));
    };
    const failures: unknown[] = [];
    const lane = async () => {
      try {
        for (let job; (job = queue.shift());) await read(job);
      } catch (thrown) {
        failures.push(thrown);
        // Nobody will use what the others would bring.
        queue.length = 0;
        for (const part of parts) part.close();
      }
    };
    await Promise.all(Array.from({ length: supply.kind === "registry" ? TOGETHER : 1 }, lane));
    if (failures.length > 0) throw failures[0];
  }

  async #readApart(jobs: readonly LayerJob[], pace: Pace, signal: AbortSignal): Promise<readonly LayerJob[]> {
    const { json, opening } = this.#held;
    const team = await this.#held.team();
    if (!team) return jobs;
    const isBusy = this.#held.supply.kind === "registry";
    // What is fetched comes whole: nothing is hopped over.
    const reachable = jobs.map((job) => ({ ...job, hops: job.hops && !isBusy, reach: () => this.#reach(job) }));
    const take = ({ id }: LayerJob, packed: Uint8Array) => opening.measuredApart(id, packed);
    return readApart(team, reachable, json, { pace, signal, isBusy }, take);
  }

  /** A part of the source for another thread, where that can read it. */
  async #reach({ at, name, size, hash }: Part): Promise<Reached | undefined> {
    const { supply } = this.#held;
    if (supply.kind === "stream") return undefined;
    if (supply.kind === "registry") return this.#lend(supply.stream(name ?? "", size, Boolean(hash)));
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

  #lend(stream: StreamSupply): Reached {
    const { remote, close } = this.#held.kit.lend(stream);
    return { reach: { remote }, transfer: [remote.port], close };
  }

  /** In a file that is compressed as a whole there is nowhere to jump to: it is read from its start, as a stream is. */
  async #passAgain(asked: Asked, control: Watched): Promise<void> {
    const { core, kit, options, supply } = this.#held;
    const { verify, depth } = asked;
    if (supply.kind === "stream" || supply.kind === "registry") {
      const option = depth === "count" ? (verify ? "verify" : "measure") : "spool";
      throw new kit.LayerglassError("source/one-shot", "the source was read once and cannot be read again", {
        hint: `open it with { ${option}: true }, or as a file`,
      });
    }
    const more = { verify, measure: true, [depth === "count" ? "measure" : depth]: true };
    const pace = new kit.Pace(control, verify ? "verify" : "measure", kit.sizeOf(supply));
    this.#held.renew(await kit.firstView(core, supply, { ...options, ...more }, pace));
    this.#passed = asked;
  }
}

function sizeOfAll(jobs: readonly LayerJob[]): number {
  return jobs.reduce((sum, job) => sum + job.size, 0);
}
