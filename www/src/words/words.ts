// One language's way of saying things: its catalogue, its numbers, sizes and dates.
import { type Catalogue, type Params, pieces, places } from "./catalogue.js";
import { type Language, TAGS } from "./language.js";

const UNITS = ["kB", "MB", "GB", "TB", "PB"];
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

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
  ["minute", MINUTE, 0],
];

/** A moment as people read it. */
export interface Moment {
  /** "Jan 15, 2025", "2025年1月15日": without the time of day. */
  readonly day: string;
  /** "15 January 2025 at 10:00:00 UTC", in the language's own order. */
  readonly exact: string;
  /** "22 months ago"; empty for Go's year 1, which is written where no time is set. */
  readonly ago: string;
}

/** The words of a language, of which all but English are fetched; English where that fails. */
export async function loadWords<Key extends string>(
  language: Language,
  english: Words<Key>,
  load: (language: Exclude<Language, "en">) => Promise<Catalogue<Key>>,
): Promise<Words<Key>> {
  if (language === "en") return english;
  try {
    return new Words(language, await load(language));
  } catch {
    return english;
  }
}

export class Words<Key extends string = string> {
  readonly language: Language;
  /** For `lang` attributes. */
  readonly tag: string;
  #catalogue: Catalogue<Key>;
  readonly #plural: Intl.PluralRules;
  readonly #number: Intl.NumberFormat;
  readonly #digits: Intl.NumberFormat[] = [];
  readonly #relative: Intl.RelativeTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #exact: Intl.DateTimeFormat;

  constructor(language: Language, catalogue: Catalogue<Key>) {
    this.language = language;
    this.tag = TAGS[language];
    this.#catalogue = catalogue;
    this.#plural = new Intl.PluralRules(this.tag);
    this.#number = new Intl.NumberFormat(this.tag);
    this.#relative = new Intl.RelativeTimeFormat(this.tag, { numeric: "auto" });
    this.#day = new Intl.DateTimeFormat(this.tag, { dateStyle: "medium", timeZone: "UTC" });
    this.#exact = new Intl.DateTimeFormat(this.tag, { dateStyle: "long", timeStyle: "long", timeZone: "UTC" });
  }

  /** More of its sentences: parts that are fetched later bring theirs along. */
  learn(more: Partial<Catalogue<Key>>): void {
    this.#catalogue = { ...this.#catalogue, ...more };
  }

  has(key: string): key is Key {
    return Object.hasOwn(this.#catalogue, key);
  }

  /** Whether these leave no place of the sentence open. */
  isFilled(key: Key, params: Params): boolean {
    return places(this.#catalogue[key]).every((name) => Object.hasOwn(params, name));
  }

  /** The sentence as text. */
  text(key: Key, params: Params = {}): string {
    return this.rich(key, params).join("");
  }

  /** The sentence in parts, for places that hold more than text: `rich("opening", { name: html`<bdi>…</bdi>` })`. */
  rich<T>(key: Key, params: Readonly<Record<string, string | number | T>>): (string | T)[] {
    const cut = pieces(this.#catalogue[key], this.#plural, params as Params);
    return cut.map((piece, at) => (at % 2 === 0 ? piece : this.#filled(params[piece] ?? "")));
  }

  number(n: number): string {
    return this.#number.format(n);
  }

  /** "60.4 kB": three significant digits, never "1000 kB". Decimal, as docker writes sizes. */
  bytes(size: number): string {
    if (size < 1000) return `${size}\u00a0B`;
    let value = size;
    let unit = "B";
    for (const next of UNITS) {
      if (value < 999.5) break;
      value /= 1000;
      unit = next;
    }
    return `${this.#fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0)}\u00a0${unit}`;
  }

  /** "58%", "0.4%", "<0.1%". */
  share(part: number, whole: number): string {
    if (whole <= 0 || part <= 0) return "0%";
    const percent = (part / whole) * 100;
    if (percent < 0.1) return "<0.1%";
    const isWhole = percent >= 9.95 || Math.round(percent * 10) % 10 === 0;
    return `${this.#fixed(percent, isWhole ? 0 : 1)}%`;
  }

  /** Null for what is no date. */
  moment(created: string): Moment | null {
    // `Date.parse` alone makes a date of nearly anything, such as "build 7".
    const time = RFC_3339.test(created) ? Date.parse(created) : NaN;
    if (Number.isNaN(time)) return null;
    return {
      day: this.#day.format(time),
      exact: this.#exact.format(time),
      ago: time < 0 ? "" : this.#ago(time - Date.now()),
    };
  }

  /** With so many digits behind the point. */
  #fixed(value: number, digits: 0 | 1 | 2): string {
    const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return (this.#digits[digits] ??= new Intl.NumberFormat(this.tag, format)).format(value);
  }

  #ago(difference: number): string {
    for (const [unit, length, from] of STEPS) {
      if (Math.abs(difference) >= from) return this.#relative.format(Math.trunc(difference / length), unit);
    }
    return "";
  }

  #filled<T>(value: string | number | T): string | T {
    return typeof value === "number" ? this.number(value) : value;
  }
}
