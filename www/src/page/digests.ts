// Where in a report a digest stands.
import type { Report, ReportLayer } from "../index.js";

/** What a digest names. */
export interface Found {
  /** The key of the image, as a link names it. */
  readonly image: string;
  /** The index of the layer; null where it names the image, its config or an index above it. */
  readonly layer: number | null;
}

const PREFIXED = /^sha(256|512):[0-9a-f]{1,128}$/;

/** Without the algorithm: at least as many as a digest is shortened to. */
const DIGITS = /^[0-9a-f]{7,64}$/;

/** A digest or how one begins, with its algorithm; null for what is none. */
export function digestOf(text: string): { readonly start: string; readonly certain: boolean } | null {
  const start = text.toLowerCase();
  if (PREFIXED.test(start)) return { start, certain: true };
  // Fewer than 64 digits are a valid name of a repository too.
  return DIGITS.test(start) ? { start: `sha256:${start}`, certain: start.length === 64 } : null;
}

/** The image or layer of which a digest begins so. */
export function whereIs(report: Report, start: string): Found | null {
  const isIt = (digest: string | null): boolean => digest !== null && digest.startsWith(start);
  for (const [place, image] of report.images.entries()) {
    const key = image.digest ?? image.id ?? String(place);
    if ([image.digest, image.id, ...image.indexDigests].some(isIt)) return { image: key, layer: null };
  }
  for (const [place, image] of report.images.entries()) {
    const layer = image.layers.find((layer) => names(layer).some(isIt));
    if (layer) return { image: image.digest ?? image.id ?? String(place), layer: layer.index };
  }
  return null;
}

function names({ digest, diffId, chainId }: ReportLayer): (string | null)[] {
  return [digest, diffId, chainId];
}
