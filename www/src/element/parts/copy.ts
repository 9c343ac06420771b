import { html, nothing } from "lit";
import { AsyncDirective, directive } from "lit/async-directive.js";
import { plain } from "../../words/plain.js";
import type { Ui } from "../view.js";

/** How long a button says what became of its click, in milliseconds. */
const SAID = 1500;

type Text = string | (() => string);

class CopyButton extends AsyncDirective {
  #said: "copy.done" | "copy.refused" | null = null;
  /** What was asked for last: while a button says "copied", its place may come to stand for another text. */
  #latest: readonly [ui: Ui, given: Text, name: string, label: string] | null = null;

  render(ui: Ui, given: Text, name: string, label: string): unknown {
    if (typeof given === "string" && given !== this.#latest?.[1]) this.#said = null;
    this.#latest = [ui, given, name, label];
    const copy = async (): Promise<void> => {
      const text = typeof given === "string" ? given : given();
      this.#said = (await written(text)) ? "copy.done" : "copy.refused";
      ui.announce(
        ui.words.text(this.#said === "copy.done" ? "copy.announce" : "copy.announce-refused", {
          name,
          text: plain(text),
        }),
      );
      this.#drawAgain();
      setTimeout(() => {
        this.#said = null;
        if (this.isConnected) this.#drawAgain();
      }, SAID);
    };
    return html`<button
      type="button"
      class="copy"
      part="copy"
      data-said=${this.#said ?? ""}
      aria-label=${label === "" ? ui.words.text("copy.label", { name }) : nothing}
      title=${ui.words.text("copy.label", { name })}
      @click=${copy}
    >
      <svg viewBox="0 0 16 16" width="1.15em" height="1.15em" aria-hidden="true">
        <path d=${this.#said === "copy.done" ? "M3 8.5l3.2 3.2L13 5" : "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7"} />
      </svg>
      <span class="said">${this.#said ? ui.words.text(this.#said) : label}</span>
    </button>`;
  }

  #drawAgain(): void {
    if (this.#latest) this.setValue(this.render(...this.#latest));
  }
}

const drawn = directive(CopyButton);

/**
 * A button that copies `text`; `name` says what that is, for those who do not see what it stands beside. A long text may
 * be made when it is wanted; `label` is for buttons that stand beside nothing, and then their name.
 */
export function copyButton(ui: Ui, text: Text, name: string, label = ""): unknown {
  return drawn(ui, text, name, label);
}

async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
