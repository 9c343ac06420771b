// Numbers, dates and names as people read them. Sizes are decimal, as docker writes them.

import type { ReportPlatform } from "../index.js";

const number = new Intl.NumberFormat("en");
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = ["kB", "MB", "GB", "TB", "PB"];

/** "60.4 kB": three significant digits, and never "1000 kB". */
export function bytes(size: number): string {
  if (size < 1000) return `${size}\u00a0B`;
  let value = size;
  let unit = "B";
  for (const next of UNITS) {
    if (value < 999.5) break;
    value /= 1000;
    unit = next;
  }
  return `${value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0)}\u00a0${unit}`;
}

/** "60,416 bytes": for titles. */
export function exactBytes(size: number): string {
  return `${number.format(size)} ${size === 1 ? "byte" : "bytes"}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${number.format(n)} ${n === 1 ? one : many}`;
}

/** "58%", "0.4%", "<0.1%". */
export function share(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return "0%";
  const percent = (part / whole) * 100;
  if (percent < 0.1) return "<0.1%";
  return `${percent < 9.95 ? percent.toFixed(1).replace(/\.0$/, "") : Math.round(percent)}%`;
}

/** "3 s", "2 min 10 s". */
export function seconds(duration: number): string {
  const whole = Math.max(1, Math.round(duration));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** "2025-01-15", "10:00 UTC" and "22 months ago". Null for what is no date. */
export function date(created: string): { day: string; clock: string; ago: string } | null {
  // `Date.parse` alone makes a date of nearly anything, such as "build 7".
  const time = RFC_3339.test(created) ? Date.parse(created) : NaN;
  if (Number.isNaN(time)) return null;
  const iso = new Date(time).toISOString();
  const [day = "", clock = ""] = iso.split("T");
  // Go writes the year 1 where no time is set: a distance to it would say nothing.
  return { day, clock: `${clock.slice(0, 5)} UTC`, ago: time < 0 ? "" : ago(time - Date.now()) };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30.4375 * DAY;
const YEAR = 12 * MONTH;

/** Each unit, its length, and from which distance on it is used: "22 months ago" says more than "last year". */
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, length: number, from: number])[] = [
  ["year", YEAR, 2 * YEAR],
  ["month", MONTH, 2 * MONTH],
  ["day", DAY, 2 * DAY],
  ["hour", HOUR, HOUR],
  ["minute", MINUTE, MINUTE],
];

function ago(difference: number): string {
  for (const [unit, length, from] of STEPS) {
    if (Math.abs(difference) >= from) return relative.format(Math.trunc(difference / length), unit);
  }
  return "just now";
}

/** "sha256:" left out, 12 digits kept, as docker does. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(":");
  return digest.slice(colon + 1, colon + 13);
}

/** "linux/arm64/v8", with the parts that are known. */
export function platform(of: ReportPlatform): string {
  const parts = [of.os, of.architecture, of.variant].filter((part) => part !== null);
  const version = of.osVersion === null ? "" : ` ${of.osVersion}`;
  return parts.length === 0 ? "not stated" : parts.join("/") + version;
}
