// Bytes as they are: offset, sixteen of them, and what of them can be read.
import { html, nothing } from "lit";
import { lazyRows } from "../../../parts/lazy.js";
import type { Ui } from "../../../view.js";

const ROW_HEIGHT = 20;
const HALF = 8;
const ROW = 2 * HALF;
/** Each time somebody asks. */
const ROWS_AT_ONCE = 4096;

export class HexRows {
  readonly #bytes: Uint8Array;
  readonly #digits: number;
  #limit = ROWS_AT_ONCE;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#digits = Math.max(4, bytes.length.toString(16).length);
  }

  render(ui: Ui): unknown {
    const rows = Math.ceil(this.#bytes.length / ROW);
    const shown = Math.min(rows, this.#limit);
    const starts = Array.from({ length: shown }, (_, row) => row * ROW);
    return html`<div class="hex" role="group" aria-label=${ui.words.text("preview.bytes")} dir="ltr">
        ${lazyRows(starts, ROW_HEIGHT, (start) => this.#row(start))}
      </div>
      ${rows > shown ? this.#more(ui, this.#bytes.length - shown * ROW) : nothing}`;
  }

  /** In two halves, which a narrow place puts one below the other. */
  #row(start: number): unknown {
    const first = this.#bytes.subarray(start, start + HALF);
    const second = this.#bytes.subarray(start + HALF, start + ROW);
    return html`<div class="hex-row">
      <code class="offset">${this.#offset(start)}</code><code class="first">${inHex(first)}</code
      ><code class="first-text">${asText(first)}</code>${
        second.length === 0
          ? nothing
          : html`<code class="offset second-offset">${this.#offset(start + HALF)}</code
              ><code class="second">${inHex(second)}</code><code class="second-text">${asText(second)}</code>`
      }
    </div>`;
  }

  #offset(at: number): string {
    return at.toString(16).padStart(this.#digits, "0");
  }

  #more(ui: Ui, left: number): unknown {
    const show = (): void => {
      this.#limit += ROWS_AT_ONCE;
      ui.redraw();
    };
    return html`<p>
      <button type="button" class="quiet" @click=${show}>${ui.words.text("preview.more-bytes", { n: left })}</button>
    </p>`;
  }
}

function inHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function asText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
}
