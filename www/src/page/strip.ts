// The open images in a row. It stands from the first on, so that the second moves nothing.
import { html, nothing, render } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { plain } from "../words/plain.js";
import { isolated } from "./names.js";
import type { Item, Shelf } from "./shelf.js";
import type { PageWords } from "./words/index.js";

/** Pixels of its neighbour that are seen beside the current one: there is more. */
const EDGE = 32;

export interface StripActions {
  show(item: Item): void;
  close(item: Item): void;
}

export class Strip {
  readonly #place: HTMLElement;
  readonly #actions: StripActions;
  /** What the row looked like when the current image was last brought into sight. */
  #seen = "";

  constructor(place: HTMLElement, actions: StripActions) {
    this.#place = place;
    this.#actions = actions;
  }

  render(words: PageWords, shelf: Shelf): void {
    render(strip(words, shelf, this.#actions), this.#place);
    // Not with every drawing: the visitor may have scrolled it.
    const seen = JSON.stringify([shelf.current?.id, shelf.items.map(({ element }) => element.state)]);
    if (seen !== this.#seen) reveal(this.#place);
    this.#seen = seen;
  }
}

/** Sideways only: the page itself stays where it is. */
function reveal(place: HTMLElement): void {
  const row = place.querySelector("ul");
  const entry = place.querySelector("[aria-current]")?.parentElement;
  if (!row || !entry) return;
  const { left, right } = row.getBoundingClientRect();
  const at = entry.getBoundingClientRect();
  row.scrollLeft += Math.min(at.left - left - EDGE, Math.max(0, at.right - right + EDGE));
}

function strip(words: PageWords, { items, current }: Shelf, actions: StripActions): unknown {
  if (items.length === 0) return nothing;
  return html`<nav class="strip" aria-label=${words.text("strip.label")}>
    <ul>
      ${repeat(
        items,
        ({ id }) => id,
        (item) => entry(words, item, item === current, actions),
      )}
    </ul>
  </nav>`;
}

function entry(words: PageWords, item: Item, isCurrent: boolean, { show, close }: StripActions): unknown {
  const state = stateOf(words, item, isCurrent);
  const label = words.text("strip.close", { name: plain(item.name, 80) });
  return html`<li>
    <button type="button" aria-current=${isCurrent ? "true" : nothing} @click=${() => show(item)}>
      ${isolated(item.name, 80)}${state === "" ? nothing : html` <span class="sub">${state}</span>`}
    </button>
    <button type="button" class="close" aria-label=${label} title=${label} @click=${() => close(item)}>×</button>
  </li>`;
}

/** Its name, its place among the others, and what it has come to unless that is seen. */
export function calledAloud(words: PageWords, item: Item, { items }: Shelf): string {
  const params = { name: plain(item.name, 80), n: items.indexOf(item) + 1, all: items.length };
  return `${words.text("strip.shown", params)} ${stateOf(words, item, false)}`.trim();
}

/** That the current one is on its way is seen below it, and the word would move what stands after it when it goes. */
function stateOf(words: PageWords, { element }: Item, isCurrent: boolean): string {
  switch (element.state) {
    case "failed":
      return words.text("strip.failed");
    case "cancelled":
      return words.text("strip.cancelled");
    case "open":
      return "";
    default:
      return isCurrent ? "" : words.text("strip.opening");
  }
}
