// The wasm module: fetched and compiled once, from wherever `init` says.
import * as core from "../../wasm/layerglass.js";
import { LayerglassError } from "../public/error.js";
import type { InitOptions } from "../public/options.js";
import { isNode, nodeModule } from "./host.js";

export type Core = typeof core;
type WasmInput = NonNullable<InitOptions["wasm"]>;

let module: Promise<WebAssembly.Module> | undefined;
let compiled: WebAssembly.Module | undefined;

/** The compiled module. The first call says from where; one that failed may be tried again. */
export function loadModule(wasm?: WasmInput): Promise<WebAssembly.Module> {
  module ??= compile(wasm ?? new URL("./layerglass_bg.wasm", import.meta.url)).catch((error: unknown) => {
    module = undefined;
    throw error;
  });
  return module;
}

/** The core, running on this thread. */
export async function loadCore(wasm?: WasmInput): Promise<Core> {
  const module = await loadModule(wasm);
  // `default` looks at the global `Response`, for which Node first loads all of its `fetch`: 15 ms.
  if (isNode) core.initSync({ module });
  else await core.default({ module_or_path: module });
  return core;
}

/** The core on this thread, at once: only once {@link loadModule} is done. */
export function coreNow(): Core {
  if (!compiled) {
    throw new LayerglassError("usage/not-initialised", "the core is not loaded yet", {
      hint: "await init() once before this call",
    });
  }
  core.initSync({ module: compiled });
  return core;
}

async function compile(wasm: WasmInput): Promise<WebAssembly.Module> {
  if (typeof wasm === "string" || wasm instanceof URL) compiled = await compileFile(new URL(wasm, baseOf()));
  else if (wasm instanceof Response) compiled = await compileResponse(wasm);
  else if (isBuffer(wasm)) compiled = await WebAssembly.compile(wasm);
  else compiled = wasm;
  return compiled;
}

async function compileFile(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === "file:" && isNode) return WebAssembly.compile(await readFile(url));
  const response = await fetch(url).catch((cause: unknown) => unreachable(url.href, "it cannot be fetched", cause));
  return compileResponse(response);
}

/** Compiles while it is fetched, unless the server names a wrong type: browsers then refuse to. */
async function compileResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) return unreachable(response.url, `the server answered ${response.status}`);
  const type = response.headers.get("content-type")?.split(";")[0]?.trim();
  return type === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

async function readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = await nodeModule<typeof import("node:fs/promises")>("fs/promises");
  return readFile(url).catch((cause: unknown) => unreachable(url.href, "it cannot be read", cause));
}

function unreachable(url: string, why: string, cause?: unknown): never {
  throw new LayerglassError("init/no-wasm", `the wasm module at ${url} is needed, but ${why}`, {
    hint: "serve layerglass_bg.wasm there, or tell init({ wasm }) where it is",
    cause,
  });
}

/** A module has no shape that would tell it apart. */
function isBuffer(wasm: WebAssembly.Module | BufferSource): wasm is BufferSource {
  return wasm instanceof ArrayBuffer || ArrayBuffer.isView(wasm);
}

/** What a relative address is relative to: the page, as everywhere in it. */
function baseOf(): string {
  return globalThis.document?.baseURI ?? globalThis.location?.href ?? import.meta.url;
}
