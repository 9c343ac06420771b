// Which documents a source has, and what each is.
import type { Report, ReportImage } from "../../../index.js";

export type DocumentKind = "manifest" | "config" | "index" | "attestation" | "artifact" | "file" | "other";

export interface Document {
  /** Digest, or name in the archive: what `raw()` takes. */
  readonly name: string;
  readonly kind: DocumentKind;
  readonly mediaType: string | null;
}

/** Small files beside the blobs, by what writes them. `repositories` may be left out: that only asking for it tells. */
const FILES: Readonly<Record<Report["source"]["format"], readonly string[]>> = {
  "docker-save": ["manifest.json"],
  "docker-save-legacy": [],
  "docker-save-oci": ["index.json", "manifest.json"],
  oci: ["index.json"],
  filesystem: [],
  registry: [],
};

/** Whether there may be a file `repositories`. */
export function mayHaveRepositories({ source }: Report): boolean {
  return source.format.startsWith("docker-save");
}

/** The image's documents first; then what the source has besides, each once. */
export function documentsOf(report: Report, image: ReportImage | null, hasRepositories: boolean): Document[] {
  const all = new Map<string, Document>();
  const add = (name: string | null, kind: DocumentKind, mediaType: string | null = null): void => {
    if (name !== null && !all.has(name)) all.set(name, { name, kind, mediaType });
  };
  if (image) addImage(report, image, add);
  for (const file of FILES[report.source.format]) add(file, "file");
  if (hasRepositories) add("repositories", "file");
  for (const { digest, mediaType } of report.indexes) add(digest, "index", mediaType);
  for (const { digest, mediaType } of report.artifacts) add(digest, "artifact", mediaType);
  return [...all.values()];
}

/** A document that is none of the image's: another image's, or one that nobody has heard of. */
export function documentNamed(report: Report, name: string): Document {
  for (const image of report.images) {
    if (image.digest === name) return { name, kind: "manifest", mediaType: image.mediaType };
    if (image.id === name) return { name, kind: "config", mediaType: null };
    if (image.attestations.some(({ digest }) => digest === name)) {
      return { name, kind: "attestation", mediaType: mediaTypeIn(report, name) };
    }
  }
  return { name, kind: "other", mediaType: mediaTypeIn(report, name) };
}

/** What to call it once it is saved. */
export function fileName({ name, kind }: Document): string {
  if (kind === "file") return name;
  return `${kind === "other" ? "document" : kind}-${name
    .replace(/^[^:]*:/, "")
    .replace(/[^\w.-]/g, "")
    .slice(0, 12)}.json`;
}

type Add = (name: string | null, kind: DocumentKind, mediaType?: string | null) => void;

function addImage(report: Report, image: ReportImage, add: Add): void {
  add(image.digest, "manifest", image.mediaType);
  if (image.config !== null) add(image.id, "config");
  for (const digest of image.indexDigests) add(digest, "index", mediaTypeIn(report, digest));
  for (const { digest } of image.attestations) add(digest, "attestation", mediaTypeIn(report, digest));
}

function mediaTypeIn({ indexes }: Report, digest: string): string | null {
  const index = indexes.find((index) => index.digest === digest);
  if (index) return index.mediaType;
  return (
    indexes.flatMap(({ manifests }) => manifests).find((manifest) => manifest.digest === digest)?.mediaType ?? null
  );
}
