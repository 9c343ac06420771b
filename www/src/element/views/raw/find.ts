// Looks for words in a document.
import { type Lines, lineAt } from "./lines.js";

/** More than anybody steps through. */
const MATCHES = 10_000;

export interface Found {
  readonly sought: string;
  /** Where each match starts in the text. */
  readonly offsets: readonly number[];
  /** There are more. */
  readonly isCut: boolean;
  /** The one that is shown; -1 before the first step. */
  readonly at: number;
}

/** Every match, whatever the case; null where nothing is sought. */
export function find(text: string, sought: string): Found | null {
  if (sought === "") return null;
  const offsets: number[] = [];
  const pattern = new RegExp(sought.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"), "gi");
  for (const { index } of text.matchAll(pattern)) {
    if (offsets.length === MATCHES) return { sought, offsets, isCut: true, at: -1 };
    offsets.push(index);
  }
  return { sought, offsets, isCut: false, at: -1 };
}

/** The match after this one, or before it; around the end to the other. */
export function step(found: Found, by: 1 | -1): Found {
  const { offsets, at } = found;
  const from = at < 0 && by < 0 ? 0 : at;
  return { ...found, at: offsets.length === 0 ? -1 : (from + by + offsets.length) % offsets.length };
}

/** The line of the match that is shown; -1 where none is. */
export function foundLine(found: Found | null, lines: Lines): number {
  const offset = found?.offsets[found.at];
  return offset === undefined ? -1 : lineAt(lines, offset);
}
