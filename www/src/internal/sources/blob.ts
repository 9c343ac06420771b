// Sources that can be cloned to another thread: files of a browser, bytes, folder handles.
import { LayerglassError } from "../../public/error.js";
import { DISTANT, type FolderSupply, MEMORY, type RandomSupply } from "./source.js";

export function fromBlob(blob: Blob): RandomSupply {
  return {
    kind: "random",
    size: blob.size,
    blob,
    costs: DISTANT,
    read: async (offset, length) => {
      const part = blob.slice(offset, offset + length);
      return new Uint8Array(await part.arrayBuffer().catch(unreadable));
    },
    close: () => {},
  };
}

export function fromBytes(bytes: Uint8Array): RandomSupply {
  const { length: size } = bytes;
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return { kind: "random", size, costs: MEMORY, read, close: () => {} };
}

export function fromDirectoryHandle(root: FileSystemDirectoryHandle): FolderSupply {
  return {
    kind: "folder",
    open: async (name) => {
      const parts = name.split("/");
      const last = parts.pop() ?? "";
      try {
        let folder = root;
        for (const part of parts) folder = await folder.getDirectoryHandle(part);
        return fromBlob(await (await folder.getFileHandle(last)).getFile());
      } catch (error) {
        if (isAbsent(error)) return undefined;
        return unreadable(error);
      }
    },
    close: () => {},
  };
}

/** There is no such file, or a folder where a file should be. */
function isAbsent(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotFoundError" || error.name === "TypeMismatchError");
}

function unreadable(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new LayerglassError("source/unreadable", `the file can no longer be read: ${why}`, {
    hint: "it was moved or changed since it was chosen: choose it again",
    cause,
  });
}
