// Files whose code is loaded with the first question: whoever only opens an image does not download it.
import type { Files, FilesOptions, Waste } from "../public/files.js";
import type { AskHeld, Whose } from "./protocol.js";

/** The files of an image or a layer, and its waste. */
export interface LazyFiles extends Files {
  readonly waste: Waste;
}

type Streamed = "read" | "tar";
type Answered = Exclude<keyof LazyFiles, Streamed>;

export function lazily(ask: AskHeld, whose: Whose, options?: FilesOptions): LazyFiles {
  const load = async (): Promise<LazyFiles> => {
    const { AskedFiles } = await import("./files.js");
    return new AskedFiles(ask, { ...options, ...whose });
  };
  const answered = <K extends Answered>(name: K) =>
    (async (...args: never[]) => ((await load())[name] as (...args: never[]) => unknown)(...args)) as LazyFiles[K];
  const streamed =
    (name: Streamed): Files[Streamed] =>
    (path, task) => {
      let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
      return new ReadableStream(
        {
          pull: async (controller) => {
            reader ??= (await load())[name](path, task).getReader();
            const { done, value } = await reader.read();
            if (done) controller.close();
            else controller.enqueue(value);
          },
          cancel: (reason) => reader?.cancel(reason),
        },
        { highWaterMark: 0 },
      );
    };
  return {
    summary: answered("summary"),
    children: answered("children"),
    rows: answered("rows"),
    entry: answered("entry"),
    find: answered("find"),
    hidden: answered("hidden"),
    waste: answered("waste"),
    read: streamed("read"),
    tar: streamed("tar"),
  };
}
