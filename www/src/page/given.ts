// What was typed into the field: an address, a digest, a reference, or neither.
import { LayerglassError, type Reference } from "../index.js";
import { digestOf, type Found } from "./digests.js";
import type { Item } from "./shelf.js";
import type { Key, PageWords } from "./words/index.js";

/** An open image that has a digest. */
export interface Place extends Found {
  readonly item: Item;
}

export type Given =
  | { readonly kind: "nothing" }
  /** A reference, perhaps: who can tell is still being loaded. */
  | { readonly kind: "reading" }
  | { readonly kind: "url"; readonly url: URL }
  | { readonly kind: "digest"; readonly place: Place | null }
  | { readonly kind: "reference"; readonly reference: Reference }
  | { readonly kind: "wrong"; readonly why: Key; readonly rule?: Key };

/** What the field needs to know. */
export interface Known {
  /** Null until the core is loaded. */
  readonly parse: ((text: string) => Reference) | null;
  /** The open image of which a digest begins so. */
  find(start: string): Place | null;
}

/** As skopeo and others spell references; a command to pull one, whose last word it is; its page at docker's hub. */
const WRITTEN = [
  /^docker:\/\/(.*)$/,
  /^(?:[$#] +)?(?:sudo +)?(?:docker|podman|nerdctl)(?: +image)? +pull +(?:.* )?([^ -][^ ]*)$/,
  /^(?:https?:\/\/)?hub\.docker\.com\/_\/([^/?#]+)/,
  /^(?:https?:\/\/)?hub\.docker\.com\/r\/([^/?#]+\/[^/?#]+)/,
];

/** No address is longer, and no reference. */
const LONGEST = 8000;

export function givenBy(typed: string, { parse, find }: Known, words: PageWords): Given {
  const text = typed.trim().slice(0, LONGEST);
  if (text === "") return { kind: "nothing" };
  const written = referenceIn(text);
  if (/^https?:/i.test(written)) return addressOf(written);
  const digest = digestOf(text);
  const place = digest && find(digest.start);
  if (place || digest?.certain) return { kind: "digest", place };
  if (/^library:/.test(text)) return { kind: "wrong", why: "given.library" };
  if (/^(\/|\.|~|(archive|oci):)/.test(text)) return { kind: "wrong", why: "given.path" };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(written)) return { kind: "wrong", why: "given.scheme" };
  if (!parse) return { kind: "reading" };
  return referenceOf(written, parse, words);
}

/** A reference out of how people come by it; the text itself where there is none to take out. */
export function referenceIn(text: string): string {
  const [, written] = WRITTEN.map((way) => way.exec(text)).find((found) => found !== null) ?? [];
  return written ?? text;
}

/** An address that may be opened. Credentials would be seen by whoever sees the link. */
export function addressOf(text: string): Given {
  if (!URL.canParse(text)) return { kind: "wrong", why: "given.no-url" };
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return { kind: "wrong", why: "given.scheme" };
  if (url.username !== "" || url.password !== "") return { kind: "wrong", why: "given.credentials" };
  url.hash = "";
  return { kind: "url", url };
}

/** Whether the address lets in whoever has it: signed addresses of clouds, tokens. */
export function holdsSecret({ searchParams }: URL): boolean {
  return [...searchParams.keys()].some((name) => /sig|token|secret|password|credential|auth|key/i.test(name));
}

export function referenceOf(text: string, parse: (text: string) => Reference, words: PageWords): Given {
  try {
    return { kind: "reference", reference: parse(text) };
  } catch (thrown) {
    if (!(thrown instanceof LayerglassError)) throw thrown;
    if (!thrown.code.startsWith("reference/")) return { kind: "wrong", why: "given.no-core" };
    const rule = thrown.code.replace(/^reference\//, "rule.");
    return { kind: "wrong", why: "given.no-reference", rule: words.has(rule) ? rule : "rule.path" };
  }
}
