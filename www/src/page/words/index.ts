// The page's catalogues. English is always there; another is loaded when somebody needs it.
import type { Language } from "../../words/language.js";
import { loadWords, Words } from "../../words/words.js";
import { en, type Key } from "./en.js";

export type { Key };

export type PageWords = Words<Key>;

export const englishWords: PageWords = new Words("en", en);

/** The words of a language; English where its catalogue cannot be loaded. */
export function wordsIn(language: Language): Promise<PageWords> {
  return loadWords(language, englishWords, async () => (await import("./zh.js")).zh);
}

/** Puts the words into the markup of the page: each place says which it holds. */
export function translate(root: ParentNode, words: PageWords): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-word], [data-label], [data-placeholder]")) {
    const { word, label, placeholder } = element.dataset;
    if (word !== undefined) element.textContent = words.text(known(words, word));
    if (label !== undefined) element.setAttribute("aria-label", words.text(known(words, label)));
    if (placeholder !== undefined) element.setAttribute("placeholder", words.text(known(words, placeholder)));
  }
}

function known(words: PageWords, key: string): Key {
  if (words.has(key)) return key;
  throw new Error(`the markup names ${key}, which no catalogue has`);
}
