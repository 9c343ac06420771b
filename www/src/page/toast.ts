// A line that floats at the foot for a while: what just happened, and the way back.
import { html, nothing, render } from "lit";
import { isolated } from "./names.js";
import type { Key, PageWords } from "./words/index.js";

export interface Message {
  readonly key: Key;
  readonly name?: string;
  readonly n?: number;
  readonly action?: { readonly key: Key; run(): void };
  /** Milliseconds; without them it stays until another one or `clear`. */
  readonly lasts?: number;
}

export class Toast {
  readonly #place: HTMLElement;
  readonly #words: () => PageWords;
  #message: Message | null = null;
  #ending: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement, words: () => PageWords) {
    this.#place = place;
    this.#words = words;
  }

  show(message: Message): void {
    clearTimeout(this.#ending);
    this.#message = message;
    if (message.lasts !== undefined) this.#ending = setTimeout(() => this.clear(), message.lasts);
    this.render();
  }

  /** Does what it offers, as its button would. */
  act(): void {
    this.#message?.action?.run();
  }

  clear(): void {
    clearTimeout(this.#ending);
    this.#message = null;
    this.render();
  }

  render(): void {
    const words = this.#words();
    const message = this.#message;
    render(message ? this.#line(words, message) : nothing, this.#place);
  }

  #line(words: PageWords, { key, name = "", n = 0, action }: Message): unknown {
    return html`<section class="float toast" aria-label=${words.text("toast.label")}>
      <span>${words.rich(key, { name: isolated(name, 60), n })}</span>
      ${action ? html`<button type="button" class="quiet" @click=${() => action.run()}>${words.text(action.key)}</button>` : nothing}
    </section>`;
  }
}
