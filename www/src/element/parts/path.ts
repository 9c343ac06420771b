import { html, type TemplateResult } from "lit";
import type { Ui } from "../view.js";
import { foreign } from "./foreign.js";

/** A path in a line that may be too short for it: its folders give way, the name stays. */
export function pathText(ui: Ui, path: string): TemplateResult {
  const at = path.lastIndexOf("/", path.length - 2) + 1;
  return html`<code class="path-text"
    ><span class="folders">${foreign(ui, path.slice(0, at))}</span
    ><span class="last">${foreign(ui, path.slice(at))}</span></code
  >`;
}
