// What must be said before a history is believed, or in place of one.
import { html, nothing } from "lit";
import type { ReportImage } from "../../../index.js";
import type { Ui } from "../../view.js";

export function joinNote({ words }: Ui, { history, layers, historyJoin }: ReportImage): unknown {
  if (historyJoin === "exact" || layers.length === 0) return nothing;
  const entries = history.filter(({ emptyLayer }) => !emptyLayer).length;
  const text =
    historyJoin === "guessed"
      ? words.text("history.guessed", { entries, layers: layers.length })
      : words.text("history.unjoined");
  return html`<p class="note"><span class="sign" aria-hidden="true">!</span> ${text}</p>`;
}

/** The history stands in the config, and a builder may leave it out. */
export function noHistory({ words }: Ui, { config }: ReportImage): unknown {
  return html`<div class="state">
    <h3>${words.text("history.none")}</h3>
    <p>${words.text(config === null ? "history.none-config" : "history.none-note")}</p>
  </div>`;
}
