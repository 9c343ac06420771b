// The catalogues. English is always there; the others are loaded when somebody needs them.
import type { Language } from "../../words/language.js";
import { loadWords, Words } from "../../words/words.js";
import { en, type Key } from "./en.js";

export const englishWords: Words<Key> = new Words("en", en);

/** The words of a language; English where its catalogue cannot be loaded. */
export function wordsIn(language: Language): Promise<Words<Key>> {
  return loadWords(language, englishWords, async () => (await import("./zh.js")).zh);
}
