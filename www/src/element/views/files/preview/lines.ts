// Text in numbered lines.
import { html, nothing } from "lit";
import { foreign } from "../../../parts/foreign.js";
import { lazyRows } from "../../../parts/lazy.js";
import { property } from "../../../parts/property.js";
import type { Ui } from "../../../view.js";

const ROW_HEIGHT = 20;
/** Each time somebody asks. */
const LINES_AT_ONCE = 10_000;

export class TextLines {
  readonly #lines: readonly string[];
  #limit = LINES_AT_ONCE;

  constructor(text: string) {
    const lines = text.split(/\r\n|\r|\n/);
    // A newline ends a line, and begins none.
    if (lines.length > 1 && lines.at(-1) === "") lines.pop();
    this.#lines = lines;
  }

  render(ui: Ui): unknown {
    const lines = this.#lines.slice(0, this.#limit);
    const left = this.#lines.length - lines.length;
    const digits = `${String(this.#lines.length).length}ch`;
    return html`<div
        class="text-lines"
        role="group"
        aria-label=${ui.words.text("preview.lines")}
        dir="ltr"
        ${property("--digits", digits)}
      >
        ${lazyRows(lines, ROW_HEIGHT, (line, at) => row(ui, line, at))}
      </div>
      ${left > 0 ? this.#more(ui, left) : nothing}`;
  }

  #more(ui: Ui, left: number): unknown {
    const show = (): void => {
      this.#limit += LINES_AT_ONCE;
      ui.redraw();
    };
    return html`<p>
      <button type="button" class="quiet" @click=${show}>${ui.words.text("preview.more-lines", { n: left })}</button>
    </p>`;
  }
}

/** The number is no part of the text that is selected. */
function row(ui: Ui, line: string, at: number): unknown {
  return html`<div class="text-line">
    <span class="number" data-number=${at + 1}></span><code class="text">${foreign(ui, line, { lines: true })}</code>
  </div>`;
}
