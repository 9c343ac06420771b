// Text of visitors, files and addresses as it may stand in the page.
import { html, type TemplateResult } from "lit";
import { plain } from "../words/plain.js";

/** Apart from the direction of the text around it. */
export function isolated(text: string, limit = 200): TemplateResult {
  return html`<bdi>${plain(text, limit)}</bdi>`;
}
