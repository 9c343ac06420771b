// What the element is given to look into, and what to call it.
import { LayerglassError, type Source } from "../index.js";

/** What the `file` property takes: everything that `open` takes. */
export type Given = Source;

/** A source with its name. */
export interface Named {
  readonly name: string;
  readonly source: Source;
}

/** What attributes and properties say. */
export interface Said {
  readonly file: Given | null;
  readonly src: string | null;
  readonly image: string | null;
}

/** The file or the address; null where neither is given. Throws for what cannot be opened. */
export function sourceOf({ file, src, image }: Said, base: string): Named | null {
  if (file !== null) return { name: nameOf(file), source: file };
  if (src === null || src === "") return image ? inRegistry(image) : null;
  if (!URL.canParse(src, base)) {
    throw new LayerglassError("usage/url", `src="${src.slice(0, 200)}" is no address`, {
      hint: "write it as https://host/path, or relative to the page",
    });
  }
  const source = new URL(src, base);
  return { name: lastPart(source), source };
}

function inRegistry(image: string): never {
  throw new LayerglassError(
    "source/not-yet",
    `${image.slice(0, 200)} is an image in a registry, which this version cannot read`,
    {
      hint: "save it to a file, and give that as src or file",
    },
  );
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
