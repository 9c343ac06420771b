// The filter over all layers: what was typed, how it is meant, what it found.
import { html, nothing } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { type Files, LayerglassError } from "../../../index.js";
import { explain } from "../../explain.js";
import { foreign } from "../../parts/foreign.js";
import type { Ui } from "../../view.js";
import { Hits, type HitsEvents, type Way } from "./hits.js";

export interface SearchEvents extends HitsEvents {
  /** Back to the tree. */
  onleave(): void;
}

export class Search {
  /** What was found last: it stays while the next is sought, so that nothing flickers between two letters. */
  hits: Hits | null = null;
  readonly #field = createRef<HTMLInputElement>();
  readonly #events: SearchEvents;
  #sought: Hits | null = null;
  #text = "";
  #as: Way = "text";
  #error: LayerglassError | null = null;

  constructor(events: SearchEvents) {
    this.#events = events;
  }

  get isActive(): boolean {
    return this.#text !== "";
  }

  focus(): void {
    this.#field.value?.focus();
    this.#field.value?.select();
  }

  render(ui: Ui, files: Files): unknown {
    const { words } = ui;
    const typed = (event: Event): void => this.#look(ui, files, (event.target as HTMLInputElement).value, this.#as);
    const turn = (as: Way) => (): void => this.#look(ui, files, this.#text, this.#as === as ? "text" : as);
    return html`<search class="filter">
      <input
        type="search"
        .value=${this.#text}
        aria-label=${words.text("files.filter")}
        placeholder=${words.text("files.filter")}
        aria-invalid=${this.#error ? "true" : nothing}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        @input=${typed}
        @keydown=${(event: KeyboardEvent) => this.#pressed(event, ui, files)}
        ${ref(this.#field)}
      />
      <span class="looks">
        ${(["glob", "regex"] as const).map(
          (as) =>
            html`<button
              type="button"
              aria-pressed=${this.#as === as}
              title=${words.text(`files.${as}-title`)}
              @click=${turn(as)}
            >
              ${words.text(`files.${as}`)}
            </button>`,
        )}
      </span>
    </search>`;
  }

  /** What there is to say of the hits; in place of them, where the pattern is none. */
  about(ui: Ui): unknown {
    const { words } = ui;
    if (this.#error) {
      const { title, text } = explain(words, this.#error);
      return html`<p class="found"><b>${title}.</b> ${foreign(ui, text)}</p>`;
    }
    return html`<p class="found sub">${this.#count(ui)}</p>`;
  }

  reset(): void {
    this.#sought?.stop();
    this.hits?.stop();
    this.hits = this.#sought = this.#error = null;
    this.#text = "";
  }

  #count({ words }: Ui): string {
    const total = this.hits?.total ?? null;
    if (total === null) return words.text("files.finding");
    return total === 0 ? words.text("files.found-none") : words.text("files.found", { n: total });
  }

  #look(ui: Ui, files: Files, text: string, as: Way): void {
    this.#text = text;
    this.#as = as;
    this.#error = null;
    this.#sought?.stop();
    this.#sought = null;
    if (text === "") this.reset();
    else void this.#find(ui, new Hits(ui, files, text, as, this.#events));
    ui.redraw();
  }

  async #find(ui: Ui, hits: Hits): Promise<void> {
    this.#sought = hits;
    try {
      await hits.start();
      if (this.#sought !== hits) return;
      this.hits?.stop();
      this.hits = hits;
      this.#sought = null;
      ui.announce(this.#count(ui));
    } catch (thrown) {
      if (this.#sought !== hits) return;
      this.#sought = null;
      if (thrown instanceof LayerglassError) this.#error = thrown;
      else this.#events.onerror(thrown);
      ui.redraw();
    }
  }

  #pressed(event: KeyboardEvent, ui: Ui, files: Files): void {
    if (event.key === "Escape") {
      // The first empties it, the next goes back.
      if (this.#text === "") this.#events.onleave();
      else this.#look(ui, files, "", this.#as);
    } else if (event.key === "ArrowDown" || event.key === "Enter") {
      if (this.hits) this.hits.focus();
      else if (!this.isActive) this.#events.onleave();
    } else return;
    event.preventDefault();
  }
}
