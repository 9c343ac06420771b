// Which language an element speaks: its own `lang`, else that of what is around it.
import { firstLanguage, type Language } from "../words/language.js";
import type { Words } from "../words/words.js";
import { englishWords, wordsIn } from "./words/index.js";
import type { Key } from "./words/en.js";

export class Speech {
  words: Words<Key> = englishWords;
  /** A language whose catalogue could not be loaded: it is not asked for again with every drawing. */
  #unspoken: Language | null = null;
  #around: MutationObserver | undefined;

  /** Gets the words that the element now needs; null where it has them. */
  ready(element: HTMLElement): Promise<void> | null {
    // A script may have set the property to anything.
    const language = firstLanguage([String(element.lang ?? ""), languageAround(element)]);
    if (language === this.words.language || language === this.#unspoken) return null;
    return wordsIn(language).then((words) => {
      this.words = words;
      this.#unspoken = words.language === language ? null : language;
    });
  }

  /** Calls `changed` whenever the page says that it is in another language. */
  listen(changed: () => void): void {
    this.#around ??= new MutationObserver(changed);
    this.#around.observe(document.documentElement, { attributeFilter: ["lang"] });
  }

  rest(): void {
    this.#around?.disconnect();
  }
}

/** The nearest `lang` around it, also across shadow roots. */
function languageAround(element: HTMLElement): string | null {
  let node: Node | null = element;
  while ((node = node instanceof ShadowRoot ? node.host : node.parentNode)) {
    const lang = node instanceof Element ? node.getAttribute("lang") : null;
    if (lang !== null) return lang;
  }
  return null;
}
