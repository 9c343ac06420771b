// A button that copies a command.
import { html, type TemplateResult } from "lit";
import type { PageWords } from "./words/index.js";

/** Milliseconds for which it says what became of it. */
const SAID = 1500;

export function copyButton(words: PageWords, text: string, announce: (text: string) => void): TemplateResult {
  const run = (event: Event): void => void copy(event, words, text, announce);
  return html`<button type="button" class="quiet" aria-label=${words.text("copy.command")} @click=${run}>
    ${words.text("copy.label")}
  </button>`;
}

async function copy(
  { currentTarget }: Event,
  words: PageWords,
  text: string,
  announce: (text: string) => void,
): Promise<void> {
  if (!(currentTarget instanceof HTMLElement)) return;
  const said = await navigator.clipboard.writeText(text).then(
    () => words.text("copy.done"),
    () => words.text("copy.refused"),
  );
  // Over the text, not in place of it: that belongs to what draws the screen.
  currentTarget.dataset["said"] = said;
  setTimeout(() => delete currentTarget.dataset["said"], SAID);
  announce(said);
}
