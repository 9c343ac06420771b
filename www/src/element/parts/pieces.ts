// The small parts that heads, stack and views are made of.
import { html, nothing, type TemplateResult } from "lit";
import type { ReportPlatform } from "../../index.js";
import { platformText, shortDigest } from "../../words/names.js";
import { plain } from "../../words/plain.js";
import type { Ui } from "../view.js";
import { copyButton } from "./copy.js";
import { foreign } from "./foreign.js";

/** A list of facts; those without a value are left out. */
export function facts(...list: (readonly [name: unknown, value: unknown] | null)[]): TemplateResult {
  const known = list.filter((fact) => fact !== null && !isNothing(fact[1]));
  return html`<dl class="facts">
    ${known.map(
      (fact) =>
        html`<div>
          <dt>${fact?.[0]}</dt>
          <dd>${fact?.[1]}</dd>
        </div>`,
    )}
  </dl>`;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === false || value === nothing || value === "";
}

/** "60.4 kB", with the exact number in its title. */
export function size({ words }: Ui, of: number | null): TemplateResult {
  return of === null
    ? html`<span class="size unknown" title=${words.text("size.unknown")}>–</span>`
    : html`<span class="size" title=${words.text("size.exact", { n: of })}>${words.bytes(of)}</span>`;
}

/** Twelve digits of a digest, the whole of it in the title and a click away. `name` says of what it is. */
export function digest(ui: Ui, of: string, name: string): TemplateResult {
  return html`<span class="copyable"
    ><code class="digest" title=${plain(of)}>${foreign(ui, shortDigest(of))}</code>${copyButton(ui, of, name)}</span
  >`;
}

/** A digest that leads to what it names, in the raw view. */
export function digestLink(ui: Ui, of: string, name: string): TemplateResult {
  const go = (): void => ui.pick({ view: "raw", document: of });
  return html`<span class="copyable"
    ><button type="button" class="link digest" title=${plain(of)} @click=${go}>
      <code>${foreign(ui, shortDigest(of))}</code></button
    >${copyButton(ui, of, name)}</span
  >`;
}

/** A date and how long ago it was. What is no date is shown as it was written. */
export function moment(ui: Ui, created: string | null): unknown {
  if (created === null) return nothing;
  const at = ui.words.moment(created);
  if (at === null) return foreign(ui, created);
  return html`<time datetime=${created} title=${at.exact}
    >${at.day}<span class="ago">${at.ago && ` · ${at.ago}`}</span></time
  >`;
}

export function platform(ui: Ui, of: ReportPlatform): unknown {
  const text = platformText(of);
  return text === "" ? ui.words.text("platform.unstated") : foreign(ui, text);
}
