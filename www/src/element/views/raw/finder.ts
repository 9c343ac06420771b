import { html, nothing } from "lit";
import type { Ui } from "../../view.js";
import { find, type Found, foundLine, step } from "./find.js";
import type { Lines } from "./lines.js";

/** The field that looks for words in a document, and steps from one place to the next. */
export class Finder {
  #found: Found | null = null;

  /** The line that was last found; -1 for none. */
  line(lines: Lines): number {
    return foundLine(this.#found, lines);
  }

  /** `show` brings a line into view. */
  render(ui: Ui, lines: Lines, show: (line: number) => void): unknown {
    const { words } = ui;
    const look = (event: Event): void => {
      this.#found = find(lines.text, (event.target as HTMLInputElement).value);
      if (this.#found) ui.announce(this.#count(ui, this.#found));
      ui.redraw();
    };
    const go = (by: 1 | -1) => (): void => {
      if (!this.#found || this.#found.offsets.length === 0) return;
      this.#found = step(this.#found, by);
      const line = this.line(lines);
      show(line);
      ui.announce(
        words.text("raw.found-line", { at: this.#found.at + 1, n: this.#found.offsets.length, line: line + 1 }),
      );
    };
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      go(event.shiftKey ? -1 : 1)();
    };
    const found = this.#found;
    return html`<search class="finder">
      <input
        type="search"
        .value=${found?.sought ?? ""}
        aria-label=${words.text("raw.find")}
        placeholder=${words.text("raw.find")}
        autocomplete="off"
        spellcheck="false"
        @input=${look}
        @keydown=${press}
      />
      ${
        found
          ? html`<span class="sub">${this.#count(ui, found)}</span>
              <button type="button" class="quiet" ?disabled=${found.offsets.length === 0} @click=${go(-1)}>
                ${words.text("raw.previous")}</button
              ><button type="button" class="quiet" ?disabled=${found.offsets.length === 0} @click=${go(1)}>
                ${words.text("raw.next")}
              </button>`
          : nothing
      }
    </search>`;
  }

  #count({ words }: Ui, { offsets, isCut, at }: Found): string {
    const n = offsets.length;
    if (isCut) return words.text("raw.found-many", { n });
    return at < 0 ? words.text("raw.found", { n }) : words.text("raw.found-at", { at: at + 1, n });
  }
}
