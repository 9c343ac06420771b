// Which pictures there are, by their bytes: a name is no claim.

export interface Picture {
  /** What the browser is told that it is. */
  readonly type: string;
  /** Where they stand in the first bytes. */
  readonly pixels: { readonly width: number; readonly height: number } | null;
}

/** More would take gigabytes to draw, however small the file. */
export const MOST_PIXELS = 100_000_000;

/** What a drawing may refer to within itself: each reference may double what is drawn, and so may the next. */
const MOST_USES = 16;

/** A picture made of pixels; null where it is none that a browser draws. */
export function pictureIn(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = (text: string, at = 0): boolean =>
    [...text].every((character, n) => bytes[at + n] === character.charCodeAt(0));
  if (starts("\x89PNG\r\n\x1a\n")) return { type: "image/png", pixels: sides(view, 16, 20, "getUint32", false) };
  if (starts("GIF87a") || starts("GIF89a")) return { type: "image/gif", pixels: sides(view, 6, 8, "getUint16", true) };
  if (starts("\xff\xd8\xff")) return { type: "image/jpeg", pixels: frameOf(view) };
  if (starts("RIFF") && starts("WEBP", 8)) return { type: "image/webp", pixels: null };
  if (starts("ftypavif", 4)) return { type: "image/avif", pixels: null };
  if (starts("BM") && view.byteLength > 26 && view.getUint16(6, true) === 0) {
    return { type: "image/bmp", pixels: sides(view, 18, 22, "getUint32", true) };
  }
  if (starts("\0\0\x01\0") && (bytes[4] ?? 0) > 0 && bytes[5] === 0) return { type: "image/x-icon", pixels: null };
  return null;
}

/** A text that is a drawing. */
export function isDrawing(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-[^-])*-->\s*)*(?:<!DOCTYPE svg[^>[]*>\s*)?<svg[\s>]/.test(text);
}

/** Whether it is surely drawn in no time: it makes nothing out of copies of copies. */
export function isPlainDrawing(text: string): boolean {
  return !/<!ENTITY/i.test(text) && (text.match(/<use[\s/>]|<pattern[\s>]|<filter[\s>]/g)?.length ?? 0) <= MOST_USES;
}

function sides(
  view: DataView,
  width: number,
  height: number,
  read: "getUint16" | "getUint32",
  isLittle: boolean,
): Picture["pixels"] {
  const length = read === "getUint16" ? 2 : 4;
  if (view.byteLength < height + length) return null;
  return { width: view[read](width, isLittle), height: view[read](height, isLittle) };
}

/** A JPEG says its size in the first of its frames, behind segments of any length. */
function frameOf(view: DataView): Picture["pixels"] {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
