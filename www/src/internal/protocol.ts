// What travels between the client and the engine, wherever that runs.
import type { ChildrenOptions, FilesOptions, FindOptions } from "../public/files.js";
import type { Progress, TaskOptions } from "../public/options.js";
import type {
  FilePage,
  FileRow,
  FilesSummary,
  FoundPage,
  HiddenPage,
  PlainError,
  Report,
  Resolution,
  Verified,
  WasteReport,
} from "../public/report.js";
import type { Source } from "../public/source.js";
import type { Failure } from "./errors.js";
import type { HeldOptions } from "./first-view.js";
import type { Apart } from "./job.js";
import type { Remote } from "./sources/remote.js";

/** The engine's operations: arguments and result. `held` is the number that `open` gave. */
export interface Operations {
  /** Loads the core. */
  start(module: WebAssembly.Module): void;
  /** Opens a source under the number of the call; text is the name of an image in a registry. */
  open(source: Source | Remote, options: HeldOptions): Opened;
  /** Asks a registry something that leaves nothing open. */
  ask(question: RegistryQuestion, words: readonly string[], options: object, told: RegistryTold): unknown;
  /** Reads one layer, whatever is open. Gives nothing of a damaged one. */
  layer(job: Apart, options: string): Uint8Array | undefined;
  report(held: number): Report;
  raw(held: number, name: string): Uint8Array;
  measure(held: number): Report;
  verify(held: number): Verified;
  /** Answers a question about files; layers that were not read yet are read for it. */
  files<Q extends keyof Questions>(held: number, whose: Whose, question: Q, args: Parameters<Questions[Q]>): unknown;
  /** The next bytes of what `read` or `tar` began; undefined at the end, and the number is then forgotten. */
  next(held: number, stream: number): Uint8Array | undefined;
  /** Reads no more of it. */
  drop(held: number, stream: number): void;
  close(held: number): void;
}

/** What registries are asked: the core's methods, by name. */
export type RegistryQuestion = "resolve" | "manifest" | "tags" | "tag" | "referrers" | "catalog" | "check" | "search";

/** The part of `RegistrySettings` that is data. */
export interface RegistryTold {
  /** As the core takes them; equal settings are equal text. */
  readonly settings: string;
  /** Whose credentials are asked for; 0 where nobody has some. What was learned with one's is not used for another. */
  readonly keys: number;
  /** Of the settings, for archives on the web too. */
  readonly insecure: readonly string[];
}

/** Whose files: an image's, or those of one layer of it. */
export interface Whose extends FilesOptions {
  readonly image: number;
  readonly layer?: number | undefined;
}

/** An entry of a layer. */
export interface Entry {
  readonly layer: number;
  readonly entry: number;
}

/** What is asked about files. */
export interface Questions {
  summary(): FilesSummary;
  children(path: string, from: number, count: number, sort: NonNullable<ChildrenOptions["sort"]>): FilePage;
  rows(path: string | undefined, from: number, count: number): FilePage;
  entry(path: string): FileRow | undefined;
  find(pattern: string, as: NonNullable<FindOptions["as"]>, from: number, count: number): FoundPage;
  hidden(from: number, count: number): HiddenPage;
  waste(from: number, count: number, duplicates: boolean): WasteReport;
  /** These two give a number for `next`. */
  read(path: string | Entry): number;
  tar(path: string): number;
}

export interface Opened {
  readonly held: number;
  readonly report: Report;
  readonly error: PlainError | null;
  readonly resolution: Resolution | null;
}

export type Operation = keyof Operations;
export type Arguments<K extends Operation> = Parameters<Operations[K]>;
export type Result<K extends Operation> = ReturnType<Operations[K]>;

/** The operations on a held source. */
export type OnHeld = Exclude<Operation, "start" | "open" | "ask" | "layer">;
/** Their arguments but for the source's number. */
export type Rest<K extends OnHeld> = Arguments<K> extends [number, ...infer R] ? R : never;
/** Does an operation on one source, wherever that is held. */
export type AskHeld = <K extends OnHeld>(type: K, args: Rest<K>, task?: TaskOptions) => Promise<Result<K>>;

/** `id` names a call until it is done or failed; `cancel` is about the call of that id. */
export type ToWorker = { id: number } & (
  | { [K in Operation]: { type: K; args: Arguments<K> } }[Operation]
  | { type: "cancel" }
  /** To the question of that number. */
  | { type: "credential"; answer: unknown; failure?: Failure }
);

export type FromWorker = { id: number } & (
  | { type: "progress"; progress: Progress }
  /** The source that the call opened, or opens, sends a request. */
  | { type: "request"; url: string }
  /** It needs credentials. */
  | { type: "credential"; question: number; host: string }
  | { type: "done"; result: unknown }
  | { type: "failed"; failure: Failure }
);
