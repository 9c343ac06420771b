// Text that an image brought along. It may be long, and it may try to look like something else: it is isolated from the
// text around it, characters that cannot be seen are written out, and it is cut where it would swamp the page.

import { h } from "./dom.js";

const SHOWN_CHARACTERS = 1000;
const MORE_CHARACTERS = 20_000;

// Controls (but newline and tab where lines are wanted), zero-width characters, bidirectional controls, line separators, tag
// characters, lone surrogates: all of them can hide or reorder what stands beside them.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** `text` as a `<bdi>` that can only be read as text. `lines` keeps newlines and tabs. */
export function foreign(text: string, options: { lines?: boolean; class?: string } = {}): HTMLElement {
  const element = h("bdi", { class: `foreign ${options.class ?? ""}`.trim() });
  let shown = 0;
  const show = (characters: number): void => {
    element.append(...written(text.slice(shown, shown + characters), options.lines ?? false));
    shown += characters;
    const left = text.length - shown;
    if (left <= 0) return;
    const words = `… ${left.toLocaleString("en")} more characters`;
    const more = h("button", { type: "button", class: "quiet" }, words);
    more.addEventListener("click", () => {
      more.remove();
      show(MORE_CHARACTERS);
    });
    element.append(more);
  };
  show(SHOWN_CHARACTERS);
  return element;
}

/** The same for places that hold plain text only: titles, labels, announcements. */
export function plain(text: string, limit = 200): string {
  const escaped = text.slice(0, limit).replace(UNSEEN, escape);
  return text.length > limit ? `${escaped}…` : escaped;
}

function written(text: string, lines: boolean): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(UNSEEN)) {
    if (lines && (character === "\n" || character === "\t")) continue;
    nodes.push(document.createTextNode(text.slice(from, index)), h("span", { class: "escape" }, escape(character)));
    from = index + character.length;
  }
  nodes.push(document.createTextNode(text.slice(from)));
  return nodes;
}

function escape(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}
