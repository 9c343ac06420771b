// What the element is given to look into, and what to call it.
import { LayerglassError, type Source } from "../index.js";

/** What the `file` property takes: everything that `open` takes. */
export type Given = Source;

/** A source with its name. */
export interface Named {
  readonly name: string;
  readonly source: Source;
}

/** The file or the address; null where neither is given. Throws for a `src` that is no address. */
export function sourceOf(file: Given | null, src: string | null, base: string): Named | null {
  if (file !== null) return { name: nameOf(file), source: file };
  if (src === null || src === "") return null;
  if (!URL.canParse(src, base)) {
    throw new LayerglassError("usage/url", `src="${src.slice(0, 200)}" is no address`, {
      hint: "write it as https://host/path, or relative to the page",
    });
  }
  const source = new URL(src, base);
  return { name: lastPart(source), source };
}

function nameOf(file: Given): string {
  if (file instanceof URL) return lastPart(file);
  if ("name" in file && typeof file.name === "string") return file.name;
  return file instanceof Response && file.url !== "" ? lastPart(new URL(file.url)) : "archive";
}

function lastPart({ pathname, host }: URL): string {
  const last = pathname.split("/").findLast((part) => part !== "");
  if (last === undefined) return host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
