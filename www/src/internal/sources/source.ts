// What the rest of the package knows of a source: three ways to give bytes, and a registry.
import { LayerglassError } from "../../public/error.js";
import type { Resolution } from "../../public/report.js";
import type { Core } from "../load.js";
import type { Feed } from "../window.js";

/** Any source, after its adapter. */
export type Supply = FedSupply | RegistrySupply;

/** What the core is fed from. An image in a registry it finds itself. */
export type FedSupply = RandomSupply | StreamSupply | FolderSupply;

/** Bytes at any offset, as often as needed. */
export interface RandomSupply {
  readonly kind: "random";
  readonly size: number;
  readonly url?: string;
  /** The same bytes for another thread, where they can be cloned to it at no cost. */
  readonly blob?: Blob;
  /** Of Node: for another thread of the process. */
  readonly fd?: number;
  readonly costs: Costs;
  /**
   * Up to `length` bytes from `offset`; none only at the end. A supply with `costs.reuse` fills `scratch`, which is at
   * least that long; the bytes then last until the next read with the same scratch.
   */
  read(offset: number, length: number, scratch: Uint8Array): Uint8Array | Promise<Uint8Array>;
  close(): void;
}

/** Bytes that pass by once. */
export interface StreamSupply {
  readonly kind: "stream";
  readonly size: number | null;
  readonly url?: string;
  /** Its bytes are nobody else's, and all of their buffer. */
  readonly givesAway?: boolean;
  /** The next bytes, never none; undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  close(): void;
}

/** A folder. Names are relative and have `/` between their parts. */
export interface FolderSupply {
  readonly kind: "folder";
  open(name: string): Promise<RandomSupply | undefined>;
  close(): void;
}

/** An image in a registry, found already. */
export interface RegistrySupply {
  readonly kind: "registry";
  /** Whoever holds the source frees it. */
  readonly opening: InstanceType<Core["Opening"]>;
  readonly resolution: Resolution | null;
  /** The options, in the form that the core takes. */
  readonly json: string;
  /**
   * A blob, read from wherever bytes are wanted; `signal` is of the task that wants them. Its end is an error where its
   * bytes do not hash to what they should, unless whoever takes them hashes them as well: the answer is then its own.
   */
  part(
    name: string,
    size: number,
    isHashed: boolean,
    signal: () => AbortSignal | undefined,
  ): { readonly feed: Feed; close(): void };
  /** A blob from its first byte on. */
  stream(name: string, size: number, isHashed: boolean): StreamSupply;
  close(): void;
}

/** How to read a random supply well: what a read costs, beside the bytes it brings. */
export interface Costs {
  /** Bytes of a read after a jump. */
  readonly first: number;
  /** Bytes of a read at most. */
  readonly most: number;
  /** Reads double up to it while they follow each other, however few bytes are asked for. */
  readonly unasked?: number;
  /** A gap that is not worth a read of its own: reads on both sides of it count as following each other. */
  readonly near: number;
  /** Worth starting the next read before the last one is used up. */
  readonly ahead: boolean;
  /** Reads fill the scratch given to them. */
  readonly reuse: boolean;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** Bytes in memory: reading them is a view. */
export const MEMORY: Costs = { first: MIB, most: MIB, near: 0, ahead: false, reuse: false };
/** A browser's file, or one behind a network: a read costs as much as reading about 1 MiB on. */
export const DISTANT: Costs = {
  first: 256 * KIB,
  most: 4 * MIB,
  near: MIB,
  ahead: true,
  reuse: false,
};

/** Asserts that what a caller's source gave is bytes. */
export function bytesOf(value: unknown, what: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new LayerglassError("source/not-bytes", `${what} gave ${typeof value}, not a Uint8Array`, {
    hint: "give bytes: of a text stream, the stream before its decoder",
  });
}

/** What is no source of any kind, or cannot be handed to another thread. */
export function unknownSource(cause?: unknown): LayerglassError {
  return new LayerglassError("usage/source", "this is nothing that can be opened", {
    hint: "give a File, Blob, Uint8Array, URL, ReadableStream, Response, folder handle, { size, read } or an image's name",
    cause,
  });
}
