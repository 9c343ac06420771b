// The client's side of the protocol: calls to an engine in a worker, or on this thread.
import { LayerglassError } from "../public/error.js";
import type { OpenOptions, TaskOptions } from "../public/options.js";
import type { RegistrySettings } from "../public/registry.js";
import { toError, toFailure } from "./errors.js";
import { baseOf } from "./host.js";
import type { Arguments, FromWorker, Opened, Operation, Result, ToWorker } from "./protocol.js";
import { portable } from "./sources/remote.js";
import { unknownSource } from "./sources/source.js";

/** What a call takes; that of one that opens a source stays with that source until it is closed. */
export interface CallOptions extends TaskOptions {
  readonly onRequest?: OpenOptions["onRequest"];
  readonly credentials?: RegistrySettings["credentials"];
  /** What of the arguments is to be handed over, beside what is known to be. */
  readonly transfer?: readonly Transferable[];
}

/** A running engine. */
export interface Link {
  /** True once it can answer nothing more. */
  readonly dead: boolean;
  /** Rejects with a `LayerglassError`, or with the signal's reason as soon as it is aborted. */
  call<K extends Operation>(type: K, args: Arguments<K>, task?: CallOptions): Promise<Result<K>>;
  /** Ends it, and gives its memory back where it has a thread of its own. */
  stop(): void;
}

/** An engine on this thread. Its code is only loaded here: where there are workers, the page does not need it. */
export async function linkHere(module: WebAssembly.Module): Promise<Link> {
  const { Engine } = await import("./engine.js");
  const engine = new Engine();
  let next = 1;
  const link: Link = {
    dead: false,
    call: (type, args, given) => {
      const { signal, onProgress, credentials, end } = watched(given);
      // What a listener throws is its own affair, here as with a worker.
      const onRequest = (url: string) => queueMicrotask(() => given?.onRequest?.({ url }));
      const credential = async (host: string) => credentials?.(host);
      const check = () => signal?.throwIfAborted();
      const task = engine.call(type, args, { id: next++, signal, onProgress, onRequest, credential, check });
      return untilAborted(task, signal, (late) => forget(link, type, late)).finally(end);
    },
    stop: () => {},
  };
  await link.call("start", [module]);
  return link;
}

/**
 * An engine in a worker of `script`; `start` is for bundlers, which have to see what is started. Rejects where none can
 * be started.
 */
export function linkWorker(
  script: URL | string,
  module: WebAssembly.Module | Promise<WebAssembly.Module>,
  start = () => new Worker(script, WORKER),
): Promise<Link> {
  return linkTo(start, module).catch(async (error: Error) => {
    if (error.name === "TimeoutError") throw error;
    // Without the core another worker would fail alike.
    await module;
    return linkTo(() => importing(script), module);
  });
}

const WORKER: WorkerOptions = { type: "module", name: "layerglass" };
/** How long a script may take to load and to answer: one that is not ours never does. */
const PATIENCE = 10_000;
/** How long a worker may be deaf after a task was given up: the longest single step of the core is below. */
const STUCK = 5000;

/** An engine in what `start` starts. */
export async function linkTo(
  start: () => Worker,
  module: WebAssembly.Module | Promise<WebAssembly.Module>,
): Promise<Link> {
  const link = new WorkerLink(start());
  try {
    await link.call("start", [await module], { signal: AbortSignal.timeout(PATIENCE) });
    return link;
  } catch (error) {
    link.stop();
    throw error;
  }
}

/**
 * A worker by a script of the page's own that imports the other. A page may not start a script of another origin (a
 * page on `file:` none at all), but it may import one.
 */
function importing(script: URL | string): Worker {
  const text = `import ${JSON.stringify(new URL(script, baseOf()))}`;
  const blob = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(blob, WORKER);
  // Only then is it certain that it was read.
  for (const event of ["message", "error"]) worker.addEventListener(event, () => URL.revokeObjectURL(blob));
  return worker;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: LayerglassError): void;
  readonly onProgress: TaskOptions["onProgress"];
}

