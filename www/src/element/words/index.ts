// The catalogues. English is always there, but for what comes with views; the others are loaded when somebody needs them.
import type { Language } from "../../words/language.js";
import type { Catalogue } from "../../words/catalogue.js";
import { loadWords, Words } from "../../words/words.js";
import { en, type Key } from "./en.js";

// What is not in there is learned before it is said.
export const englishWords: Words<Key> = new Words("en", en as Partial<Catalogue<Key>> as Catalogue<Key>);

/** The words of a language; English where its catalogue cannot be loaded. */
export function wordsIn(language: Language): Promise<Words<Key>> {
  return loadWords(language, englishWords, async () => (await import("./zh.js")).zh);
}
