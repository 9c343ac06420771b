// Why bytes are wasted, with a sign: colour alone tells nobody.
import { html } from "lit";
import type { Ui } from "../../view.js";
import type { Kind } from "./lists.js";

const SIGNS: Readonly<Record<Kind, string>> = { overwritten: "~", removed: "−", metadata: "≈", duplicate: "=" };

export function sign({ words }: Ui, kind: Kind): unknown {
  return html`<span class="reason ${kind}" title=${words.text(`waste.${kind}-what`)}
    ><span class="sign" aria-hidden="true">${SIGNS[kind]}</span>${words.text(`waste.${kind}`)}</span
  >`;
}
