// All that one entry of the history says.
import { html, nothing } from "lit";
import type { ReportHistory, ReportImage } from "../../../index.js";
import { copyButton } from "../../parts/copy.js";
import { foreign } from "../../parts/foreign.js";
import { whole } from "../../parts/instruction.js";
import { facts } from "../../parts/pieces.js";
import type { Ui } from "../../view.js";

export function details(ui: Ui, image: ReportImage, entry: ReportHistory): unknown {
  const { words } = ui;
  const { comment, author, createdBy } = entry;
  return html`<div class="details">
    ${createdBy ? whole(ui, entry) : nothing}
    ${facts(
      [words.text("history.created"), exactly(ui, entry.created)],
      [words.text("history.layer"), layerLink(ui, image, entry)],
      [words.text("history.author"), author && foreign(ui, author)],
      [words.text("history.comment"), comment && foreign(ui, comment, { lines: true })],
    )}
    ${createdBy ? asWritten(ui, createdBy, isPlain(createdBy, entry)) : nothing}
  </div>`;
}

/** Where the same stands above, only its copy is still to be had. */
function asWritten(ui: Ui, createdBy: string, isAbove: boolean): unknown {
  const { words } = ui;
  const name = words.text("history.as-written");
  if (isAbove) return facts([name, copyButton(ui, createdBy, name, words.text("history.copy-one"))]);
  const text = html`<pre class="written"><code>${foreign(ui, createdBy, { lines: true })}</code></pre>`;
  return facts([html`${name} ${copyButton(ui, createdBy, name)}`, text]);
}

/** Builders that write the line of the Dockerfile leave nothing to be made readable. */
function isPlain(createdBy: string, { instruction }: ReportHistory): boolean {
  return instruction === null || createdBy.trim() === `${instruction.keyword} ${instruction.text}`;
}

function exactly(ui: Ui, created: string | null): unknown {
  if (created === null) return nothing;
  const at = ui.words.moment(created);
  return at ? html`<time datetime=${created}>${at.exact}</time>` : foreign(ui, created);
}

function layerLink({ words, pick }: Ui, image: ReportImage, { layer, emptyLayer }: ReportHistory): unknown {
  if (layer === null || !image.layers[layer])
    return words.text(emptyLayer ? "history.no-layer" : "history.unknown-layer");
  const place = { number: layer + 1, count: image.layers.length, index: layer };
  return html`<button type="button" class="link" @click=${() => pick({ layer })}>
    ${words.text("layers.place", place)}
  </button>`;
}
