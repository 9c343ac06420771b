// From what attributes and properties say to what is shown; what they say wrongly becomes a notice, never a failure.
import type { Report, ReportImage, ReportLayer } from "../index.js";
import type { Params } from "../words/catalogue.js";
import { type Language, LANGUAGES, languageOf } from "../words/language.js";
import { platformText } from "../words/names.js";
import type { SelectDetail } from "./events.js";
import { type Choice, VIEWS, type ViewName } from "./view.js";
import type { Key } from "./words/en.js";

/** Views that the attribute may name, and for which this version or this source has nothing. */
const OTHER_VIEWS = ["resolution", "tags", "referrers"];

const THEMES = ["auto", "light", "dark"] as const;
const LOADINGS = ["eager", "lazy", "click"] as const;

/** What docker and every registry take where nobody says which platform. */
const USUAL_PLATFORM = "linux/amd64";

/** Attributes about what to show. A script may have set the properties to anything. */
export interface Asked {
  readonly view: unknown;
  readonly image: unknown;
  readonly platform: unknown;
  readonly layer: unknown;
  readonly document: unknown;
  readonly path: unknown;
}

const ASKED = ["view", "image", "platform", "layer", "document", "path"] as const;

/** Of these, what means something in one image only. */
export const WITHIN = ["document", "path"] as const;

type Words = Readonly<Record<keyof Asked, string>>;

/** Attributes about how the element looks and when it begins. */
export interface Looks {
  readonly theme: unknown;
  readonly loading: unknown;
  readonly lang: unknown;
}

/** Something asked for that cannot be had. */
export interface Notice {
  readonly code: string;
  readonly key: Key;
  readonly params: Params;
}

export interface Chosen {
  readonly choice: Choice;
  /** A view that was asked for and that this source cannot give. */
  readonly absent: string | null;
  readonly notices: readonly Notice[];
}

export function chosen(report: Report, asked: Asked): Chosen {
  const notices: Notice[] = [];
  const words = Object.fromEntries(ASKED.map((name) => [name, word(asked[name])])) as Words;
  const place = chosenImage(report, words, notices);
  const shown = report.images[place];
  const picked = shown ? chosenLayer(shown, words.layer, notices) : null;
  const isOther = OTHER_VIEWS.includes(words.view);
  const named = isOther ? "overview" : known("view", words.view, VIEWS, notices);
  const view = viewsOf(report).includes(named) ? named : "overview";
  const choice = { view, image: place, layer: picked, document: words.document || null, path: words.path || null };
  return { choice, absent: isOther ? words.view : null, notices };
}

/** The same, as the page is told. */
export function selected(report: Report, asked: Asked): SelectDetail {
  const { image: place, ...choice } = chosen(report, asked).choice;
  const image = report.images[place];
  return { ...choice, image: image ? imageKey(image, place) : "" };
}

/** Without an image there is only what the source holds besides, and its documents. */
export function viewsOf({ images }: Report): readonly ViewName[] {
  return images.length > 0 ? VIEWS : ["overview", "raw"];
}

function word(given: unknown): string {
  return String(given ?? "");
}

/** What is wrong with the attributes that have nothing to do with the source. */
export function attributeNotices(said: Looks, spoken: Language): Notice[] {
  const notices: Notice[] = [];
  known("theme", word(said.theme), THEMES, notices);
  known("loading", word(said.loading), LOADINGS, notices);
  const languages = Object.keys(LANGUAGES) as Language[];
  const others = languages.filter((language) => language !== spoken);
  const lang = word(said.lang);
  if (!languageOf(lang)) known("lang", lang, [spoken, ...others], notices);
  return notices;
}

export function loadingOf({ loading }: Pick<Looks, "loading">): (typeof LOADINGS)[number] {
  return known("loading", word(loading), LOADINGS, []);
}

/** `value` if it is one of these words, else the first of them and a notice. */
function known<W extends string>(attribute: string, value: string, words: readonly [W, ...W[]], notices: Notice[]): W {
  const found = words.find((word) => word === value);
  if (found !== undefined || value === "") return found ?? words[0];
  const params = { attribute, value: value.slice(0, 80), instead: words[0], known: words.join(", ") };
  notices.push({ code: "element/attribute", key: "notice.attribute", params });
  return words[0];
}

/** The digest, ID or place by which a link finds the image again. */
export function imageKey(image: ReportImage, place: number): string {
  return image.digest ?? image.id ?? String(place);
}

function chosenImage({ images }: Report, { image, platform }: Words, notices: Notice[]): number {
  if (image !== "") {
    const place = images.findIndex((candidate, at) => isCalled(candidate, at, image, images.length));
    if (place >= 0) return place;
    if (images.length > 0)
      notices.push({ code: "usage/no-such-image", key: "notice.no-image", params: { value: image.slice(0, 80) } });
  }
  const usual = images.findIndex((candidate) => isFor(candidate, USUAL_PLATFORM));
  const fallback = Math.max(0, usual);
  if (platform === "") return fallback;
  if (!/^[^/\s]+\/[^/\s]+(\/[^/\s]+)?$/.test(platform)) {
    notices.push({ code: "platform/invalid", key: "notice.platform", params: { value: platform.slice(0, 80) } });
    return fallback;
  }
  const place = images.findIndex((candidate) => isFor(candidate, platform));
  if (place >= 0) return place;
  const instead = images[fallback];
  if (instead) {
    const params = { value: platform.slice(0, 80), instead: platformText(instead.platform) || "–" };
    notices.push({ code: "element/no-such-platform", key: "notice.no-platform", params });
  }
  return fallback;
}

/** A name, a digest, an ID, the start of either (12 digits or more), or its place. */
function isCalled(image: ReportImage, place: number, word: string, count: number): boolean {
  if (/^\d{1,6}$/.test(word) && Number(word) < count) return Number(word) === place;
  const digests = [image.digest, image.id, ...image.indexDigests];
  if (digests.some((digest) => digest !== null && isDigestOf(digest, word))) return true;
  return image.names.some(({ raw, familiar, canonical }) => [raw, familiar, canonical].includes(word));
}

function isDigestOf(digest: string, word: string): boolean {
  if (digest === word) return true;
  const hex = word.replace(/^sha256:/, "");
  return /^[0-9a-f]{12,}$/.test(hex) && digest.startsWith(`sha256:${hex}`);
}

function isFor({ platform }: ReportImage, words: string): boolean {
  const [os, architecture, variant] = words.split("/");
  return platform.os === os && platform.architecture === architecture && (!variant || platform.variant === variant);
}

function chosenLayer({ layers }: ReportImage, word: string, notices: Notice[]): number | null {
  if (word === "") return null;
  const found = layers.find((layer) => isLayer(layer, word));
  if (found) return found.index;
  const params = { value: word.slice(0, 80), n: layers.length };
  notices.push({ code: "usage/no-such-layer", key: "notice.no-layer", params });
  return null;
}

function isLayer({ index, digest, diffId }: ReportLayer, word: string): boolean {
  if (/^\d{1,6}$/.test(word)) return Number(word) === index;
  return [digest, diffId].some((digest) => digest !== null && isDigestOf(digest, word));
}
