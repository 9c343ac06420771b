// The one field: it knows what it was given, and says so before Enter.
import { html, render } from "lit";
import { init, parseReference, type Reference } from "../index.js";
import { type Given, givenBy, type Place } from "./given.js";
import { isolated } from "./names.js";
import type { PageWords } from "./words/index.js";

export interface OmniboxActions {
  /** Enter, with something that can be followed. */
  onenter(given: Given): void;
  find(start: string): Place | null;
  words(): PageWords;
}

export class Omnibox {
  readonly #field: HTMLInputElement;
  readonly #note: HTMLElement;
  readonly #actions: OmniboxActions;
  #parse: ((text: string) => Reference) | null = null;
  #given: Given = { kind: "nothing" };
  /** Enter came for this text: what is wrong with it is marked from then on. */
  #isEntered = false;
  /** Enter came before it was known what to do with the text. */
  #isWaiting = false;

  constructor(form: HTMLFormElement, field: HTMLInputElement, note: HTMLElement, actions: OmniboxActions) {
    this.#field = field;
    this.#note = note;
    this.#actions = actions;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#enter();
    });
    field.addEventListener("input", () => this.#begin());
  }

  /** Takes what was pasted elsewhere. */
  take(text: string): void {
    this.#field.value = text.trim();
    this.focus();
    this.#begin();
  }

  focus(): void {
    this.#field.focus();
    this.#field.select();
  }

  empty(): void {
    this.#field.value = "";
    this.#begin();
  }

  /** Looks again: at another text, or at other open images. */
  look(): void {
    const { find, words } = this.#actions;
    this.#given = givenBy(this.#field.value, { parse: this.#parse, find }, words());
    if (this.#given.kind === "reading") this.#load();
    this.#field.setAttribute("aria-invalid", String(isWrong(this.#given) && this.#isEntered));
    this.#note.classList.toggle("wrong", isWrong(this.#given));
    render(said(this.#given, words()), this.#note);
    if (this.#isWaiting && this.#given.kind !== "reading") this.#enter();
  }

  /** Another text. */
  #begin(): void {
    this.#isEntered = this.#isWaiting = false;
    this.look();
  }

  #enter(): void {
    const given = this.#given;
    this.#isWaiting = given.kind === "reading";
    if (this.#isWaiting) return;
    this.#isEntered = true;
    this.#actions.onenter(given);
    if (isWrong(given)) this.look();
  }

  /** Without the core the first parse says so: it throws. */
  #load(): void {
    const tried = (): void => {
      if (this.#parse) return;
      this.#parse = parseReference;
      this.look();
    };
    init().then(tried, tried);
  }
}

function isWrong(given: Given): boolean {
  return given.kind === "wrong" || (given.kind === "digest" && given.place === null);
}

/** The line under the field. */
export function said(given: Given, words: PageWords): unknown {
  switch (given.kind) {
    case "nothing":
      return words.text("given.nothing");
    case "reading":
      return words.text("given.reading");
    case "url":
      return words.rich("given.url", { host: strong(given.url.host) });
    case "digest":
      return saidDigest(given.place, words);
    case "reference":
      return saidReference(given.reference, words);
    case "wrong":
      return words.text(given.why, given.rule ? { rule: words.text(given.rule) } : {});
  }
}

function saidDigest(place: Place | null, words: PageWords): unknown {
  if (!place) return words.text("given.digest-nowhere");
  const name = strong(place.item.name);
  if (place.document !== null) return words.rich("given.digest-document", { name });
  return place.layer === null
    ? words.rich("given.digest", { name })
    : words.rich("given.digest-layer", { name, number: place.layer + 1 });
}

function saidReference({ registry, repository, tag, digest }: Reference, words: PageWords): unknown {
  const named = tag ?? (digest ? null : "latest");
  const rest = html`${named === null ? "" : html` : ${strong(named)}`}${digest ? html` @ ${strong(digest)}` : ""}`;
  return words.rich("given.reference", { registry: strong(registry), repository: strong(repository), rest });
}

function strong(text: string): unknown {
  return html`<b>${isolated(text)}</b>`;
}
