// Where the picked file is: each directory above it, and a way to take the whole path along.
import { html, nothing } from "lit";
import type { FileRow } from "../../../index.js";
import { copyButton } from "../../parts/copy.js";
import { foreign } from "../../parts/foreign.js";
import type { Ui } from "../../view.js";
import { short } from "./cells.js";
import { absolute } from "./rows.js";

/** Directories that are named: of a deeper path the last ones. */
const MOST = 8;

export function crumbs(ui: Ui, row: FileRow | null, go: (path: string) => void): unknown {
  const { words } = ui;
  const path = row?.path ?? ".";
  const parts = path === "." ? [] : path.split("/");
  const above = parts.slice(0, -1).map((name, n) => ({ name, path: parts.slice(0, n + 1).join("/") }));
  const last = parts.at(-1);
  return html`<nav class="crumbs" aria-label=${words.text("files.where")}>
    <ol>
      <li>
        ${last === undefined ? html`<span aria-current="true">/</span>` : crumb("/", ".", words.text("files.root"))}
      </li>
      ${above.length > MOST ? html`<li>…/</li>` : nothing}
      ${above.slice(-MOST).map(({ name, path }) => html`<li>${crumb(foreign(ui, short(name)), path)}/</li>`)}
      ${last === undefined ? nothing : html`<li><span aria-current="true">${foreign(ui, short(last))}</span></li>`}
    </ol>
    ${row ? copyButton(ui, absolute(path), words.text("files.path")) : nothing}
  </nav>`;

  function crumb(shown: unknown, path: string, label = ""): unknown {
    return html`<button type="button" class="link" aria-label=${label || nothing} @click=${() => go(path)}>
      ${shown}
    </button>`;
  }
}
