import { html, type TemplateResult } from "lit";
import type { Ui } from "../../view.js";

/** A part of the view whose code comes once somebody wants to see it. */
export class Fetched<T> {
  value: T | null = null;
  readonly #load: () => Promise<T>;
  #state: "unasked" | "asked" | "failed" = "unasked";

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** What `draw` makes of it, once it is here. */
  render(ui: Ui, draw: (value: T) => unknown): unknown {
    if (this.value) return draw(this.value);
    if (this.#state === "unasked") void this.#fetch(ui);
    return this.#instead(ui);
  }

  #instead(ui: Ui): TemplateResult {
    const { words } = ui;
    if (this.#state === "asked") return html`<p class="sub" aria-busy="true">${words.text("later.loading")}</p>`;
    return html`<p>
      ${words.text("title.element/view")}
      <button type="button" class="quiet" @click=${() => void this.#fetch(ui)}>${words.text("state.retry")}</button>
    </p>`;
  }

  async #fetch(ui: Ui): Promise<void> {
    this.#state = "asked";
    try {
      this.value = await this.#load();
    } catch {
      this.#state = "failed";
    }
    ui.redraw();
  }
}
