// What the element is given to look into, and what to call it.
import { lastPart } from "../words/names.js";
import { LayerglassError, type Source } from "../index.js";

/** What the `file` property takes: everything that `open` takes. */
export type Given = Source;

/** A source with its name. */
export interface Named {
  readonly name: string;
  readonly source: Source;
}

/** What attributes and properties say: a script may have set them to anything. */
export interface Said {
  readonly file: Given | null | undefined;
  readonly src: string | null | undefined;
  readonly image: string | null | undefined;
}

/** The file or the address; null where neither is given. Throws for what cannot be opened. */
export function sourceOf(said: Said, base: string): Named | null {
  const { file } = said;
  if (file !== null && file !== undefined) return { name: nameOf(file), source: file };
  const src = String(said.src ?? "");
  if (src === "") return said.image ? inRegistry(String(said.image)) : null;
  if (!URL.canParse(src, base)) {
    throw new LayerglassError("usage/url", `src="${src.slice(0, 200)}" is no address`, {
      hint: "write it as https://host/path, or relative to the page",
    });
  }
  const source = new URL(src, base);
  return { name: lastPart(source), source };
}

function inRegistry(image: string): never {
  throw new LayerglassError("source/not-yet", `${image.slice(0, 200)} is an image in a registry`, {
    hint: "save it to a file, and give that as src or file",
  });
}

/** Whether properties that `changed` say that something else is to be opened. */
export function isAnother(changed: ReadonlyMap<PropertyKey, unknown>, { file, src }: Said): boolean {
  if (changed.has("file")) return true;
  if (file !== null && file !== undefined) return false;
  return changed.has("src") || (changed.has("image") && !src);
}

function nameOf(file: Given): string {
  if (file instanceof URL) return lastPart(file);
  if (typeof file !== "object") return "";
  if ("name" in file && typeof file.name === "string") return file.name;
  return file instanceof Response && file.url !== "" ? lastPart(new URL(file.url)) : "archive";
}
