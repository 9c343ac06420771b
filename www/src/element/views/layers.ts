import { html } from "lit";
import type { Shown, View } from "../view.js";

export class LayersView implements View {
  render(_shown: Shown): unknown {
    return html`<p>layers</p>`;
  }

  reset(): void {}
}
