// What a dropped folder is: an image itself, or a place where archives lie. Loaded once a folder is dropped.
import type { Source } from "../index.js";

export interface NamedSource {
  readonly name: string;
  readonly source: Source;
}

export type Dropped =
  | { readonly kind: "sources"; readonly sources: readonly NamedSource[]; readonly more?: More }
  | { readonly kind: "nothing" | "unreadable"; readonly name: string };

/** A folder that holds more than the first `n` archives. */
interface More {
  readonly name: string;
  readonly n: number;
}

/** So many archives of one folder are opened: each is a place in the strip. */
const ARCHIVES = 12;

/** A folder with more entries than this is none that somebody keeps archives in. */
const ENTRIES = 20_000;

/** So far down archives are looked for, and in so many folders: somebody may have dropped a whole disk. */
const DEPTH = 2;
const FOLDERS = 500;

const LAYOUT = ["index.json", "manifest.json", "oci-layout"];

/** An archive, or a folder that is an image itself. */
interface Candidate {
  readonly name: string;
  readonly entry: FileSystemEntry;
}

export async function insideFolder(folder: FileSystemDirectoryEntry): Promise<Dropped> {
  const name = `${folder.name}/`;
  try {
    const candidates = await candidatesIn(folder);
    if (candidates.length === 0) return { kind: "nothing", name };
    const sources = await Promise.all(candidates.slice(0, ARCHIVES).map(sourceOf));
    return { kind: "sources", sources, ...(candidates.length > ARCHIVES ? { more: { name, n: ARCHIVES } } : {}) };
  } catch {
    return { kind: "unreadable", name };
  }
}

/** Level by level, so that what lies nearest comes first; as soon as there are too many it ends. */
async function candidatesIn(dropped: FileSystemDirectoryEntry): Promise<Candidate[]> {
  const found: Candidate[] = [];
  let level = [{ name: "", folder: dropped }];
  let looked = 0;
  for (let depth = 0; depth <= DEPTH; depth++) {
    const next: typeof level = [];
    for (const { name, folder } of level) {
      if (found.length > ARCHIVES || looked++ >= FOLDERS) return found;
      // Below what was dropped, a folder that may not be read is not what the visitor meant.
      const entries = await entriesOf(folder).catch((error: unknown) => {
        if (depth > 0) return [];
        throw error;
      });
      if (entries.some((entry) => entry.isFile && LAYOUT.includes(entry.name))) {
        found.push({ name: name || `${folder.name}/`, entry: folder });
        continue;
      }
      for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name, "en"))) {
        if (entry.isFile && /\.(tar(\..*)?|tgz)$/i.test(entry.name)) found.push({ name: name + entry.name, entry });
        if (isFolder(entry)) next.push({ name: `${name}${entry.name}/`, folder: entry });
      }
    }
    level = next;
  }
  return found;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
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

async function sourceOf({ name, entry }: Candidate): Promise<NamedSource> {
  if (isFolder(entry)) return { name, source: entry };
  const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  return { name, source: file };
}
