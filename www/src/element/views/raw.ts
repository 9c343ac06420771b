import { html } from "lit";
import type { Shown, View } from "../view.js";

export class RawView implements View {
  render(_shown: Shown): unknown {
    return html`<p>raw</p>`;
  }

  reset(): void {}
}
