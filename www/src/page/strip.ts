// The open images in a row, where there is a choice between them.
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { plain } from "../words/plain.js";
import { isolated } from "./names.js";
import type { Item, Shelf } from "./shelf.js";
import type { PageWords } from "./words/index.js";

export interface StripActions {
  show(item: Item): void;
  close(item: Item): void;
}

export function strip(words: PageWords, { items, current }: Shelf, actions: StripActions): unknown {
  if (items.length < 2 && (current || items.length === 0)) return nothing;
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
  const state = stateOf(words, item);
  const label = words.text("strip.close", { name: plain(item.name, 80) });
  return html`<li>
    <button type="button" aria-current=${isCurrent ? "true" : nothing} @click=${() => show(item)}>
      ${isolated(item.name, 80)}${state === "" ? nothing : html` <span class="sub">${state}</span>`}
    </button>
    <button type="button" class="close" aria-label=${label} title=${label} @click=${() => close(item)}>×</button>
  </li>`;
}

function stateOf(words: PageWords, { element }: Item): string {
  switch (element.state) {
    case "failed":
      return words.text("strip.failed");
    case "cancelled":
      return words.text("strip.cancelled");
    case "open":
      return "";
    default:
      return words.text("strip.opening");
  }
}
