// What a dropped folder is: an image itself, or a place where archives lie.
import type { Source } from "../index.js";

export interface NamedSource {
  readonly name: string;
  readonly source: Source;
}

export type Dropped =
  | { readonly kind: "sources"; readonly sources: readonly NamedSource[]; readonly more?: string }
  | { readonly kind: "nothing" | "unreadable"; readonly name: string };

/** So many archives of one folder are opened: each is a place in the strip. */
export const ARCHIVES = 12;

/** A folder with more entries than this is none that somebody keeps archives in. */
const ENTRIES = 20_000;

const LAYOUT = ["index.json", "manifest.json", "oci-layout"];

export async function insideFolder(folder: FileSystemDirectoryEntry): Promise<Dropped> {
  const name = `${folder.name}/`;
  try {
    const entries = await entriesOf(folder);
    if (entries.some((entry) => entry.isFile && LAYOUT.includes(entry.name))) {
      return { kind: "sources", sources: [{ name, source: folder }] };
    }
    const archives = entries.filter((entry) => entry.isFile && /\.(tar(\..*)?|tgz)$/i.test(entry.name));
    if (archives.length === 0) return { kind: "nothing", name };
    const first = archives.sort((a, b) => a.name.localeCompare(b.name, "en")).slice(0, ARCHIVES);
    const sources = await Promise.all(first.map((entry) => fileOf(entry as FileSystemFileEntry)));
    return { kind: "sources", sources, ...(archives.length > ARCHIVES ? { more: name } : {}) };
  } catch {
    return { kind: "unreadable", name };
  }
}

/** A reader gives a part of them at a time, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  while (all.length < ENTRIES) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
}

async function fileOf(entry: FileSystemFileEntry): Promise<NamedSource> {
  const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
  return { name: file.name, source: file };
}
