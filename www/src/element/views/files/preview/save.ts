// A file or a folder to the visitor's disk.
import { download } from "../../../parts/download.js";

/** Up to here a file simply goes to the downloads: to be asked where it should go each time would be a nuisance. */
export const SMALL = 16 * 1024 * 1024;

/** Of anything that may be text a browser would change the name. */
const BYTES = { "content-type": "application/octet-stream" };

/** Not a part of the types of every version of TypeScript: only some browsers have it. */
type Picker = (options: {
  suggestedName: string;
}) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;

/** Where the bytes go, once that is known. */
export type Target = WritableStream<Uint8Array> | null;

/** Whether what is saved goes to the disk as it comes; else all of it is kept in memory first. */
export function goesToDisk(): boolean {
  return picker() !== undefined;
}

/**
 * Asks where to put it; null is the browser's downloads, undefined that the visitor thought better of it. To be called
 * right in the handler of a click: a browser opens no dialog later.
 */
export async function chosenTarget(name: string, size: number | null): Promise<Target | undefined> {
  const pick = picker();
  if (!pick || (size !== null && size <= SMALL)) return null;
  try {
    return await (await pick({ suggestedName: name })).createWritable();
  } catch (thrown) {
    // A frame of another origin may open no dialog; there the downloads will do.
    return thrown instanceof DOMException && thrown.name === "AbortError" ? undefined : null;
  }
}

/** Resolves with the number of bytes. What was written so far is thrown away where the signal stops it. */
export async function saved(
  stream: ReadableStream<Uint8Array>,
  target: Target,
  name: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  let bytes = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const until = signal ? { signal } : {};
  const counted = stream.pipeThrough(counter, until);
  if (target) await counted.pipeTo(target, until);
  else download(await new Response(counted, { headers: BYTES }).blob(), name);
  return bytes;
}

/** The last part of a path as a name that any system takes; browsers make it safe besides. */
export function nameFor(path: string, ending = ""): string {
  const last = path.split("/").findLast((part) => part !== "" && part !== "." && part !== "..") ?? "files";
  return last.replace(/[\p{Control}\p{Format}\p{Surrogate}"*/:<>?\\|]/gu, "_").slice(0, 120) + ending;
}

function picker(): Picker | undefined {
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: Picker };
  return showSaveFilePicker?.bind(globalThis);
}
