// Where in a report a digest stands.
import type { Report, ReportLayer } from "../index.js";

/** What a digest names. */
export interface Found {
  /** The key of the image, as a link names it. */
  readonly image: string;
  /** The index of the layer; null where it names the image, its config or an index above it. */
  readonly layer: number | null;
}

const WHOLE = /^(?:sha256:)?([0-9a-f]{64})$/i;
const START = /^(sha256:)?([0-9a-f]{12,63})$/i;

/** The hexadecimal digits of a digest, or of its first 12 or more; null for what is none. */
export function digestOf(text: string): { readonly hex: string; readonly certain: boolean } | null {
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return { hex: whole.toLowerCase(), certain: true };
  const [, prefix, hex] = START.exec(text) ?? [];
  // Twelve digits without a prefix are a valid name of a repository too.
  return hex === undefined ? null : { hex: hex.toLowerCase(), certain: prefix !== undefined };
}

export function whereIs(report: Report, hex: string): Found | null {
  const isIt = (digest: string | null): boolean => digest !== null && digest.startsWith(`sha256:${hex}`);
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
