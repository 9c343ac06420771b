// docker's --filter for images.
import type { ReportImage } from "../index.js";
import { usage } from "./failure.js";
import { calledIn, familiar, tableName } from "./names.js";
import { instant } from "./units.js";

/** Keeps the images that pass. `before` and `since` name one of those given. */
export type Filter = (images: readonly ReportImage[]) => ReportImage[];

type Test = (image: ReportImage, all: readonly ReportImage[]) => boolean;

/** All filters of one key need only one to pass for `reference`, as in docker; every other must pass. */
export function imageFilter(words: readonly string[], now: number): Filter {
  const pairs = words.map(split);
  const tests = pairs.filter(([key]) => key !== "reference").map(([key, value]) => testOf(key, value, now));
  const patterns = pairs.filter(([key]) => key === "reference").map(([, value]) => glob(value));
  if (patterns.length > 0) tests.push((image) => patterns.some((pattern) => matchesName(image, pattern)));
  return (images) => images.filter((image) => tests.every((test) => test(image, images)));
}

function split(word: string): [string, string] {
  const at = word.indexOf("=");
  if (at < 1) throw usage("filter", `${word} is not a filter`, "write it as KEY=VALUE, such as reference='*/team/*'");
  return [word.slice(0, at), word.slice(at + 1)];
}

function testOf(key: string, value: string, now: number): Test {
  switch (key) {
    case "dangling": {
      if (!["true", "false", "1", "0"].includes(value))
        throw usage("filter", `dangling is true or false, not ${value}`, "");
      const wanted = value === "true" || value === "1";
      return ({ names }) => (names.length === 0) === wanted;
    }
    case "label":
      return ({ config }) => hasLabel(config?.["Labels"], value);
    case "before":
      return (image, all) => timeOf(image) < timeOf(named(value, all));
    case "since":
      return (image, all) => timeOf(image) > timeOf(named(value, all));
    case "until": {
      const end = moment(value, now);
      return (image) => timeOf(image) < end;
    }
    default:
      throw usage(
        "filter",
        `there is no filter ${key}`,
        "there are dangling, reference, label, before, since and until",
      );
  }
}

function hasLabel(labels: unknown, wanted: string): boolean {
  if (typeof labels !== "object" || labels === null) return false;
  return Object.entries(labels).some(([key, value]) => key === wanted || `${key}=${value}` === wanted);
}

function named(word: string, images: readonly ReportImage[]): ReportImage {
  const image = calledIn(images, word);
  if (!image)
    throw usage("no-such-image", `there is no image ${word} in these files`, "name one that layerglass images lists");
  return image;
}

function timeOf({ created }: ReportImage): number {
  return instant(created);
}

/** A date, or how long ago: `24h`, `1h30m`. */
function moment(value: string, now: number): number {
  const [whole, hours, minutes, seconds] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(value) ?? [];
  if (whole) return now - (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1000;
  const date = Date.parse(value);
  if (Number.isNaN(date))
    throw usage("filter", `${value} is no time`, "write a date such as 2026-01-31, or a duration such as 24h");
  return date;
}

/** docker compares with the short name, with and without its tag. */
function matchesName({ names }: ReportImage, pattern: RegExp): boolean {
  return names.some((name) => pattern.test(familiar(name)) || pattern.test(tableName(name).repository));
}

/** A shell pattern, where `*` and `?` stop at a slash. */
function glob(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.*+?()[\]{}|]/g, (character) => {
    if (character === "*") return "[^/]*";
    return character === "?" ? "[^/]" : `\\${character}`;
  });
  return new RegExp(`^${source}$`, "u");
}
