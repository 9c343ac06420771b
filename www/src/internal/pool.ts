// Layers read on several cores, each by a worker of its own.
import type { Progress } from "../public/options.js";
import type { LayerJob } from "../public/report.js";
import type { Apart, Reach } from "./job.js";
import type { Link } from "./link.js";
import type { Pace } from "./pace.js";

/** How more workers are started, and how many are of use. */
export interface Team {
  readonly cores: number;
  /** Whether a worker has read a layer, its start included, sooner than this thread would. */
  worthwhile(job: LayerJob): boolean;
  start(): Promise<Link>;
}

/** A job, and how to make its bytes reachable for another thread; undefined where they cannot be. */
export interface Reachable extends LayerJob {
  reach(): Promise<Reached | undefined>;
}

export interface Reached {
  readonly reach: Reach;
  /** What of it has to be handed over, not cloned. */
  readonly transfer?: Transferable[];
  close(): void;
}

/** More would wait for the disk, and each takes memory. */
const MOST = 8;
let busy = 0;

interface Watched {
  readonly pace: Pace;
  /** Aborted once the task is to stop: a worker that is starting, or that is busy, is ended at once. */
  readonly signal: AbortSignal;
  /** This thread has to fetch what the others read: already one other is worth it. */
  readonly isBusy?: boolean;
}

/**
 * Reads the layers that are worth it on as many cores as there are, the largest first; all workers end with the last
 * layer. `take` is given what came of each. Gives the jobs that are left to this thread, damaged layers among
 * them.
 */
export async function readApart<J extends Reachable>(
  team: Team,
  jobs: readonly J[],
  options: string,
  { pace, signal, isBusy }: Watched,
  take: (job: J, packed: Uint8Array) => void,
): Promise<readonly J[]> {
  const queue = jobs.filter((job) => team.worthwhile(job)).sort((a, b) => b.size - a.size);
  const lanes = Math.min(MOST, team.cores - busy, queue.length);
  // A host that does not tell its cores gives NaN.
  if (!(lanes >= (isBusy && team.cores > 1 ? 1 : 2))) return jobs;
  const left = jobs.filter((job) => !team.worthwhile(job));
  const done = new Map<J, number>();
  let sum = 0;
  const tell = (job: J, bytes: number) => {
    pace.check();
    sum += bytes - (done.get(job) ?? 0);
    done.set(job, bytes);
    pace.tell(sum);
  };
  const read = async (link: Link, job: J): Promise<Uint8Array | undefined> => {
    const reached = await job.reach();
    if (!reached) return undefined;
    const { id, at, name, size, hash, depth, hops } = job;
    const apart: Apart = { id, at, name, size, hash, depth, hops, reach: reached.reach };
    const onProgress = ({ bytes }: Progress) => tell(job, bytes);
    const { transfer = [] } = reached;
    return link.call("layer", [apart, options], { onProgress, signal, transfer }).finally(() => reached.close());
  };
  const lane = async () => {
    const link = await startedUnless(signal, team);
    try {
      while (link && !link.dead) {
        const job = queue.shift();
        if (!job) return;
        const packed = await read(link, job).catch(() => undefined);
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
  pace.check();
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  return [...left, ...queue];
}

/** A worker, unless it cannot be started or the task is to stop before it has. */
async function startedUnless(signal: AbortSignal, team: Team): Promise<Link | undefined> {
  const starting = team.start().catch(() => undefined);
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const link = signal.aborted ? undefined : await Promise.race([starting, stopped]);
  if (!link) void starting.then((late) => late?.stop());
  return link;
}
