// Text that an image brought along: isolated from the text around it, what cannot be seen written out, and cut where it
// would swamp the page. There is no way from here to markup.
import { html, nothing, type TemplateResult } from "lit";
import { AsyncDirective, directive } from "lit/async-directive.js";
import { clip, runs } from "../../words/plain.js";
import type { Ui } from "../view.js";

const SHOWN_CHARACTERS = 1000;
const MORE_CHARACTERS = 20_000;

export interface ForeignOptions {
  /** Keep newlines and tabs. */
  readonly lines?: boolean;
}

/** `text` that can only be read as text. */
export function foreign(ui: Ui, text: string, options: ForeignOptions = {}): unknown {
  if (text.length <= SHOWN_CHARACTERS) return isolated(text, options, nothing);
  return cut(ui, text, options.lines ?? false);
}

function isolated(text: string, { lines = false }: ForeignOptions, more: unknown): TemplateResult {
  const written = runs(text, lines).map((run) =>
    run.escaped ? html`<span class="escape">${run.text}</span>` : run.text,
  );
  return html`<bdi class="foreign">${written}${more}</bdi>`;
}

/** Long text, a part at a time: a megabyte of it at once would hold the page up. */
class Cut extends AsyncDirective {
  #shown = SHOWN_CHARACTERS;
  #text: string | null = null;

  render(ui: Ui, text: string, lines: boolean): unknown {
    if (text !== this.#text) this.#shown = SHOWN_CHARACTERS;
    this.#text = text;
    const left = text.length - this.#shown;
    const show = (event: Event): void => {
      const whole = (event.currentTarget as HTMLElement).closest("bdi");
      this.#shown += MORE_CHARACTERS;
      this.setValue(this.render(ui, text, lines));
      // The button is gone with the last of it; who pressed it stays where they were.
      if (left > MORE_CHARACTERS || !whole) return;
      whole.tabIndex = -1;
      whole.focus({ preventScroll: true });
    };
    const words = ui.words.text("text.more", { n: left });
    // Spaces count in here, so there are none around the button.
    const more = html`… ${html`<button type="button" class="quiet" @click=${show}>${words}</button>`}`;
    return isolated(clip(text, this.#shown), { lines }, left > 0 ? more : nothing);
  }
}

const cut = directive(Cut);
