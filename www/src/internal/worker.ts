// The worker's side, in a browser or a thread of Node: calls come in as messages, one engine answers them.
import { type EngineControl, Engine } from "./engine.js";
import { toError, toFailure } from "./errors.js";
import { isNode, nodeModule } from "./host.js";
import type { FromWorker, ToWorker } from "./protocol.js";

/** The part of a worker's global scope that is used: the library of DOM types does not have it. */
interface Scope {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  addEventListener(type: "message", listener: (event: { data: ToWorker }) => void): void;
}

let scope = globalThis as unknown as Scope;
// A script of the page's own that only imports this one is gone once it ran.
const engine = new Engine(isNode ? undefined : location.protocol === "blob:" ? import.meta.url : location.href);
const running = new Map<number, AbortController>();
/** Questions for credentials that wait for their answer. */
const asked = new Map<number, (answer: Credentials) => void>();
let questions = 0;

type Credentials = ToWorker & { type: "credential" };

const receive = ({ data }: { data: ToWorker }) => {
  if (data.type === "cancel") running.get(data.id)?.abort();
  else if (data.type === "credential") answered(data);
  else void answer(data);
};

if (isNode) void listenInNode();
else scope.addEventListener("message", receive);

/** Messages wait for the first listener. */
async function listenInNode(): Promise<void> {
  const { parentPort } = await nodeModule<typeof import("node:worker_threads")>("worker_threads");
  if (!parentPort) return;
  scope = parentPort as unknown as Scope;
  parentPort.on("message", (data: ToWorker) => receive({ data }));
}

function answered(answer: Credentials): void {
  asked.get(answer.id)?.(answer);
  asked.delete(answer.id);
}

async function credential(id: number, host: string): Promise<unknown> {
  const question = ++questions;
  scope.postMessage({ id, type: "credential", question, host });
  const { answer, failure } = await new Promise<Credentials>((resolve) => asked.set(question, resolve));
  if (failure) throw toError(failure);
  return answer;
}

async function answer({ id, type, args }: Exclude<ToWorker, { type: "cancel" | "credential" }>): Promise<void> {
  const abort = new AbortController();
  running.set(id, abort);
  const control: EngineControl = {
    id,
    signal: abort.signal,
    check: () => abort.signal.throwIfAborted(),
    onProgress: (progress) => scope.postMessage({ id, type: "progress", progress }),
    credential: (host) => credential(id, host),
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
