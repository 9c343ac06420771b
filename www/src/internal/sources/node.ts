// Files and folders in Node.
import type { FileHandle } from "node:fs/promises";
import { LayerglassError } from "../../public/error.js";
import type { FileDescriptor } from "../../public/source.js";
import { nodeModule } from "../host.js";
import { fromStream } from "./here.js";
import type { Costs, FedSupply, FolderSupply, RandomSupply } from "./source.js";

type Fs = typeof import("node:fs");
type FsPromises = typeof import("node:fs/promises");

/** A file descriptor: a read costs as much as taking in 16 KiB. The first is a header with its extensions. */
const DESCRIPTOR: Costs = { first: 1536, most: 1 << 20, unasked: 1 << 14, near: 0, ahead: false, reuse: true };

/** Bytes that are read sooner than another thread is asked to. */
const AT_ONCE = 64 * 1024;

/** A file, a folder, or what can only be read once: a pipe, a device. */
export async function fromPath(path: URL): Promise<FedSupply> {
  const { open, realpath } = await nodeModule<FsPromises>("fs/promises");
  const handle = await open(path).catch((cause: unknown) => unreadable(cause));
  const stat = await handle.stat();
  if (stat.isFile()) return { ...(await fromDescriptor(handle)), close: () => closeQuietly(handle) };
  if (stat.isDirectory()) {
    await handle.close();
    return folder(await realpath(path));
  }
  return fromStream(handle.readableWebStream() as ReadableStream<Uint8Array>);
}

/** An open file that the caller closes. A pipe's descriptor is read as a stream. */
export async function fromDescriptor({ fd }: FileDescriptor): Promise<FedSupply> {
  const fs = await nodeModule<Fs>("fs");
  const stat = await new Promise<{ isFile(): boolean; size: number }>((resolve, reject) => {
    fs.fstat(fd, (error, stat) => (error ? reject(error) : resolve(stat)));
  }).catch((cause: unknown) => unreadable(cause));
  if (stat.isFile()) return random(fs, fd, stat.size);
  const { Readable } = await nodeModule<typeof import("node:stream")>("stream");
  const stream = fs.createReadStream("", { fd, autoClose: false, highWaterMark: 1 << 18 });
  return fromStream(Readable.toWeb(stream) as ReadableStream<Uint8Array>);
}

export function random(fs: Fs, fd: number, size: number): RandomSupply {
  return {
    kind: "random",
    size,
    fd,
    costs: DESCRIPTOR,
    read: (offset, length, scratch) => (length > AT_ONCE ? later : atOnce)(fs, fd, offset, length, scratch),
    close: () => {},
  };
}

function atOnce({ readSync }: Fs, fd: number, offset: number, length: number, scratch: Uint8Array): Uint8Array {
  try {
    return scratch.subarray(0, readSync(fd, scratch, 0, length, offset));
  } catch (cause) {
    return unreadable(cause);
  }
}

function later({ read }: Fs, fd: number, offset: number, length: number, scratch: Uint8Array): Promise<Uint8Array> {
  return new Promise<Uint8Array>((resolve, reject) => {
    read(fd, scratch, 0, length, offset, (error, count) => {
      if (error) reject(error);
      else resolve(scratch.subarray(0, count));
    });
  }).catch((cause: unknown) => unreadable(cause));
}

/** A part of a file, for a thread that has nothing to do but wait for it. */
export async function waiting(fd: number, start: number, size: number): Promise<RandomSupply> {
  const { readSync } = await nodeModule<Fs>("fs");
  return {
    kind: "random",
    size,
    costs: DESCRIPTOR,
    read: (offset, length, scratch) => scratch.subarray(0, readSync(fd, scratch, 0, length, start + offset)),
    close: () => {},
  };
}

async function folder(root: string): Promise<FolderSupply> {
  const { open, realpath } = await nodeModule<FsPromises>("fs/promises");
  const { join, sep } = await nodeModule<typeof import("node:path")>("path");
  const fs = await nodeModule<Fs>("fs");
  return {
    kind: "folder",
    open: async (name) => {
      try {
        // A link must not make a file outside of the folder look like a part of the image.
        const path = await realpath(join(root, ...name.split("/")));
        if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
        // Without waiting: a pipe without a writer would never open.
        const handle = await open(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
        const stat = await handle.stat();
        const close = () => closeQuietly(handle);
        if (stat.isFile()) return { ...random(fs, handle.fd, stat.size), close };
        close();
        return undefined;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        return unreadable(error);
      }
    },
    close: () => {},
  };
}

/** Nothing depends on a file that was only read being closed well. */
function closeQuietly(handle: FileHandle): void {
  handle.close().catch(() => {});
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** There is no such file, or what cannot be one: a socket refuses to be opened. */
function isAbsent(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ENXIO"].includes(codeOf(error));
}

function unreadable(cause: unknown): never {
  if (cause instanceof LayerglassError) throw cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (codeOf(cause) === "ENOENT") {
    throw new LayerglassError("source/not-found", message, { hint: "check the path", cause });
  }
  throw new LayerglassError("source/unreadable", message, { hint: "check that it can be read by you", cause });
}
