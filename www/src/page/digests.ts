// Where in a report a digest stands.
import type { Report, ReportImage } from "../index.js";

/** What a digest names. */
export interface Found {
  /** The key of the image, as a link names it; null for a document of no image. */
  readonly image: string | null;
  /** The index of the layer, where it names one. */
  readonly layer: number | null;
  /** The digest of an index, an attestation or an artifact, where it names one. */
  readonly document: string | null;
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

/** The image, layer or document of which a digest begins so. */
export function whereIs({ images, indexes, artifacts }: Report, start: string): Found | null {
  const isIt = (digest: string | null): boolean => digest !== null && digest.startsWith(start);
  const of = images.map((image, place) => ({ image, key: image.digest ?? image.id ?? String(place) }));
  const named = of.find(({ image }) => isIt(image.digest) || isIt(image.id));
  if (named) return { image: named.key, layer: null, document: null };
  for (const { image, key } of of) {
    const layer = image.layers.find(({ digest, diffId, chainId }) => [digest, diffId, chainId].some(isIt));
    if (layer) return { image: key, layer: layer.index, document: null };
  }
  const kept = indexes.flatMap(({ manifests }) => manifests.filter(({ present }) => present));
  const document = [...indexes, ...kept, ...artifacts].find(({ digest }) => isIt(digest))?.digest;
  if (document === undefined) return null;
  const above = of.find(({ image }) => documentsOf(image).includes(document));
  return { image: above?.key ?? null, layer: null, document };
}

function documentsOf({ indexDigests, attestations }: ReportImage): string[] {
  return [...indexDigests, ...attestations.map(({ digest }) => digest)];
}
