// Where the digests of a document lead.
import type { Report, ReportImage } from "../../../index.js";

export type Place =
  { readonly kind: "document" } | { readonly kind: "layer"; readonly image: number; readonly layer: number };

export type Places = ReadonlyMap<string, Place>;

/** A string that is a digest and nothing else. */
export const DIGEST = /^(?:sha256:[\da-f]{64}|sha512:[\da-f]{128})$/;

/** What each digest of the report names. What several images share leads to the one that is shown. */
export function placesOf(report: Report, shown: number): Places {
  const places = new Map<string, Place>();
  const add = (digest: string | null, place: Place): void => {
    if (digest !== null && !places.has(digest)) places.set(digest, place);
  };
  const document: Place = { kind: "document" };
  for (const { digest, manifests } of report.indexes) {
    add(digest, document);
    for (const manifest of manifests) if (manifest.present) add(manifest.digest, document);
  }
  for (const { digest } of report.artifacts) add(digest, document);
  for (const image of report.images) {
    add(image.digest, document);
    if (image.config !== null) add(image.id, document);
  }
  for (const [image, of] of shownFirst(report.images, shown)) {
    for (const { index: layer, digest, diffId } of of.layers) {
      add(digest, { kind: "layer", image, layer });
      add(diffId, { kind: "layer", image, layer });
    }
  }
  return places;
}

function shownFirst(images: readonly ReportImage[], shown: number): (readonly [number, ReportImage])[] {
  const all = images.map((image, at) => [at, image] as const);
  return all.sort(([a], [b]) => Number(b === shown) - Number(a === shown));
}
