// Sources that live on the thread that has them: streams, a caller's own reader, a dropped folder.
import { LayerglassError } from "../../public/error.js";
import type { RandomAccess } from "../../public/source.js";
import { DISTANT, type FedSupply, type RandomSupply, type StreamSupply, bytesOf } from "./source.js";
import { isResponse } from "../host.js";
import { fromBlob } from "./blob.js";

/** The supply of a source that cannot be cloned to another thread; undefined for every other. */
export function adaptHere(source: unknown): FedSupply | undefined {
  if (typeof source !== "object" || source === null) return undefined;
  if (source instanceof ReadableStream) return fromStream(source);
  if (isResponse(source)) return fromResponse(source);
  if ("read" in source && typeof source.read === "function" && "size" in source)
    return fromAccess(source as RandomAccess);
  if ("isDirectory" in source && source.isDirectory === true) return fromEntry(source as FileSystemDirectoryEntry);
  return undefined;
}

export function fromStream(stream: ReadableStream<Uint8Array>, size: number | null = null, url?: string): StreamSupply {
  if (stream.locked) {
    throw new LayerglassError("source/used", "something else reads this stream already", {
      hint: "give a stream that nothing reads, or one branch of its tee()",
    });
  }
  const reader = stream.getReader();
  return {
    kind: "stream",
    size,
    ...(url === undefined ? {} : { url }),
    next: async () => {
      for (;;) {
        const { done, value } = await reader.read().catch((cause: unknown) => failed(cause, url));
        if (done) return undefined;
        const bytes = bytesOf(value, "the stream");
        if (bytes.length > 0) return bytes;
      }
    },
    // A stream that was read to its end, or has failed, has nothing to cancel.
    close: () => void reader.cancel().catch(() => {}),
  };
}

function fromResponse(response: Response): StreamSupply {
  if (!response.ok) {
    throw new LayerglassError(
      "network/status",
      `the server answered ${response.status} ${response.statusText}`.trim(),
      {
        hint: "check the address, and that it needs no login",
      },
    );
  }
  if (!response.body || response.bodyUsed) {
    throw new LayerglassError("source/used", "the response has no body to read, or it was read before", {
      hint: "fetch it again and give the new response",
    });
  }
  return fromStream(response.body, null, response.url || undefined);
}

function fromAccess(source: RandomAccess): RandomSupply {
  const { size } = source;
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new LayerglassError("source/size", `the source says that it has ${size} bytes`, {
      hint: "give its size as a whole number of bytes",
    });
  }
  return {
    kind: "random",
    size,
    costs: DISTANT,
    read: async (offset, length) => {
      const bytes = await Promise.resolve(source.read(offset, length)).catch((cause: unknown) => failed(cause));
      return bytesOf(bytes, "read()").subarray(0, length);
    },
    close: () => {},
  };
}

/** A folder as browsers without `getAsFileSystemHandle` drop it. */
function fromEntry(folder: FileSystemDirectoryEntry): FedSupply {
  const find = (name: string) =>
    new Promise<FileSystemEntry>((resolve, reject) => folder.getFile(name, {}, resolve, reject));
  const read = (entry: FileSystemFileEntry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return {
    kind: "folder",
    open: async (name) => {
      const entry = await find(name).catch(() => undefined);
      return entry?.isFile ? fromBlob(await read(entry as FileSystemFileEntry)) : undefined;
    },
    close: () => {},
  };
}

/** What a caller's own source throws, or a download that breaks off. */
function failed(cause: unknown, url?: string): never {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (url === undefined) throw new LayerglassError("source/unreadable", message, { hint: READER, cause });
  throw new LayerglassError("network/failed", `the download broke off: ${message}`, {
    hint: "try again, or download the file and open that",
    cause,
  });
}

const READER = "the source itself failed: see what gives its bytes";
