// The part of the core that asks registries, as the engine uses it.
import type { Resolution } from "../public/report.js";
import type { RegistryQuestion } from "./protocol.js";

/** Each call takes its options as JSON, and a promise that settles when it is to be given up. */
export type CoreRegistry = Record<
  RegistryQuestion,
  (...args: [...words: string[], options: string, stop: Promise<unknown>]) => Promise<unknown>
> & {
  open(reference: string, options: string, stop: Promise<unknown>): Promise<object>;
  blob(opening: object, name: string, at: number): BlobStream;
  free(): void;
};

/** Bytes of a blob, as they come. */
export interface BlobStream {
  next(stop: Promise<unknown>): Promise<Uint8Array | undefined>;
  free(): void;
}

export type MakeRegistry = new (
  options: string,
  credentials: ((host: string) => Promise<unknown>) | undefined,
  onRequest: ((url: string) => void) | undefined,
) => CoreRegistry;

/** What an image that was found in a registry has beside what all have. */
export interface Resolved {
  resolution(): Resolution;
}