class WorkerLink implements Link {
  dead = false;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  /** Who is told and asked while a call runs, or until the source that it opened is closed. */
  readonly #listeners = new Map<number, CallOptions>();
  #next = 1;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener("message", (event: MessageEvent<FromWorker>) => this.#receive(event.data));
    worker.addEventListener("messageerror", () => this.#die("a message could not be read"));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#die(event.message || "it could not be started");
    });
  }

  call<K extends Operation>(type: K, args: Arguments<K>, given?: CallOptions): Promise<Result<K>> {
    const { signal, onProgress, credentials, end } = watched(given);
    const id = this.#next++;
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.dead) return reject(died("it was stopped"));
      const transfer = [...(given?.transfer ?? [])];
      const sent = args.map((argument) => portable(argument, transfer));
      try {
        this.#post({ id, type, args: sent } as unknown as ToWorker, transfer);
      } catch (cause) {
        throw unknownSource(cause);
      }
      this.#pending.set(id, { resolve, reject, onProgress });
      if (given?.onRequest || credentials) this.#listeners.set(id, { onRequest: given?.onRequest, credentials });
    });
    const task = answer as Promise<Result<K>>;
    return untilAborted(task, signal, (late) => {
      if (!this.dead) this.#cancel(id);
      forget(this, type, late);
    }).finally(() => {
      end();
      if (type !== "open") this.#listeners.delete(type === "close" ? (args[0] as number) : id);
    });
  }

  stop(): void {
    if (!this.dead) this.#die("it was stopped");
  }

  /** What cannot be interrupted, such as a regular expression that explodes, is ended with the worker. */
  #cancel(id: number): void {
    this.#post({ id, type: "cancel" });
    const stuck = setTimeout(() => this.#die("it did not stop"), STUCK);
    const done = () => clearTimeout(stuck);
    // Nothing is known by that number: an answer only says that it is listening.
    this.call("close", [0]).then(done, done);
  }

  #post(message: ToWorker, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWorker): void {
    const pending = this.#pending.get(message.id);
    if (message.type === "progress") return pending?.onProgress?.(message.progress);
    if (message.type === "request") return this.#listeners.get(message.id)?.onRequest?.({ url: message.url });
    if (message.type === "credential") return void this.#answer(message.question, message);
    this.#pending.delete(message.id);
    if (message.type === "done") return pending?.resolve(message.result);
    this.#listeners.delete(message.id);
    const error = toError(message.failure);
    pending?.reject(error);
    // After a trap nothing in that instance can be relied on.
    if (error.code === "internal/trap") this.#die(error.message);
  }

  /** Credentials stay with the engine: they are asked for again whenever they are needed. */
  async #answer(id: number, { id: call, host }: { id: number; host: string }): Promise<void> {
    const answered = await Promise.resolve()
      .then(() => this.#listeners.get(call)?.credentials?.(host))
      .then(
        (answer) => ({ answer }),
        (thrown: unknown) => ({ answer: null, failure: toFailure(thrown) }),
      );
    if (!this.dead) this.#post({ id, type: "credential", ...answered });
  }

  /** Whoever waits is told: nobody waits for an answer that cannot come. */
  #die(why: string): void {
    this.dead = true;
    this.#worker.terminate();
    for (const { reject } of this.#pending.values()) reject(died(why));
    this.#pending.clear();
  }
}

function died(why: string): LayerglassError {
  return new LayerglassError("internal/worker-died", `the worker ended before it answered: ${why}`, {
    hint: "try again; if it happens again, please report it",
  });
}

/** Nobody will use what an aborted call may still give. */
function forget<K extends Operation>(link: Link, type: K, late: Promise<Result<K>>): void {
  late.then((result) => (type === "open" ? link.call("close", [(result as Opened).held]) : undefined)).catch(() => {});
}

interface Watched extends Pick<CallOptions, "signal" | "onProgress" | "credentials"> {
  /** Lets go of the caller's signal. */
  end(): void;
}

/** What a caller's `onProgress` or `credentials` throws ends the task as an abort does, and is what the caller gets. */
function watched(task?: CallOptions | null): Watched {
  const { signal, onProgress, credentials } = task ?? {};
  if (!onProgress && !credentials) return { signal, end: () => {} };
  const stopping = new AbortController();
  const stop = () => stopping.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  return {
    signal: stopping.signal,
    onProgress: (progress) => {
      // What was on its way when the task was given up comes too late.
      if (stopping.signal.aborted) return;
      try {
        onProgress?.(progress);
      } catch (thrown) {
        stopping.abort(thrown);
      }
    },
    credentials:
      credentials &&
      (async (host) => {
        try {
          return await credentials(host);
        } catch (thrown) {
          stopping.abort(thrown);
          throw thrown;
        }
      }),
    end: () => signal?.removeEventListener("abort", stop),
  };
}

/** `task`, unless the signal is aborted first; then `abandon` is called with it. */
export async function untilAborted<T>(
  task: Promise<T>,
  signal: AbortSignal | undefined,
  abandon: (task: Promise<T>) => void = () => {},
): Promise<T> {
  let stop: (() => void) | undefined;
  try {
    if (!signal) return await task;
    const aborted = new Promise<never>((_resolve, reject) => {
      stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    });
    return await Promise.race([task, aborted]);
  } catch (thrown) {
    if (!signal?.aborted) throw toError(thrown);
    abandon(task);
    throw signal.reason;
  } finally {
    if (stop) signal?.removeEventListener("abort", stop);
  }
}
