// Reading layers: a pure job each, bytes in and a packed result out, so that any thread can do it.
import type { Progress } from "../public/options.js";
import type { LayerJob } from "../public/report.js";
import { type Machine, drive } from "./drive.js";
import { linkWorker } from "./link.js";
import type { Core } from "./load.js";
import type { Pace } from "./pace.js";
import type { Feed } from "./window.js";

type LayerReader = InstanceType<Core["LayerReader"]>;

/** Reads a layer to its end; `before`: bytes of the source that were dealt with by then. */
export async function readLayer(reader: LayerReader, feed: Feed, pace: Pace, before = 0): Promise<void> {
  let ended = false;
  const machine: Machine = {
    wants: () => (ended ? { kind: "done" } : reader.wants()),
    push: (chunk) => reader.push(chunk),
    skipped: (count) => reader.skipped(count),
    // What is cut short is an answer, not an error.
    ended: () => {
      ended = true;
    },
  };
  try {
    await drive({ machine, feed, pace, done: (at) => before + at });
  } catch (thrown) {
    reader.free();
    throw thrown;
  }
}

/** What workers of the same script need to start as this one did. */
export interface Team {
  readonly script: string;
  readonly module: WebAssembly.Module;
}

/** A job for another thread. */
export interface Apart extends LayerJob {
  readonly blob: Blob | undefined;
}

/** Layers below this are read sooner than a worker is started. */
const WORTHWHILE = 4 << 20;
/** More would wait for the disk. */
const MOST = 4;
let busy = 0;

/**
 * Reads layers on several cores where there are as many: each by a worker of its own, all of which end with the last
 * layer. `take` is given what came of each. Gives the jobs that are left to this thread, damaged layers among them.
 */
export async function readApart(
  { script, module }: Team,
  jobs: readonly Apart[],
  options: string,
  pace: Pace,
  take: (job: Apart, packed: Uint8Array) => void,
): Promise<readonly Apart[]> {
  const isWorthwhile = ({ blob, size }: Apart) => blob !== undefined && size >= WORTHWHILE;
  const queue = jobs.filter(isWorthwhile);
  // A core is left to the page.
  const lanes = Math.min(MOST - busy, navigator.hardwareConcurrency - 1 - busy, queue.length);
  // A browser that does not tell its cores gives NaN.
  if (!(lanes >= 2)) return jobs;
  const left = jobs.filter((job) => !isWorthwhile(job));
  const done = new Map<Apart, number>();
  let sum = 0;
  const tell = (job: Apart, bytes: number) => {
    pace.check();
    sum += bytes - (done.get(job) ?? 0);
    done.set(job, bytes);
    pace.tell(sum);
  };
  const lane = async () => {
    const link = await linkWorker(script, module).catch(() => undefined);
    try {
      while (link && !link.dead) {
        const job = queue.shift();
        if (!job) return;
        const onProgress = ({ bytes }: Progress) => tell(job, bytes);
        const packed = await link.call("layer", [job, options], { onProgress }).catch(() => undefined);
        tell(job, packed ? job.size : 0);
        if (packed) take(job, packed);
        else left.push(job);
      }
    } finally {
      link?.stop();
    }
  };
  busy += lanes;
  const outcomes = await Promise.allSettled(Array.from({ length: lanes }, lane));
  busy -= lanes;
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return [...left, ...queue];
}
