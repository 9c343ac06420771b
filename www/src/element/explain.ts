// Errors and findings in the words of a language. The core speaks English, exactly; other languages explain each code
// and show the core's own sentence beside it.
import type { Place } from "../index.js";
import type { Params } from "../words/catalogue.js";
import type { Words } from "../words/words.js";
import type { Key } from "./words/en.js";

/** A `LayerglassError` or a `ReportFinding`. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly at?: Place | null;
  readonly params?: Params;
  readonly expected?: string | null;
  readonly actual?: string | null;
  /** Only findings have one. Their place is shown beside them; an error tells its own. */
  readonly severity?: "error" | "warning" | "info";
}

/** All but the title may hold what an image or a server wrote: show it as foreign text. */
export interface Explained {
  /** What happened, in few words. */
  readonly title: string;
  /** Why it is thought. */
  readonly text: string;
  /** What to do; empty where nothing can be done. */
  readonly hint: string;
  /** The exact message in English, where `text` says it in another language. */
  readonly original: string | null;
}

export function explain(words: Words<Key>, trouble: Trouble): Explained {
  const title = titleOf(words, trouble);
  const own = textOf(words, trouble);
  const message = sentence(trouble.message);
  if (own === null) return { title, text: message, hint: sentence(trouble.hint ?? ""), original: null };
  const text = trouble.severity === undefined ? [...placeOf(words, trouble.at), own].join(" · ") : own;
  return { title, text, hint: said(words, `hint.${trouble.code}`) ?? "", original: message };
}

function titleOf(words: Words<Key>, { code, at }: Trouble): string {
  const inLayer = at?.layer === undefined ? null : said(words, `layer-title.${code}`);
  return inLayer ?? said(words, `title.${code}`) ?? words.text("title.other");
}

/** The most exact sentence of which everything is known; null where the language has none. */
function textOf(words: Words<Key>, trouble: Trouble): string | null {
  const { code, at, expected, actual } = trouble;
  const known = Object.entries({ ...at, expected, actual, ...trouble.params });
  const params = Object.fromEntries(known.filter(([, value]) => value !== null && value !== undefined)) as Params;
  return said(words, `exact.${code}`, params) ?? said(words, `text.${code}`);
}

function said(words: Words<Key>, key: string, params: Params = {}): string | null {
  return words.has(key) && words.isFilled(key, params) ? words.text(key, params) : null;
}

/** "layer 3 (index 2)", "blobs/sha256/…", "at byte 512": what is known of it. */
export function placeOf(words: Words<Key>, at: Place | null | undefined): string[] {
  const parts: string[] = [];
  if (at?.layer !== undefined) parts.push(words.text("findings.at-layer", { number: at.layer + 1, index: at.layer }));
  if (at?.path !== undefined) parts.push(at.path);
  if (at?.offset !== undefined) parts.push(words.text("findings.at-offset", { n: at.offset }));
  return parts;
}

/** The core writes messages to follow a colon; here they stand alone. A word that is a name keeps its spelling. */
function sentence(message: string): string {
  const isName = /^\S*[./:_-]/.test(message);
  const start = isName ? message : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(start) || start === "" ? start : `${start}.`;
}
