// `init` and `open`: one engine for the whole page, started when it is needed and dropped with the last inspection.
import type { InitOptions, OpenOptions } from "../public/options.js";
import type { Inspection } from "../public/inspection.js";
import type { Source } from "../public/source.js";
import { setNetwork } from "./fetch.js";
import { isNode } from "./host.js";
import { OpenInspection } from "./inspection.js";
import { type Link, linkHere, linkWorker } from "./link.js";
import { forgetModule, loadModule } from "./load.js";

let settings: InitOptions = {};
let current: Promise<Link> | undefined;
/** Inspections that are open or being opened. */
let users = 0;

/**
 * Loads the core ahead of the first `open`, or from another place than beside this module. Optional; only the first
 * call, and only before the first `open`, has a say.
 */
export async function init(options: InitOptions = {}): Promise<void> {
  if (!current) settings = options;
  await running();
}

/**
 * Opens a source and finds the images in it. Reads no more than that needs, unless `measure` or `verify` ask for it.
 *
 * Rejects with a {@link LayerglassError} where nothing can be made of the source. What is wrong with an image that can
 * be shown is a finding in its report.
 */
export async function open(source: Source, options: OpenOptions = {}): Promise<Inspection> {
  // JavaScript's null for no options is as good as none.
  const given = (options as OpenOptions | null) ?? {};
  given.signal?.throwIfAborted();
  users += 1;
  try {
    return await OpenInspection.open({ link: running, release }, source, given);
  } catch (error) {
    release();
    throw error;
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
