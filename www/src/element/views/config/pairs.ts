// Environment, labels, annotations: names and values, each value a click from the clipboard.
import { html, nothing } from "lit";
import { copyButton } from "../../parts/copy.js";
import { foreign } from "../../parts/foreign.js";
import { lazyRows } from "../../parts/lazy.js";
import { plain } from "../../../words/plain.js";
import type { Ui } from "../../view.js";
import type { Key } from "../../words/en.js";

/** Value null where there is only a name. */
export type Pair = readonly [name: string, value: string | null];

const ROW_HEIGHT = 33;

/** The pairs in whose name or value `filter` occurs, whatever the case. */
export function matching(all: readonly Pair[], filter: string): readonly Pair[] {
  const sought = filter.trim().toLowerCase();
  if (sought === "") return all;
  return all.filter(([name, value]) => [name, value ?? ""].some((text) => text.toLowerCase().includes(sought)));
}

/** A section with a table of them; nothing where there are none. */
export function pairs(ui: Ui, title: Key, all: readonly Pair[], filter: string): unknown {
  if (all.length === 0) return nothing;
  const { words } = ui;
  const shown = matching(all, filter);
  const count =
    shown.length === all.length
      ? words.number(all.length)
      : words.text("config.of", { found: shown.length, n: all.length });
  return html`<section>
    <h3>${words.text(title)} <span class="count">${count}</span></h3>
    ${shown.length === 0 ? html`<p class="sub">${words.text("config.no-match")}</p>` : table(ui, title, shown)}
  </section>`;
}

// The rows stand in boxes that keep their room, which a <table> would not have.
function table(ui: Ui, title: Key, shown: readonly Pair[]): unknown {
  const { words } = ui;
  return html`<div role="table" class="pairs" aria-label=${words.text(title)}>
    <div role="row" class="unseen">
      <span role="columnheader">${words.text("config.name")}</span>
      <span role="columnheader">${words.text("config.value")}</span>
    </div>
    ${lazyRows(shown, ROW_HEIGHT, (pair) => row(ui, pair))}
  </div>`;
}

function row(ui: Ui, [name, value]: Pair): unknown {
  const label = ui.words.text("config.value-of", { name: plain(name, 60) });
  return html`<div role="row" class="pair">
    <code role="rowheader" class="name">${foreign(ui, name)}</code>
    <span role="cell" class="value">
      ${value === null ? nothing : value === "" ? html`<span class="sub">${ui.words.text("config.empty")}</span>` : html`<code>${foreign(ui, value, { lines: true })}</code>`}
      ${value ? copyButton(ui, value, label) : nothing}
    </span>
  </div>`;
}
