// The names of an image in docker's columns, and which image is meant by a word.
import {
  type Reference,
  type Report,
  type ReportImage,
  type ReportName,
  type ReportPlatform,
  parseReference,
} from "../index.js";
import { usage } from "./failure.js";

const DEFAULT_PLATFORM = "linux/amd64";
const SHORT = 12;

/** What docker shows of a name: `<none>` for what there is not. */
export interface TableName {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const NONE = "<none>";

export function tableName({ raw, canonical }: ReportName): TableName {
  const reference = canonical === null ? undefined : parsed(canonical);
  if (!reference) return { repository: NONE, tag: raw, digest: NONE };
  const { familiar, tag, digest } = reference;
  const repository = familiar.slice(0, familiar.length - (digest ? digest.length + 1 : 0) - (tag ? tag.length + 1 : 0));
  return { repository, tag: tag ?? NONE, digest: digest ?? NONE };
}

export const NO_NAME: TableName = { repository: NONE, tag: NONE, digest: NONE };

/** docker's short form of a name. */
export function familiar(name: ReportName): string {
  return name.familiar ?? name.raw;
}

/** The first 12 digits, as docker shows an ID; `<none>` for an image without one. */
export function shortId(digest: string | null): string {
  return digest === null ? NONE : (digest.split(":")[1] ?? digest).slice(0, SHORT);
}

export function platformText({ os, architecture, variant }: ReportPlatform): string {
  return [os, architecture, variant].filter((part) => part !== null).join("/") || "unknown";
}

/** The image that a command is about: `word` says which; without it the first for the platform, else the first. */
export function chooseImage({ images }: Report, word: string | undefined, platform: string | undefined): number {
  if (images.length === 0) {
    const none =
      platform === undefined ? "there is no image in this source" : `there is no image for ${platform} in this source`;
    throw usage("no-such-image", none, "layerglass inspect shows what there is");
  }
  if (word === undefined) {
    const first = images.findIndex((image) => isFor(image, platform ?? DEFAULT_PLATFORM));
    return Math.max(first, 0);
  }
  const isPlace = /^\d+$/.test(word) && Number(word) < images.length;
  const found = isPlace ? Number(word) : images.findIndex((image) => isCalled(image, word));
  if (found < 0)
    throw usage(
      "no-such-image",
      `there is no image ${word} in this source`,
      `there are: ${images.map(label).join(", ")}`,
    );
  return found;
}

export function calledIn(images: readonly ReportImage[], word: string): ReportImage | undefined {
  return images.find((image) => isCalled(image, word));
}

/** The best name for an image in a sentence. */
export function label(image: ReportImage): string {
  const [name] = image.names;
  return name ? familiar(name) : shortId(image.id ?? image.digest);
}

function isFor({ platform }: ReportImage, wanted: string): boolean {
  const text = platformText(platform);
  return text === wanted || text.startsWith(`${wanted}/`);
}

function isCalled({ id, digest, names }: ReportImage, word: string): boolean {
  const isDigest = [id, digest].some(
    (each) => each !== null && (each === word || each.split(":")[1]?.startsWith(word)),
  );
  const canonical = parsed(word)?.canonical;
  return (
    isDigest || names.some((name) => name.raw === word || (canonical !== undefined && name.canonical === canonical))
  );
}

function parsed(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined;
  }
}
