// The languages that layerglass speaks, and which of them somebody gets.

export type Language = "en" | "zh";

/** What each is called by those who speak it. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", zh: "简体中文" };

/** For `lang` attributes and Intl. */
export const TAGS: Readonly<Record<Language, string>> = { en: "en", zh: "zh-Hans" };

/** The language of a tag such as `zh-CN`; undefined for one that there is no catalogue of. */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.trim().toLowerCase().split(/[-_]/)[0];
  return primary === "en" || primary === "zh" ? primary : undefined;
}

/** The first of these tags that there is a catalogue of, else English. */
export function firstLanguage(tags: Iterable<string | null | undefined>): Language {
  for (const tag of tags) {
    const language = tag ? languageOf(tag) : undefined;
    if (language) return language;
  }
  return "en";
}
