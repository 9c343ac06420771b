// What rows say in few words, and how they follow each other.
import type { FileRow } from "../../../index.js";

export type Order = "name" | "size";

const WHITEOUT = ".wh.";

/** What a row is found by. */
type Sought = Pick<FileRow, "path"> & Partial<FileRow>;

/** The last part of the path; of a whiteout, what it removes. */
export function nameOf({ path, type }: Pick<FileRow, "path" | "type">): string {
  const name = lastOf(path);
  return type === "whiteout" && name.startsWith(WHITEOUT) ? name.slice(WHITEOUT.length) : name;
}

export function parentOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "." : path.slice(0, at);
}

/** Bytes: of a directory, what is below it; null for what has none. */
export function sizeOf({ type, size, below }: FileRow): number | null {
  if (below) return below.size;
  return type === "file" || type === "hardlink" ? size : null;
}

/** Names where the layer has them, else numbers. */
export function ownerOf({ uid, gid, uname, gname }: FileRow): string {
  return `${uname || uid}:${gname || gid}`;
}

/** As a container would write it. */
export function absolute(path: string): string {
  return path === "." ? "/" : `/${path}`;
}

/** As the core writes it, of what a link or a page says. */
export function relative(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, "") || ".";
}

/** The order in which the core gives rows. */
export function comparison(order: Order): (a: Sought, b: Sought) => number {
  const byName = (a: Sought, b: Sought): number => compareBytes(nameBytes(a), nameBytes(b));
  if (order === "name") return byName;
  const bytes = ({ below, size }: Sought): number => below?.size ?? size ?? 0;
  return (a, b) => bytes(b) - bytes(a) || byName(a, b);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function nameBytes({ path, pathBase64 }: Sought): Uint8Array {
  if (pathBase64 === undefined) return new TextEncoder().encode(lastOf(path));
  const bytes = Uint8Array.from(atob(pathBase64), (character) => character.charCodeAt(0));
  return bytes.subarray(bytes.lastIndexOf(0x2f) + 1);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
