// What made a layer, in one line and in whole.
import { html, nothing, type TemplateResult } from "lit";
import type { ReportHistory } from "../../index.js";
import type { Ui } from "../view.js";
import { foreign } from "./foreign.js";
import { facts } from "./pieces.js";
import { inBrief, inWhole, type Whole } from "./readable.js";

export { briefText } from "./readable.js";

/** "**RUN** apt-get update && …": one short line; null is a layer that no entry belongs to. */
export function brief(ui: Ui, entry: ReportHistory | null): TemplateResult {
  const said = inBrief(entry);
  if (!said) return unsaid(ui, entry);
  return html`<code class="brief">${keyword(said.keyword)}${foreign(ui, said.text)}</code>`;
}

/** All of it, in as many lines as it needs; for a `RUN`, what it was run with. */
export function whole(ui: Ui, entry: ReportHistory | null): TemplateResult {
  const said = entry && inWhole(entry);
  if (!said) return unsaid(ui, entry);
  const text = foreign(ui, said.text, { lines: true });
  return html`<div class="instruction">
    <pre class="whole"><code>${keyword(said.keyword)}${text}</code></pre>
    ${runWith(ui, said)}
  </div>`;
}

function runWith(ui: Ui, { buildArguments, shell }: Whole): unknown {
  if (buildArguments.length === 0 && shell === null) return nothing;
  const given = buildArguments.map((argument) => html`<code>${foreign(ui, argument)}</code>`);
  return facts(
    [ui.words.text("history.build-arguments"), given.length > 0 && given],
    [ui.words.text("history.shell"), shell !== null && html`<code>${foreign(ui, shell)}</code>`],
  );
}

function keyword(word: string): unknown {
  return word === "" ? nothing : html`<b class="keyword">${word}</b> `;
}

function unsaid({ words }: Ui, entry: ReportHistory | null): TemplateResult {
  return html`<span class="sub">${words.text(entry ? "stack.empty-entry" : "stack.unknown")}</span>`;
}
