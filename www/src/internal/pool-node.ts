// More threads in Node, and in what behaves like it.
import type { Worker as NodeWorker } from "node:worker_threads";
import type { Kit } from "./kit.js";
import type { Team } from "./pool.js";

/** Bytes of a layer from which on two threads are sooner than one, their start included: measured. */
const WORTHWHILE = 1 << 20;

export async function nodeTeam(module: WebAssembly.Module, { linkTo, nodeModule }: Kit): Promise<Team> {
  const { Worker } = await nodeModule<typeof import("node:worker_threads")>("worker_threads");
  const { availableParallelism, cpus } = await nodeModule<typeof import("node:os")>("os");
  // Not as a bundler would look for it: one for browsers has found the worker's script elsewhere.
  const script = new URL(["./worker", "js"].join("."), import.meta.url);
  const start = () => asBrowserWorker(new Worker(script, { execArgv: [], name: "layerglass" }));
  return {
    // Bun has no availableParallelism.
    cores: availableParallelism?.() ?? cpus().length,
    // Hopping from header to header is done before another thread's code is as fast as this one's.
    worthwhile: ({ size, hops }) => size >= WORTHWHILE && !hops,
    start: () => linkTo(start, module),
  };
}

/** Its events in the form that a browser's worker has. */
function asBrowserWorker(worker: NodeWorker): Worker {
  const die = (listener: (event: object) => void, message: string) => listener({ message, preventDefault: () => {} });
  return {
    addEventListener: (type: string, listener: (event: object) => void) => {
      if (type !== "error") return worker.on(type, (data: unknown) => listener({ data }));
      worker.on("exit", (code) => die(listener, `it ended with code ${code}`));
      return worker.on("error", (error: Error) => die(listener, error.message));
    },
    postMessage: (message: unknown, transfer: []) => worker.postMessage(message, transfer),
    terminate: () => void worker.terminate(),
  } as unknown as Worker;
}
