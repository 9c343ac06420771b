// Reading one layer: a pure job, bytes in and a packed result out, so that any thread can do it.
import type { LayerJob } from "../public/report.js";
import type { Machine } from "./drive.js";
import type { Kit } from "./kit.js";
import type { Core } from "./load.js";
import type { Control, Pace } from "./pace.js";
import type { RandomSupply } from "./sources/source.js";
import type { Feed } from "./window.js";

type LayerReader = InstanceType<Core["LayerReader"]>;

/** Where another thread finds the bytes. */
export type Reach = { readonly blob: Blob } | Shared;

/** Of Node: descriptors are shared by the threads of a process. */
interface Shared {
  readonly fd: number;
  readonly at: number;
}

/** A job for another thread. */
export type Apart = LayerJob & { readonly reach: Reach };

/** A reader for a layer. Node's hashing uses instructions that WebAssembly does not have. */
export async function readerFor(
  { isNode, nodeModule }: Pick<Kit, "isNode" | "nodeModule">,
  core: Core,
  { hash, depth }: LayerJob,
  options: string,
): Promise<LayerReader> {
  const lends = hash !== null && isNode;
  const host = lends ? await nodeModule<typeof import("node:crypto")>("crypto") : undefined;
  return new core.LayerReader(options, hash, depth, host?.createHash);
}

/** Reads a layer to its end; `before`: bytes of the source that were dealt with by then. */
export async function readLayer(
  { drive }: Pick<Kit, "drive">,
  reader: LayerReader,
  feed: Feed,
  pace: Pace,
  before = 0,
): Promise<void> {
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

/** Does a job of another thread. Gives nothing of a damaged layer: who wants to know why reads it again. */
export async function readForAnother(
  kit: Kit,
  core: Core,
  job: Apart,
  options: string,
  control: Control,
): Promise<Uint8Array | undefined> {
  const { reach, size } = job;
  const reader = await readerFor(kit, core, job, options);
  const supply = "blob" in reach ? kit.fromBlob(reach.blob) : await descriptor(reach, size);
  await readLayer(kit, reader, new kit.Window(supply), new kit.Pace(control, "measure", size));
  return reader.pack();
}

async function descriptor({ fd, at }: Shared, size: number): Promise<RandomSupply> {
  return (await import("./sources/node.js")).waiting(fd, at, size);
}
