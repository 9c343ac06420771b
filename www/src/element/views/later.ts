// A view whose code is fetched after the first view is there: an overview must not wait for what nobody asked for yet.
import { html } from "lit";
import { explain } from "../explain.js";
import type { Shown, View } from "../view.js";

const MISSING = {
  code: "element/view",
  message: "its code could not be fetched",
  hint: "reload the page; if that does not help, check that the whole folder of the element's script is served",
};

export class LaterView implements View {
  readonly #load: () => Promise<View>;
  #view: View | null = null;
  #state: "unasked" | "asked" | "failed" = "unasked";

  constructor(load: () => Promise<View>) {
    this.#load = load;
  }

  render(shown: Shown): unknown {
    if (this.#view) return this.#view.render(shown);
    if (this.#state === "unasked") void this.#fetch(shown);
    const { words } = shown.ui;
    if (this.#state === "asked") return html`<p class="sub" aria-busy="true">${words.text("later.loading")}</p>`;
    const { title, text, hint } = explain(words, MISSING);
    return html`<section class="state">
      <h3>${title}</h3>
      <p>${text}</p>
      <p>${hint}</p>
      <p class="sub"><code>${MISSING.code}</code></p>
      <p><button type="button" @click=${() => void this.#fetch(shown)}>${words.text("state.retry")}</button></p>
    </section>`;
  }

  /** Fetches it before it is asked for. A failure is told once somebody asks. */
  prefetch(): void {
    if (this.#state !== "unasked") return;
    this.#load().then(
      (view) => (this.#view ??= view),
      () => {},
    );
  }

  reset(): void {
    this.#view?.reset();
  }

  async #fetch({ ui }: Shown): Promise<void> {
    this.#state = "asked";
    try {
      const view = await this.#load();
      // One that was fetched ahead may be in use by now.
      this.#view ??= view;
    } catch {
      this.#state = "failed";
      ui.announce(explain(ui.words, MISSING).title);
    }
    ui.redraw();
  }
}
