// What stands in place of a document: it is being read, could not be read, is empty; there is none.
import { html, nothing } from "lit";
import type { LayerglassError } from "../../../index.js";
import { explain } from "../../explain.js";
import { foreign } from "../../parts/foreign.js";
import type { Ui } from "../../view.js";

export function loading({ words }: Ui): unknown {
  return html`<p class="sub loading" aria-busy="true">${words.text("raw.loading")}</p>`;
}

export function empty({ words }: Ui): unknown {
  return html`<p class="sub">${words.text("raw.empty")}</p>`;
}

export function none({ words }: Ui): unknown {
  return html`<section class="state">
    <h3>${words.text("raw.none")}</h3>
    <p class="sub">${words.text("raw.none-why")}</p>
  </section>`;
}

export function failed(ui: Ui, error: LayerglassError, again: () => void): unknown {
  const { words } = ui;
  const { title, text, hint, original } = explain(words, error);
  return html`<section class="state failure" role="alert">
    <h3>${title}</h3>
    <dl>
      ${row(words.text("state.saw"), foreign(ui, text))}
      ${hint ? row(words.text("state.helps"), foreign(ui, hint)) : nothing}
      ${original ? row(words.text("state.original"), html`<span lang="en">${foreign(ui, original)}</span>`) : nothing}
      ${row(words.text("state.code"), html`<code>${foreign(ui, error.code)}</code>`)}
    </dl>
    <p><button type="button" @click=${again}>${words.text("state.retry")}</button></p>
  </section>`;
}

function row(name: string, value: unknown): unknown {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
