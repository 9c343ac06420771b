// More threads in Node, and in what behaves like it.
import type { Worker as NodeWorker } from "node:worker_threads";
import type { nodeModule } from "./host.js";
import type { linkTo } from "./link.js";
import type { Team } from "./pool.js";

const WORTHWHILE = 1 << 20;

/** Takes what it needs instead of importing it: whoever opens an image only has fewer files to load. */
export async function nodeTeam(
  module: WebAssembly.Module,
  tools: { readonly nodeModule: typeof nodeModule; readonly linkTo: typeof linkTo },
): Promise<Team> {
  const { Worker } = await tools.nodeModule<typeof import("node:worker_threads")>("worker_threads");
  const { availableParallelism, cpus } = await tools.nodeModule<typeof import("node:os")>("os");
  // Not as a bundler would look for it: one for browsers has found the worker's script elsewhere.
  const script = new URL(["./worker", "js"].join("."), import.meta.url);
  const start = () => asBrowserWorker(new Worker(script, { execArgv: [], name: "layerglass" }));
  return {
    // Bun has no availableParallelism.
    cores: availableParallelism?.() ?? cpus().length,
    worthwhile: WORTHWHILE,
    start: () => tools.linkTo(start, module),
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
