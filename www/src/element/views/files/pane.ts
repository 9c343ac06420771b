// The pane beside the tree: what is in the file that is picked.
import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Ui } from "../../view.js";
import { Fetched } from "./fetched.js";
import type { Preview, Previewed } from "./preview.js";

export class Pane {
  isOpen = false;
  readonly #preview = new Fetched<Preview>(async () => new (await import("./preview.js")).Preview());

  open(ui: Ui): void {
    this.isOpen = true;
    ui.redraw();
  }

  /** False where it was not open. */
  close(ui: Ui): boolean {
    const { isOpen } = this;
    this.reset();
    if (isOpen) ui.redraw();
    return isOpen;
  }

  render(ui: Ui, of: Previewed | null): unknown {
    if (!this.isOpen || !of) return nothing;
    return html`<div class="pane" ${ref(intoView)}>
      ${this.#preview.render(ui, (preview) => preview.render(ui, of))}
    </div>`;
  }

  reset(): void {
    this.isOpen = false;
    this.#preview.value?.reset();
  }
}

/** Below the tree it may open out of sight. It is told before it is in the document. */
function intoView(pane: Element | undefined): void {
  queueMicrotask(() => pane?.scrollIntoView({ block: "nearest" }));
}
