// Which of the documents.
import { html } from "lit";
import { shortDigest } from "../../../words/names.js";
import { plain } from "../../../words/plain.js";
import type { Ui } from "../../view.js";
import type { Document } from "./documents.js";

/** A longer list is cut: nobody chooses from it, and any document can be reached by its digest in an index. */
const MOST = 500;

export function picker(ui: Ui, documents: readonly Document[], shown: Document): unknown {
  const isListed = documents.some(({ name }) => name === shown.name);
  const options = isListed ? documents.slice(0, MOST) : [shown, ...documents.slice(0, MOST)];
  const pick = (event: Event): void => ui.pick({ document: (event.target as HTMLSelectElement).value });
  return html`<label class="document">
    <span class="unseen">${ui.words.text("raw.document")}</span>
    <select @change=${pick}>
      ${options.map(
        (document) =>
          html`<option value=${document.name} .selected=${document.name === shown.name}>
            ${title(ui, document)}
          </option>`,
      )}
    </select>
  </label>`;
}

/** "Manifest 9cbef506df4d", "index.json". */
export function title({ words }: Ui, { name, kind }: Document): string {
  return kind === "file" ? plain(name) : words.text(`raw.${kind}`, { digest: plain(shortDigest(name) || name, 24) });
}
