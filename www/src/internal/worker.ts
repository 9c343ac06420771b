// The worker's side: calls come in as messages, one engine answers them.
import { type EngineControl, Engine } from "./engine.js";
import { toFailure } from "./errors.js";
import type { FromWorker, ToWorker } from "./protocol.js";

/** The part of a worker's global scope that is used: the library of DOM types does not have it. */
interface Scope {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
}

const scope = globalThis as unknown as Scope;
// A script of the page's own that only imports this one is gone once it ran.
const engine = new Engine(location.protocol === "blob:" ? import.meta.url : location.href);
const running = new Map<number, AbortController>();

scope.addEventListener("message", ({ data }) => {
  if (data.type === "cancel") running.get(data.id)?.abort();
  else void answer(data);
});

async function answer({ id, type, args }: Exclude<ToWorker, { type: "cancel" }>): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  const control: EngineControl = {
    id,
    signal: abort.signal,
    check: () => abort.signal.throwIfAborted(),
    onProgress: (progress) => scope.postMessage({ id, type: "progress", progress }),
    onRequest: (url) => scope.postMessage({ id, type: "request", url }),
  };
  try {
    const result = await engine.call(type, args, control);
    scope.postMessage({ id, type: "done", result }, result instanceof Uint8Array ? [result.buffer] : []);
  } catch (thrown) {
    scope.postMessage({ id, type: "failed", failure: toFailure(thrown) });
  } finally {
    running.delete(id);
  }
}
