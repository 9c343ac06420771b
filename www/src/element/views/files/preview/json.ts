// JSON as the raw view shows documents: a value a line, and what is nested can be folded.
import { html } from "lit";
import { guard } from "lit/directives/guard.js";
import type { Ui } from "../../../view.js";
import { Folds } from "../../raw/folds.js";
import { formattedLines, type Lines } from "../../raw/lines.js";
import { listing } from "../../raw/listing.js";
import { inSlices } from "../../raw/slices.js";
import { LINES_AT_ONCE, moreLines } from "./more.js";

/** A digest in a file of an image names nothing that is here. */
const NOWHERE = new Map<string, never>();

/** Null where the text is no JSON, or a lone value that a text shows as well. */
export async function jsonIn(text: string, signal?: AbortSignal): Promise<JsonLines | null> {
  if (!/^\s*[[{]/.test(text)) return null;
  const lines = await inSlices(formattedLines(text), signal);
  return "starts" in lines ? new JsonLines(lines) : null;
}

export class JsonLines {
  readonly #lines: Lines;
  readonly #folds: Folds;
  #limit = LINES_AT_ONCE;

  constructor(lines: Lines) {
    this.#lines = lines;
    this.#folds = new Folds(lines);
  }

  render(ui: Ui): unknown {
    const { visible } = this.#folds;
    const left = visible.length - this.#limit;
    return html`${guard([visible, this.#limit, ui.words], () => this.#listing(ui, visible))} ${this.#more(ui, left)}`;
  }

  #listing(ui: Ui, visible: readonly number[]): unknown {
    const of = {
      ui,
      lines: this.#lines,
      folds: this.#folds,
      places: NOWHERE,
      name: "",
      found: -1,
      parts: new Map<number, number>(),
      redraw: () => ui.redraw(),
      go: () => {},
    };
    return listing(of, visible.slice(0, this.#limit));
  }

  #more(ui: Ui, left: number): unknown {
    return moreLines(ui, left, () => {
      this.#limit += LINES_AT_ONCE;
      ui.redraw();
    });
  }
}
