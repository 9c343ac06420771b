// Text of visitors, files and addresses as it may stand in the page.
import { html, type TemplateResult } from "lit";
import { plain } from "../words/plain.js";

/** Apart from the direction of the text around it. */
export function isolated(text: string, limit = 200): TemplateResult {
  return html`<bdi>${plain(text, limit)}</bdi>`;
}

/** The last part of an address, else its host. */
export function lastPart({ pathname, host }: URL): string {
  const last = pathname.split("/").findLast((part) => part !== "");
  if (last === undefined) return host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
