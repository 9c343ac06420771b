// A line about an attribute that could not be followed.
import { html } from "lit";
import { plain } from "../../words/plain.js";
import type { Notice } from "../chosen.js";
import { foreign } from "../parts/foreign.js";
import type { Ui } from "../view.js";

export function notice(ui: Ui, { code, key, params }: Notice): unknown {
  const told = Object.entries(params).map(([name, value]) => [
    name,
    name === "value" ? foreign(ui, `${value}`) : value,
  ]);
  return html`<p class="notice" part="notice">
    <span class="sign" aria-hidden="true">!</span> ${ui.words.rich(key, Object.fromEntries(told))} <code>${code}</code>
  </p>`;
}

/** The same for the live region. */
export function noticeText({ words }: Ui, { key, params }: Notice): string {
  const told = Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? plain(value) : value]);
  return words.text(key, Object.fromEntries(told));
}
