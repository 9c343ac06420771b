// Sizes and ages in docker's words.

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/** Three significant digits, by thousands, as docker's tables have them: `6B`, `5.01kB`, `1.11MB`. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 of a unit would be written as 1000.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toPrecision(3))}${UNITS[unit]}`;
}

/** A size that may not be known. */
export function sizeOr(bytes: number | null, unknown: string): string {
  return bytes === null ? unknown : size(bytes);
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * The milliseconds of a date in an image; NaN for none. `Date.parse` alone makes a date of nearly anything, such as
 * `build 7`. Go writes the year 1 where no time is set.
 */
export function instant(date: string | null): number {
  return date === null || !RFC_3339.test(date) || date.startsWith("0001-") ? NaN : Date.parse(date);
}

/** How long ago: `7 seconds ago`, `About a minute ago`, `2 weeks ago`; undefined for no date. */
export function ago(date: string | null, now: number): string | undefined {
  const then = instant(date);
  return Number.isNaN(then) ? undefined : `${duration((now - then) / 1000)} ago`;
}

/** docker's steps, each up to the bound beside it. The last one is months; years follow. */
function duration(exact: number): string {
  const seconds = Math.floor(exact);
  if (seconds < 1) return "Less than a second";
  if (seconds === 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(exact / 60);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(exact / 3600 + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(exact / 3600 / 24 / 365)} years`;
}
