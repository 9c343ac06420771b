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
  const isMeant = (image: ReportImage) => word === undefined || isCalled(image, word);
  const isPlace = word !== undefined && /^\d+$/.test(word) && Number(word) < images.length;
  if (isPlace) return Number(word);
  // A name or an index may stand for images of several platforms.
  const suited = images.findIndex((image) => isFor(image, platform ?? DEFAULT_PLATFORM) && isMeant(image));
  const found = suited < 0 ? images.findIndex(isMeant) : suited;
  if (found >= 0) return found;
  throw usage(
    "no-such-image",
    `there is no image ${word || "without a name"} in this source`,
    `there are: ${listed(images)}`,
  );
}

/** Images that a sentence names before it only counts them. */
const LISTED = 20;

/** The images with their places and platforms, as `--image` takes them; all but the one at `without`. */
export function listed(images: readonly ReportImage[], without?: number): string {
  const all = images.map((image, at) => `${at} ${label(image)} ${platformText(image.platform)}`);
  const named = all.filter((_, at) => at !== without);
  const more = named.length > LISTED ? [`and ${named.length - LISTED} more`] : [];
  return [...named.slice(0, LISTED), ...more].join(", ");
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

function isCalled(image: ReportImage, word: string): boolean {
  if (hasDigest(image, word)) return true;
  const canonical = parsed(word)?.canonical;
  const isName = image.names.some(
    (name) => name.raw === word || (canonical !== undefined && name.canonical === canonical),
  );
  return (isName && word !== "") || isPinned(image, word);
}

/** By the digest of its config, its manifest or an index that leads to it, or by the first digits of one. */
function hasDigest({ id, digest, indexDigests }: ReportImage, word: string): boolean {
  const [, algorithm, digits] = /^(?:([a-z0-9+._-]+):)?([0-9a-f]+)$/.exec(word) ?? [];
  if (digits === undefined) return false;
  return [id, digest, ...indexDigests].some((each) =>
    (algorithm === undefined ? each?.split(":")[1] : each)?.startsWith(word),
  );
}

/** By a name with the digest of the manifest or index after it, which the source itself does not write so. */
function isPinned({ digest, indexDigests, names }: ReportImage, word: string): boolean {
  const pinned = parsed(word);
  if (!pinned?.digest || ![digest, ...indexDigests].includes(pinned.digest)) return false;
  return names.some(({ canonical }) => {
    const name = canonical === null ? undefined : parsed(canonical);
    const isTag = !pinned.tag || pinned.tag === name?.tag;
    return name?.registry === pinned.registry && name.repository === pinned.repository && isTag;
  });
}

function parsed(text: string): Reference | undefined {
  try {
    return parseReference(text);
  } catch {
    return undefined;
  }
}
