// The catalogues. English is always there; the others are loaded when somebody needs them.
import type { Language } from "../../words/language.js";
import { Words } from "../../words/words.js";
import { en, type Key } from "./en.js";

export const englishWords: Words<Key> = new Words("en", en);

/** The words of a language; English where its catalogue cannot be loaded. */
export async function wordsIn(language: Language): Promise<Words<Key>> {
  if (language === "en") return englishWords;
  try {
    const { zh } = await import("./zh.js");
    return new Words("zh", zh);
  } catch {
    return englishWords;
  }
}
