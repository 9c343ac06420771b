// What stands in place of a document: it is being read, could not be read, is empty; there is none.
import { html } from "lit";
import type { LayerglassError } from "../../../index.js";
import { explain } from "../../explain.js";
import { troubleRows } from "../../shell/trouble.js";
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
  return html`<section class="state failure">
    <h3>${explain(ui.words, error).title}</h3>
    ${troubleRows(ui, error, again)}
  </section>`;
}
