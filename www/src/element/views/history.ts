import { html } from "lit";
import type { Shown, View } from "../view.js";

export class HistoryView implements View {
  render(_shown: Shown): unknown {
    return html`<p>history</p>`;
  }

  reset(): void {}
}
