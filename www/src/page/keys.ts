// The keys of the page, and the sheet that lists them.
import { html } from "lit";
import { isField } from "./drop.js";
import type { Key, PageWords } from "./words/index.js";

export interface KeyActions {
  field(): void;
  choose(): void;
  neighbour(step: 1 | -1): void;
  view(place: number): void;
  layer(step: 1 | -1): void;
  close(): void;
  undo(): void;
  sheet(): void;
  escape(): void;
}

interface Shortcut {
  readonly keys: readonly string[];
  readonly word: Key;
  readonly run: (actions: KeyActions, key: string) => void;
}

const SHORTCUTS: readonly Shortcut[] = [
  { keys: ["/"], word: "keys.field", run: (actions) => actions.field() },
  { keys: ["o"], word: "keys.choose", run: (actions) => actions.choose() },
  { keys: ["["], word: "keys.previous", run: (actions) => actions.neighbour(-1) },
  { keys: ["]"], word: "keys.next", run: (actions) => actions.neighbour(1) },
  { keys: [..."1234567"], word: "keys.views", run: (actions, key) => actions.view(Number(key) - 1) },
  { keys: ["k"], word: "keys.up", run: (actions) => actions.layer(1) },
  { keys: ["j"], word: "keys.down", run: (actions) => actions.layer(-1) },
  { keys: ["x"], word: "keys.close-image", run: (actions) => actions.close() },
  { keys: ["u"], word: "keys.undo", run: (actions) => actions.undo() },
  { keys: ["?"], word: "keys.sheet", run: (actions) => actions.sheet() },
  { keys: ["Escape"], word: "keys.escape", run: (actions) => actions.escape() },
];

export function listen(actions: KeyActions): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const { key } = event;
    // Many keyboards have [ and ] under AltGr, which some systems report as Control and Alt.
    const isTyped = event.getModifierState("AltGraph");
    const withControl = (event.ctrlKey || event.metaKey) && !isTyped;
    const withAlt = event.altKey && !isTyped;
    if (withControl && !withAlt && key.toLowerCase() === "k") {
      event.preventDefault();
      return actions.field();
    }
    if (withControl || withAlt || (isField(event.composedPath()[0]) && key !== "Escape")) return;
    const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(key));
    if (!shortcut) return;
    // The character would else be typed where the key leads, and Escape still has to close what floats.
    if (key !== "Escape") event.preventDefault();
    shortcut.run(actions, key);
  });
}

export function sheet(words: PageWords): unknown {
  const rows = SHORTCUTS.map(
    ({ keys, word }) =>
      html`<tr>
        <th scope="row">
          ${keys.length > 2 ? html`<kbd>${keys[0]}</kbd>–<kbd>${keys.at(-1)}</kbd>` : html`<kbd>${keys[0]}</kbd>`}${keys[0] === "/" ? html` <kbd>Ctrl K</kbd>` : ""}
        </th>
        <td>${words.text(word)}</td>
      </tr>`,
  );
  return html`<table>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
