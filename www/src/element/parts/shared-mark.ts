import { html, nothing } from "lit";
import type { Ui } from "../view.js";

/** The one mark of a layer that other images have too: two sheets, and how many others. `short`: the number only. */
export function sharedMark({ words }: Ui, n: number, short = false): unknown {
  if (n === 0) return nothing;
  const text = words.text("stack.shared", { n });
  const said = short
    ? html`<span class="unseen">${text}</span><span aria-hidden="true">${words.number(n)}</span>`
    : text;
  return html`<span class="shared sub" title=${text}
    ><svg viewBox="0 0 16 16" width="0.85em" height="0.85em" aria-hidden="true">
      <path d="M2.5 5.5h8v8h-8zM5.5 5.5v-3h8v8h-3" /></svg
    >${short ? "" : " "}${said}</span
  >`;
}
