// Bytes as text: in which encoding, and whether they are text at all.

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin-1";

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/** So many characters tell what the rest will be like. */
const LOOKED_AT = 64 * 1024;
/** Of a thousand characters: a text may hold an escape or two, machine code holds hundreds. */
const CONTROLS_PER_THOUSAND = 10;

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/**
 * A byte order mark says which encoding; else it is UTF-8 where the bytes are that, else Latin-1, as which any bytes can
 * be read. Null where what comes of it is no text. `isWhole`: the last character is not cut.
 */
export function decoded(bytes: Uint8Array, isWhole: boolean): Decoded | null {
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte));
  for (const encoding of marked ? [marked[0]] : (["utf-8", "latin-1"] as const)) {
    const text = readAs(encoding, bytes, isWhole);
    if (text !== null) return isText(text) ? { text, encoding } : null;
  }
  return null;
}

function readAs(encoding: Encoding, bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    // Latin-1 is what browsers call windows-1252: the same, with letters in place of controls that nobody uses.
    const label = encoding === "latin-1" ? "windows-1252" : encoding;
    return new TextDecoder(label, { fatal: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return null;
  }
}

function isText(text: string): boolean {
  const start = text.slice(0, LOOKED_AT);
  if (start.includes("\0")) return false;
  const controls = start.match(/[\u0001-\u0007\u000e-\u001a\u001c-\u001f\u007f-\u009f\ufffe\uffff]/g)?.length ?? 0;
  return controls * 1000 <= start.length * CONTROLS_PER_THOUSAND;
}
