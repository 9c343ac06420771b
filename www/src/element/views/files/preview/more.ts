// Long files are drawn in parts, each when somebody asks.
import { html, nothing } from "lit";
import type { Ui } from "../../../view.js";

/** Each time. */
export const LINES_AT_ONCE = 10_000;

/** The button that asks for more, while lines are left. */
export function moreLines(ui: Ui, left: number, show: () => void): unknown {
  if (left <= 0) return nothing;
  return html`<p>
    <button type="button" class="quiet" @click=${show}>${ui.words.text("preview.more-lines", { n: left })}</button>
  </p>`;
}
