// An error in full: what was seen, what helps, its code.
import { html, nothing } from "lit";
import type { LayerglassError } from "../../index.js";
import { explain } from "../explain.js";
import { foreign } from "../parts/foreign.js";
import type { Ui } from "../view.js";

/** The rows under the title, and a way to try again. */
export function troubleRows(ui: Ui, error: LayerglassError, again: () => void): unknown {
  const { words } = ui;
  const { text, hint, original } = explain(words, error);
  return html`<dl>
      ${row(words.text("state.saw"), foreign(ui, text))}
      ${hint ? row(words.text("state.helps"), foreign(ui, hint)) : nothing}
      ${original ? row(words.text("state.original"), html`<span lang="en">${foreign(ui, original)}</span>`) : nothing}
      ${row(words.text("state.code"), html`<code>${foreign(ui, error.code)}</code>`)}
    </dl>
    <p><button type="button" class="again" @click=${again}>${words.text("state.retry")}</button></p>`;
}

function row(name: string, value: unknown): unknown {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
