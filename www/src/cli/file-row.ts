// What GNU ls -l says of a file, cell by cell.
import type { FileRow } from "../public/report.js";
import { quoted } from "./quote.js";
import { fit, printable } from "./text.js";

const TYPES: Partial<Record<FileRow["type"], string>> = {
  directory: "d",
  symlink: "l",
  char: "c",
  block: "b",
  fifo: "p",
  other: "?",
};

/** `-rwsr-xr-x`. Of a hard link `h`, as tar has it, where it is told as it is stored. */
export function modeText({ type, mode }: FileRow, stored: boolean): string {
  const first = stored && type === "hardlink" ? "h" : (TYPES[type] ?? "-");
  const triple = (shift: number, special: number, letter: string) => {
    const bits = mode >> shift;
    const runs = (bits & 1) !== 0;
    const last = mode & special ? (runs ? letter : letter.toUpperCase()) : runs ? "x" : "-";
    return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${last}`;
  };
  return first + triple(6, 0o4000, "s") + triple(3, 0o2000, "s") + triple(0, 0o1000, "t");
}

/** A name of an image's own choice may be of any length. */
const OWNER = 32;

export function ownerText(name: string, id: number): string {
  return name === "" ? String(id) : fit(printable(name.slice(0, 2 * OWNER)), OWNER);
}

/** Where it is told as it is stored, a link is of no bytes, as in tar. */
export function sizeText(row: FileRow, { human, stored }: { human: boolean; stored: boolean }): string {
  if (row.device) return row.device.join(", ");
  const bytes = stored ? row.size : bytesOf(row);
  return human ? humanSize(bytes) : String(bytes);
}

/** As a disk has it: a link takes what the name that it holds takes. */
export function bytesOf({ type, size, linkTarget }: FileRow): number {
  return type === "symlink" && linkTarget !== null ? Buffer.byteLength(linkTarget) : size;
}

/** As `ls -h`: by 1024, rounded up, two digits at least. */
export function humanSize(bytes: number): string {
  let [value, unit] = [bytes, 0];
  // What is rounded up to 1024 is 1.0 of the next unit.
  while (unit < UNITS.length - 1 && (value >= 1024 || (unit > 0 && Math.ceil(value) >= 1024))) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) return String(value);
  const tenths = Math.ceil(value * 10) / 10;
  return (tenths < 10 ? tenths.toFixed(1) : String(Math.ceil(value))) + UNITS[unit];
}

const UNITS = ["", "K", "M", "G", "T", "P", "E"];

/** `2024-05-01 12:00`, in UTC, so that it says the same on every machine. */
export function timeText({ mtime }: FileRow): string {
  const date = new Date(mtime * 1000);
  if (Number.isNaN(date.getTime())) return String(mtime);
  const text = date.toISOString().replace("T", " ").slice(0, -":00.000Z".length);
  return text.replace(/^\+0*/, "");
}

/** The path or, of a list of one folder, the name; a link with what it leads to. */
export function nameText(
  row: FileRow,
  { whole, arrow }: { whole: boolean; arrow: "symlink" | "every" | "none" },
): string {
  const path = quoted(row.path, row.pathBase64);
  const name = whole ? path : path.slice(path.lastIndexOf("/") + 1);
  if (row.linkTarget === null || arrow === "none") return name;
  const target = quoted(row.linkTarget, row.linkTargetBase64);
  if (row.type === "symlink") return `${name} -> ${target}`;
  return arrow === "every" ? `${name} link to ${target}` : name;
}

/** What the layer did, as one character. */
export const MARKS: Record<FileRow["change"], string> = {
  added: "+",
  modified: "~",
  metadata: "m",
  removed: "-",
  unchanged: " ",
};

export const MARKS_HELP = "+ added, ~ modified, m only mode, owner, time or attributes, - removed";
