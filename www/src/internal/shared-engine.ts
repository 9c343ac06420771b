// One engine for the whole page, started when it is needed and dropped with whoever used it last.
import type { InitOptions } from "../public/options.js";
import { setNetwork } from "./fetch.js";
import { isNode } from "./host.js";
import type { Lease } from "./inspection.js";
import { type Link, linkHere, linkWorker, untilAborted } from "./link.js";
import { forgetModule, loadModule } from "./load.js";

let settings: InitOptions = {};
let current: Promise<Link> | undefined;
/** Inspections that are open or being opened, and calls that run. */
let users = 0;

/** Milliseconds that an engine is kept for after a single call. */
const LINGER = 5000;

/** Only the first call, and only before the engine is started, has a say. */
export async function begin(options: InitOptions): Promise<void> {
  if (!current) settings = options;
  await running();
}

/** Uses the engine until the lease is released. */
export function lease(): Lease {
  users += 1;
  return { link: running, release };
}

/** For one call that leaves nothing open. */
export async function once<T>(task: (link: Link) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  signal?.throwIfAborted();
  const { link, release } = lease();
  try {
    return await task(await untilAborted(link(), signal));
  } finally {
    // What asks once asks again, and tokens and documents are known until then.
    if (isNode) release();
    else setTimeout(release, LINGER);
  }
}

/** The engine; a new one where the last has died. */
async function running(): Promise<Link> {
  const asked = (current ??= start());
  const link = await asked;
  if (!link.dead) return link;
  // Whoever waits beside this one may have begun anew already.
  if (current === asked) current = undefined;
  return running();
}

function start(): Promise<Link> {
  const started = startLink();
  started.catch(() => {
    current = undefined;
    forgetModule();
  });
  return started;
}

async function startLink(): Promise<Link> {
  if (settings.network) setNetwork(settings.network);
  // The worker's script comes while the core does.
  const module = loadModule(settings.wasm);
  const worker = settings.worker ?? true;
  if (isNode || worker === false || typeof Worker === "undefined") return linkHere(await module);
  const linked = worker === true ? linkOwn(module) : linkWorker(worker, module);
  return linked.catch(async () => linkHere(await module));
}

function linkOwn(module: Promise<WebAssembly.Module>): Promise<Link> {
  // Bundlers find the worker's script by this very expression.
  const start = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "layerglass" });
  return linkWorker(new URL("./worker.js", import.meta.url), module, start);
}

/** One inspection less. Linear memory never shrinks: only ending the worker gives it back. */
function release(): void {
  users -= 1;
  if (users > 0) return;
  void current?.then(
    (link) => {
      if (users === 0) link.stop();
    },
    () => {},
  );
}
