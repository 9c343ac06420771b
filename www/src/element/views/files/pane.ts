// The pane beside the tree: its code comes with the first file that is opened.
import { html, nothing } from "lit";
import type { Ui } from "../../view.js";
import type { Preview, Previewed } from "./preview.js";

export class Pane {
  isOpen = false;
  #preview: Preview | null = null;
  #state: "unasked" | "asked" | "failed" = "unasked";

  open(ui: Ui): void {
    this.isOpen = true;
    if (!this.#preview && this.#state !== "asked") void this.#fetch(ui);
    ui.redraw();
  }

  /** False where it was not open. */
  close(ui: Ui): boolean {
    const { isOpen } = this;
    this.isOpen = false;
    this.#preview?.reset();
    if (isOpen) ui.redraw();
    return isOpen;
  }

  render(ui: Ui, of: Previewed | null): unknown {
    if (!this.isOpen || !of) return nothing;
    if (this.#preview) return html`<div class="pane">${this.#preview.render(ui, of)}</div>`;
    const { words } = ui;
    return html`<div class="pane">
      ${
        this.#state === "failed"
          ? html`<p>
              ${words.text("title.element/view")}
              <button type="button" class="quiet" @click=${() => void this.#fetch(ui)}>
                ${words.text("state.retry")}
              </button>
            </p>`
          : html`<p class="sub" aria-busy="true">${words.text("later.loading")}</p>`
      }
    </div>`;
  }

  reset(): void {
    this.isOpen = false;
    this.#preview?.reset();
  }

  async #fetch(ui: Ui): Promise<void> {
    this.#state = "asked";
    try {
      const { Preview } = await import("./preview.js");
      this.#preview = new Preview();
    } catch {
      this.#state = "failed";
    }
    ui.redraw();
  }
}
