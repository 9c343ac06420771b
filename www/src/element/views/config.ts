import { html } from "lit";
import type { Shown, View } from "../view.js";

export class ConfigView implements View {
  render(_shown: Shown): unknown {
    return html`<p>config</p>`;
  }

  reset(): void {}
}
