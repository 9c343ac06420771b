// The wasm module: fetched and compiled once, from wherever `init` says.
import {
  FileReader,
  Inflater,
  LayerReader,
  Opening,
  Registry,
  initSync,
  parseReference,
} from "../../wasm/layerglass.js";
import { LayerglassError } from "../public/error.js";
import type { InitOptions } from "../public/options.js";
import { baseOf, isNode, isResponse, nodeModule } from "./host.js";

const core = { FileReader, Inflater, LayerReader, Opening, Registry, parseReference };

export type Core = typeof core;
type WasmInput = NonNullable<InitOptions["wasm"]>;

let module: Promise<WebAssembly.Module> | undefined;
let compiled: WebAssembly.Module | undefined;

/** The compiled module. The first call says from where. */
export function loadModule(wasm?: WasmInput): Promise<WebAssembly.Module> {
  return (module ??= compile(wasm ?? new URL("./layerglass_bg.wasm", import.meta.url)));
}

/** Lets the next call of {@link loadModule} begin anew, after one that was of no use. */
export function forgetModule(): void {
  module = compiled = undefined;
}

/** The core, running on this thread. */
export function startCore(module: WebAssembly.Module): Core {
  try {
    // The glue keeps for good what it has begun to start.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === "__wbindgen_start")) {
      throw new Error("it lacks what every version has");
    }
    initSync({ module });
  } catch (cause) {
    throw noWasm("the wasm module is not the one of this version", cause);
  }
  return core;
}

/** The core on this thread, at once: only once {@link loadModule} is done. */
export function coreNow(): Core {
  if (compiled) return startCore(compiled);
  throw new LayerglassError("usage/not-initialised", "the core is not loaded yet", {
    hint: "await init() once before this call",
  });
}

async function compile(wasm: WasmInput): Promise<WebAssembly.Module> {
  if (typeof wasm === "string" || wasm instanceof URL) wasm = await fetchOrRead(new URL(wasm, baseOf()));
  try {
    return (compiled = await compileAny(wasm));
  } catch (cause) {
    throw noWasm(`the wasm module ${isResponse(wasm) ? `at ${wasm.url} ` : ""}cannot be compiled`, cause);
  }
}

async function fetchOrRead(url: URL): Promise<Response | BufferSource> {
  const refused = (cause: unknown): never => {
    throw noWasm(`the wasm module cannot be read from ${url.href}`, cause);
  };
  if (url.protocol === "file:" && isNode) {
    const { readFile } = await nodeModule<typeof import("node:fs/promises")>("fs/promises");
    return readFile(url).catch(refused);
  }
  return fetch(url).catch(refused);
}

/** Compiles while it is fetched, unless the server names another type, or this one with a parameter: browsers then refuse to. */
async function compileAny(wasm: Exclude<WasmInput, string | URL>): Promise<WebAssembly.Module> {
  if (!isResponse(wasm)) return isBuffer(wasm) ? WebAssembly.compile(wasm) : wasm;
  if (!wasm.ok) throw new Error(`the server answered ${wasm.status}`);
  return wasm.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(wasm)
    : WebAssembly.compile(await wasm.arrayBuffer());
}

function noWasm(what: string, cause: unknown): LayerglassError {
  return new LayerglassError("init/no-wasm", `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    hint:
      "serve layerglass_bg.wasm of this version beside its script, or tell init({ wasm }) where it is; " +
      "a Content-Security-Policy has to allow 'wasm-unsafe-eval'",
    cause,
  });
}

/** A module has no shape that would tell it apart. */
function isBuffer(wasm: WebAssembly.Module | BufferSource): wasm is BufferSource {
  return wasm instanceof ArrayBuffer || ArrayBuffer.isView(wasm);
}
