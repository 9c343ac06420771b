// What was read of a file, and the ways in which it can be looked at.
import type { TaskOptions } from "../../../../index.js";
import { type Decoded, decoded } from "./encoding.js";
import { HexRows } from "./hex.js";
import { type JsonLines, jsonIn } from "./json.js";
import { TextLines } from "./lines.js";
import { isDrawing, isPlainDrawing, MOST_PIXELS, type Picture, pictureIn } from "./picture.js";
import { type Start, startOf } from "./start.js";

/** Read of a file before somebody asks for all of it. */
export const FIRST = 1024 * 1024;
/** More is not looked at in a page: it can be saved. */
export const MOST = 64 * 1024 * 1024;

export type Look = "picture" | "formatted" | "text" | "hex";

export interface Content {
  readonly start: Start;
  /** Null where the bytes are no text. */
  readonly decoded: Decoded | null;
  readonly picture: Picture | null;
  readonly json: JsonLines | null;
  readonly lines: TextLines | null;
  readonly hex: HexRows;
  /** The best first. */
  readonly looks: readonly Look[];
}

export async function contentOf(
  stream: ReadableStream<Uint8Array>,
  cap: number,
  { signal }: TaskOptions,
): Promise<Content> {
  const start = await startOf(stream, cap);
  const { bytes, isWhole } = start;
  const picture = pictureIn(bytes);
  const text = picture ? null : decoded(bytes, isWhole);
  const drawing = text !== null && isDrawing(text.text);
  const json = text && isWhole ? await jsonIn(text.text, signal) : null;
  return {
    start,
    decoded: text,
    picture: drawing ? { type: "image/svg+xml", pixels: null } : picture,
    json,
    lines: text && new TextLines(text.text),
    hex: new HexRows(bytes),
    looks: looksOf(start, picture, drawing ? text.text : null, text !== null, json !== null),
  };
}

function looksOf(
  { isWhole }: Start,
  picture: Picture | null,
  drawing: string | null,
  isText: boolean,
  isJson: boolean,
): Look[] {
  const looks: Look[] = [];
  const isSmall = picture !== null && pixelsOf(picture) <= MOST_PIXELS;
  if (isWhole && isSmall) looks.push("picture");
  if (isWhole && drawing !== null && isPlainDrawing(drawing)) looks.push("picture");
  if (isJson) looks.push("formatted");
  if (isText) looks.push("text");
  looks.push("hex");
  // What may take long to draw is drawn when it is asked for.
  if (isWhole && drawing !== null && !isPlainDrawing(drawing)) looks.push("picture");
  return looks;
}

export function pixelsOf({ pixels }: Picture): number {
  return pixels ? pixels.width * pixels.height : 0;
}
