// What travels between the client and the engine, wherever that runs.
import type { Progress } from "../public/options.js";
import type { PlainError, Report, Verified } from "../public/report.js";
import type { Source } from "../public/source.js";
import type { Failure } from "./errors.js";
import type { HeldOptions } from "./held.js";
import type { Apart } from "./layers.js";
import type { Remote } from "./sources/remote.js";

/** The engine's operations: arguments and result. `held` is the number that `open` gave. */
export interface Operations {
  /** Loads the core. */
  start(module: WebAssembly.Module): void;
  /** Opens a source under the number of the call. */
  open(source: Source | Remote, options: HeldOptions): Opened;
  /** Reads one layer, whatever is open. Gives nothing of a damaged one. */
  layer(job: Apart, options: string): Uint8Array | undefined;
  report(held: number): Report;
  raw(held: number, name: string): Uint8Array;
  measure(held: number): Report;
  verify(held: number): Verified;
  close(held: number): void;
}

export interface Opened {
  readonly held: number;
  readonly report: Report;
  readonly error: PlainError | null;
}

export type Operation = keyof Operations;
export type Arguments<K extends Operation> = Parameters<Operations[K]>;
export type Result<K extends Operation> = ReturnType<Operations[K]>;

/** `id` names a call until it is done or failed; `cancel` is about the call of that id. */
export type ToWorker = { id: number } & (
  { [K in Operation]: { type: K; args: Arguments<K> } }[Operation] | { type: "cancel" }
);

export type FromWorker = { id: number } & (
  | { type: "progress"; progress: Progress }
  /** The source that the call opened, or opens, sends a request. */
  | { type: "request"; url: string }
  | { type: "done"; result: unknown }
  | { type: "failed"; failure: Failure }
);
