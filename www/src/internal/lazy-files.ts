// Files whose code is loaded with the first question: whoever only opens an image does not download it.
import type { Files, FilesOptions, Waste } from "../public/files.js";
import type { AskHeld, Whose } from "./protocol.js";

/** The files of an image or a layer, and its waste. */
export interface LazyFiles extends Files {
  readonly waste: Waste;
}

type Method = (...args: never[]) => unknown;
type Streamed = (...args: never[]) => ReadableStream<Uint8Array>;

export function lazily(ask: AskHeld, whose: Whose, options?: FilesOptions): LazyFiles {
  const load = async (): Promise<LazyFiles> => {
    const { AskedFiles } = await import("./files.js");
    return new AskedFiles(ask, { ...options, ...whose });
  };
  const answered =
    (name: keyof LazyFiles): Method =>
    async (...args) =>
      ((await load())[name] as Method)(...args);
  const streamed =
    (name: "read" | "tar"): Method =>
    (...args) => {
      let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
      let isCancelled = false;
      return new ReadableStream(
        {
          pull: async (controller) => {
            if (!reader) {
              const files = await load();
              // Nobody waits any more: what begins now would never be let go.
              if (isCancelled) return;
              reader = (files[name] as Streamed)(...args).getReader();
            }
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(value);
          },
          cancel: (reason) => {
            isCancelled = true;
            return reader?.cancel(reason);
          },
        },
        { highWaterMark: 0 },
      );
    };
  const names = ["summary", "children", "rows", "entry", "find", "hidden", "waste"] as const;
  const methods = Object.fromEntries(names.map((name) => [name, answered(name)]));
  return { ...methods, read: streamed("read"), tar: streamed("tar") } as unknown as LazyFiles;
}
