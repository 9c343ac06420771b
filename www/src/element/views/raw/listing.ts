// Draws the lines of a document: numbered, coloured, foldable, its digests leading to what they name.
import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { plain } from "../../../words/plain.js";
import { foreign } from "../../parts/foreign.js";
import { lazyRows } from "../../parts/lazy.js";
import { property } from "../../parts/property.js";
import type { Ui } from "../../view.js";
import type { Folds } from "./folds.js";
import { afterSpace, type Token, tokenAt } from "./lexer.js";
import type { Lines } from "./lines.js";
import { DIGEST, type Place, type Places } from "./places.js";

export interface Listing {
  readonly ui: Ui;
  readonly lines: Lines;
  /** Null where lines stand as the text has them. */
  readonly folds: Folds | null;
  readonly places: Places;
  /** The document itself: a digest of it leads nowhere. */
  readonly name: string;
  /** The line that was last found; -1 for none. */
  readonly found: number;
  /** Parts of long lines, where somebody asked for more than one. */
  readonly parts: Map<number, number>;
  redraw(): void;
  go(digest: string, place: Place): void;
}

/** Space for each step inwards, in characters. */
const STEP = 2;
/** From so many steps on the space stays as it is: a narrow column has no more. */
const DEEPEST = 24;
/** Of one line as the text has it, each time somebody asks: a document that was never broken is a single line. */
const PART = 4000;

const ROW_HEIGHT = 20;

export function listing(of: Listing, visible: readonly number[]): unknown {
  const digits = `${String(of.lines.starts.length).length}ch`;
  const label = of.ui.words.text("raw.lines");
  return html`<div
    class=${of.folds ? "raw-lines" : "raw-lines exact"}
    role="group"
    aria-label=${label}
    dir="ltr"
    ${property("--digits", digits)}
  >
    ${lazyRows(visible, ROW_HEIGHT, (line) => row(of, line), of.found < 0 ? -1 : visible.indexOf(of.found))}
  </div>`;
}

function row(of: Listing, line: number): unknown {
  const { lines, folds, found } = of;
  const indent = STEP * Math.min(lines.depths[line] ?? 0, DEEPEST);
  const hang = `${indent + (folds ? STEP : 0)}ch`;
  const space = " ".repeat(indent);
  return html`<div class=${line === found ? "raw-line found" : "raw-line"} data-line=${line}>
    <span class="number" data-number=${line + 1}></span>${foldButton(of, line)}
    <code class="text" ${property("--hang", hang)}
      >${space}${folds?.isFolded(line) ? folded(of, line) : written(of, line)}</code
    >
  </div>`;
}

function foldButton({ ui, lines, folds, redraw }: Listing, line: number): unknown {
  const close = lines.closes[line] ?? 0;
  if (!folds || close === 0) return html`<span class="fold"></span>`;
  const fold = (): void => {
    folds.toggle(line);
    redraw();
  };
  return html`<button
    type="button"
    class="fold"
    aria-expanded=${folds.isFolded(line) ? "false" : "true"}
    aria-label=${ui.words.text("raw.fold-lines", { from: line + 1, to: close + 1 })}
    @click=${fold}
  >
    <svg viewBox="0 0 16 16" width="0.85em" height="0.85em" aria-hidden="true"><path d="M4 6l4 4 4-4" /></svg>
  </button>`;
}

/** `"layers": [ 18 lines ],` */
function folded(of: Listing, line: number): unknown {
  const close = of.lines.closes[line] ?? 0;
  const count = of.ui.words.text("raw.folded", { n: close - line - 1 });
  return [written(of, line), html`<span class="omitted">${count}</span>`, written(of, close)];
}

function written(of: Listing, line: number): unknown {
  const from = of.lines.starts[line] ?? 0;
  const to = of.lines.ends[line] ?? 0;
  // A line of the formatted text is no more than a key and a value.
  return of.folds ? pieces(of, from, to) : inParts(of, line, from, to);
}

/** Parts that were drawn before are left as they are. */
function inParts(of: Listing, line: number, from: number, to: number): unknown {
  const { lines, places, ui, parts } = of;
  const drawn: unknown[] = [];
  let at = from;
  for (let n = parts.get(line) ?? 1; n > 0 && at < to; n--) {
    const start = at;
    while (at < to && at < start + PART) at = Math.min(to, tokenAt(lines.text, at).to);
    const end = at;
    drawn.push(guard([start, places, ui.words], () => pieces(of, start, end)));
  }
  return at < to ? [drawn, more(of, line, to - at)] : drawn;
}

function pieces(of: Listing, from: number, to: number): unknown[] {
  const drawn: unknown[] = [];
  for (let at = from; at < to;) {
    const token = tokenAt(of.lines.text, at);
    at = token.to;
    drawn.push(piece(of, token, Math.min(at, to)));
  }
  return drawn;
}

function piece(of: Listing, { kind, from, to }: Token, limit: number): unknown {
  const { text } = of.lines;
  if (kind === "space") return of.folds ? nothing : foreign(of.ui, text.slice(from, limit), { lines: true });
  const written = text.slice(from, limit);
  if (kind === "mark") return html`<span class="mark">${of.folds && written === ":" ? ": " : written}</span>`;
  if (kind === "string") return string(of, written, text.charAt(afterSpace(text, to)) === ":" ? "member" : "string");
  return html`<span class=${kind === "junk" ? "junk" : "literal"}>${foreign(of.ui, written)}</span>`;
}

function string(of: Listing, spelled: string, kind: "member" | "string"): unknown {
  const { ui, places, name } = of;
  const digest = spelled.slice(1, -1);
  const place = digest !== name && DIGEST.test(digest) ? places.get(digest) : undefined;
  if (!place) return html`<span class=${kind}>${foreign(ui, spelled)}</span>`;
  const title =
    place.kind === "document"
      ? ui.words.text("raw.to-document")
      : ui.words.text("raw.to-layer", { number: place.layer + 1, index: place.layer });
  const go = (): void => of.go(digest, place);
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Enter") go();
  };
  // A <button> would neither break at the end of a line nor let its text be selected.
  const link = html`<span role="link" tabindex="0" title=${`${title}: ${plain(digest)}`} @click=${go} @keydown=${press}
    >${foreign(ui, digest)}</span
  >`;
  return html`<span class=${kind}>"${link}"</span>`;
}

function more({ ui, parts, redraw }: Listing, line: number, left: number): unknown {
  const show = (): void => {
    parts.set(line, (parts.get(line) ?? 1) + 1);
    redraw();
  };
  return html`<button type="button" class="quiet" @click=${show}>${ui.words.text("text.more", { n: left })}</button>`;
}
