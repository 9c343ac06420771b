// Text in numbered lines.
import { html } from "lit";
import { foreign } from "../../../parts/foreign.js";
import { lazyRows } from "../../../parts/lazy.js";
import { property } from "../../../parts/property.js";
import type { Ui } from "../../../view.js";
import { LINES_AT_ONCE, moreLines } from "./more.js";

const ROW_HEIGHT = 20;
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
      ${this.#more(ui, left)}`;
  }

  #more(ui: Ui, left: number): unknown {
    return moreLines(ui, left, () => {
      this.#limit += LINES_AT_ONCE;
      ui.redraw();
    });
  }
}

/** The number is no part of the text that is selected. */
function row(ui: Ui, line: string, at: number): unknown {
  return html`<div class="text-line">
    <span class="number" data-number=${at + 1}></span><code class="text">${foreign(ui, line, { lines: true })}</code>
  </div>`;
}
