// What the core says in English, explained in Chinese by code.
import { type Message, prefixed } from "../../../words/catalogue.js";
import type { Code, codes as english } from "../en/codes.js";
import { archive } from "./codes-archive.js";
import { image } from "./codes-image.js";
import { limits } from "./codes-limits.js";
import { registry } from "./codes-registry.js";
import { source } from "./codes-source.js";

/** What is said of a code; `exact` in place of `text` where all of its places are known. */
export interface Explanation {
  readonly title: string;
  /** The title where the fault lies in one layer. */
  readonly layer?: string;
  readonly text: string;
  readonly exact?: string;
  readonly hint?: string;
}

const explanations: Readonly<Record<Exclude<Code, "other">, Explanation>> = {
  ...source,
  ...archive,
  ...image,
  ...limits,
  ...registry,
};

type Titles = Readonly<Record<keyof typeof english, Message>>;

export const codes: Titles = {
  ...prefixed("title", { other: "无法显示" }),
  ...prefixed("title", each("title")),
  ...prefixed("layer-title", each("layer")),
  ...prefixed("text", each("text")),
  ...prefixed("exact", each("exact")),
  ...prefixed("hint", each("hint")),
} as Titles;

function each(part: keyof Explanation): Record<string, string> {
  const entries = Object.entries(explanations).map(([code, explanation]) => [code, explanation[part]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
