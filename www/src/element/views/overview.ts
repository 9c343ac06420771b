import { html } from "lit";
import type { Shown, View } from "../view.js";

export class OverviewView implements View {
  render(_shown: Shown): unknown {
    return html`<p>overview</p>`;
  }

  reset(): void {}
}
