// Reading one layer: a pure job, bytes in and a packed result out, so that any thread can do it.
import type { LayerJob } from "../public/report.js";
import type { Machine } from "./drive.js";
import type { Kit } from "./kit.js";
import type { Core } from "./load.js";
import type { Control, Pace } from "./pace.js";
import type { Remote } from "./sources/remote.js";
import type { RandomSupply, StreamSupply } from "./sources/source.js";
import type { Feed } from "./window.js";

type LayerReader = InstanceType<Core["LayerReader"]>;

/** Where another thread finds the bytes; `remote`: a stream of this one. */
export type Reach = { readonly blob: Blob } | { readonly remote: Remote } | Shared;

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

/** Reads a layer to its end; `done`: how many bytes are dealt with when it has come so far. */
export async function readLayer(
  { drive }: Pick<Kit, "drive">,
  reader: LayerReader,
  feed: Feed,
  pace: Pace,
  done = (at: number) => at,
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
    await drive({ machine, feed, pace, done });
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
  const { feed, close } = await feedOf(kit, reach, size);
  await readLayer(kit, reader, feed, new kit.Pace(control, "measure", size)).finally(close);
  return reader.pack();
}

async function feedOf(kit: Kit, reach: Reach, size: number): Promise<{ feed: Feed; close(): void }> {
  if ("remote" in reach) {
    const stream = kit.fromRemote(reach.remote) as StreamSupply;
    return { feed: new kit.Passage(ahead(stream)), close: () => stream.close() };
  }
  const supply = "blob" in reach ? kit.fromBlob(reach.blob) : await descriptor(reach, size);
  return { feed: new kit.Window(supply), close: () => {} };
}

/** Asks for the next bytes while those before are looked at. */
function ahead(stream: StreamSupply): StreamSupply {
  const ask = () => {
    const asked = stream.next();
    asked.catch(() => {});
    return asked;
  };
  let coming: Promise<Uint8Array | undefined> | undefined;
  const next = async () => {
    const bytes = await (coming ?? ask());
    coming = bytes && ask();
    return bytes;
  };
  return { ...stream, next };
}

async function descriptor({ fd, at }: Shared, size: number): Promise<RandomSupply> {
  return (await import("./sources/node.js")).waiting(fd, at, size);
}
