// A document that was read: its exact bytes, and the lines to show them in.
import { exactLines, formattedLines, type Lines } from "./lines.js";
import { inSlices } from "./slices.js";

export interface Loaded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where bytes are no UTF-8, with U+FFFD in their place. */
  readonly text: string;
  readonly isText: boolean;
  readonly exact: Lines;
  /** Null where the text is no JSON. */
  readonly formatted: Lines | null;
  /** The line, counted from 1, from which on it is none. */
  readonly problem: number | null;
}

export async function loaded(bytes: Uint8Array, signal?: AbortSignal): Promise<Loaded> {
  const { text, isText } = decoded(bytes);
  const exact = exactLines(text);
  const found = await inSlices(formattedLines(text), signal);
  const isJson = "starts" in found;
  return {
    bytes: new Uint8Array(bytes),
    text,
    isText,
    exact,
    formatted: isJson ? found : null,
    problem: isJson ? null : text.slice(0, found.offset).split("\n").length,
  };
}

/** A byte order mark is kept: it is one of the bytes. */
function decoded(bytes: Uint8Array): { readonly text: string; readonly isText: boolean } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), isText: true };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), isText: false };
  }
}
