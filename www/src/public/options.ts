import type { RegistrySettings } from "./registry.js";
import type { Limits } from "./report.js";

/** Options of {@link init}. */
export interface InitOptions {
  /** Where the wasm module is, or the module itself. By default the file beside the package's own code. */
  wasm?: string | URL | Response | BufferSource | WebAssembly.Module | undefined;
  /**
   * Whether browsers work in a worker (the default), so that the page never waits; a string or URL says where the
   * worker's script is. Where none can be started the work is done in slices on the calling thread. In Node only
   * layers are read in threads of their own.
   */
  worker?: boolean | string | URL | undefined;
  /** How Node reaches the network; a browser knows that itself. */
  network?: NetworkOptions | undefined;
}

/** Node's way to the network, for registries and archives on the web. Bun and Deno are as Node here. */
export interface NetworkOptions {
  /**
   * The proxy for `http:` and for `https:` addresses, and which hosts are asked without: by default what HTTP_PROXY,
   * HTTPS_PROXY and NO_PROXY of the environment say, in upper or lower case. This machine is never asked by a proxy.
   */
  proxy?: { http?: string | undefined; https?: string | undefined; no?: string | undefined } | undefined;
  /** Certificates (PEM) that are trusted beside the usual ones. */
  ca?: string | readonly string[] | undefined;
  /** Hosts (`host` or `host:port`) whose certificates are not checked. */
  unchecked?: readonly string[] | undefined;
}

/** What every longer task takes. */
export interface TaskOptions {
  /** Stops the task within 100 ms; its promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called at most 20 times a second, and once when a phase is complete. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** Options of {@link open}. */
export interface OpenOptions extends TaskOptions {
  /**
   * `os/architecture[/variant]`: only images of this platform. Of an image in a registry, which one: `linux/amd64` by
   * default.
   */
  platform?: string | undefined;
  /** How registries are reached, for an image in one; of an archive on the web only `insecure` counts. */
  registry?: RegistrySettings | undefined;
  /** Each step of {@link Inspection.resolution} says how long it took. */
  timing?: boolean | undefined;
  /** Recompute every digest, the layers' too; {@link Inspection.verify} does it later, where the source can be read again. */
  verify?: boolean | undefined;
  /** Read the headers of every layer, for `contentSize` and `files`, as {@link Inspection.measure} does later. */
  measure?: boolean | undefined;
  /**
   * Called for each HTTP request that is sent for this source, whenever that is: as long as the inspection is open, and
   * again where the source has to be opened again. Where a redirect led to counts too: a browser tells the last one.
   */
  onRequest?: ((request: { url: string }) => void) | undefined;
  /**
   * Keeps a source that can be read only once (a stream, a `Response`, a pipe, a server without ranges) as it passes by,
   * so that `measure`, `verify` and files can be asked for later; `source/one-shot` answers them else. In Node it is
   * kept in a temporary file without a name, by default; in a browser's worker in the origin's private file system,
   * only where this is `true`. It is removed with `close()`. A number is how many bytes are kept at most, 16 GiB by
   * default, so that a stream without an end does not fill the disk: of a longer one nothing is kept.
   */
  spool?: boolean | number | undefined;
  /** Other caps on memory than the default ones; a higher one is for input that you trust. */
  limits?: Partial<Limits> | undefined;
}

/** How far a task is. */
export interface Progress {
  /** `open`: finding the images. `measure` (for files, too) and `verify`: reading layers. */
  phase: "open" | "measure" | "verify";
  /** Bytes of the source that are dealt with. */
  bytes: number;
  /** Of how many; null where the source does not say how long it is. */
  total: number | null;
}
