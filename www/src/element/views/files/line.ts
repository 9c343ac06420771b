// A line of the tree, and the heads of its columns.
import { html, nothing } from "lit";
import type { FileRow } from "../../../index.js";
import { plain } from "../../../words/plain.js";
import { foreign } from "../../parts/foreign.js";
import { property } from "../../parts/property.js";
import type { Ui } from "../../view.js";
import { changeCell, modeCell, ownerCell, short, sizeCell } from "./cells.js";
import type { Spot } from "./grid.js";
import { absolute, nameOf, type Order } from "./rows.js";
import type { Scope } from "./scope.js";
import type { Line } from "./tree.js";

/** Deeper ones stand below each other: a tree of 4096 levels has to fit too. */
const DEEPEST = 24;

export function line(ui: Ui, { folder, index, row }: Line, spot: Spot, isPicked: boolean, scope: Scope): unknown {
  const child = folder.openAt(index);
  const isFolder = row?.type === "directory";
  const isEmpty = isFolder && row.below?.entries === 0;
  return html`<div
    role="row"
    class="file-row ${row ? tintOf(row, scope) : ""}"
    data-at=${spot.position}
    tabindex=${spot.isStop ? 0 : -1}
    aria-rowindex=${spot.position + 2}
    aria-level=${folder.level}
    aria-setsize=${folder.total ?? -1}
    aria-posinset=${index + 1}
    aria-expanded=${isFolder && !isEmpty ? child !== undefined : nothing}
    aria-selected=${isPicked}
    aria-busy=${row ? nothing : "true"}
    ${property("--at", spot.top)}
    ${property("--level", String(Math.min(folder.level, DEEPEST) - 1))}
  >
    ${
      row
        ? [
            nameCell(ui, row, isFolder && !isEmpty),
            sizeCell(ui, row, folder.size),
            modeCell(row),
            ownerCell(ui, row),
            changeCell(ui, row),
          ]
        : html`<span role="gridcell" class="name sub">${ui.words.text("files.loading")}</span>`
    }
  </div>`;
}

export function heads({ words }: Ui, order: Order, sort: (order: Order) => void): unknown {
  const sortable = (by: Order, key: "files.name" | "files.size", title: "files.by-name" | "files.by-size"): unknown =>
    html`<span
      role="columnheader"
      class=${by}
      aria-sort=${order === by ? (by === "name" ? "ascending" : "descending") : "none"}
      ><button type="button" title=${words.text(title)} @click=${() => sort(by)}>${words.text(key)}</button></span
    >`;
  const plainly = (name: "mode" | "owner" | "changed"): unknown =>
    html`<span role="columnheader" class=${name === "changed" ? "change" : name}>${words.text(`files.${name}`)}</span>`;
  return [
    sortable("name", "files.name", "files.by-name"),
    sortable("size", "files.size", "files.by-size"),
    plainly("mode"),
    plainly("owner"),
    plainly("changed"),
  ];
}

/** What the base brought along is the ground that everything else stands on; of a picked layer, its own work. */
function tintOf({ change, layer }: FileRow, scope: Scope): string {
  if (scope.kind === "up-to" && layer !== scope.layer) return "";
  return scope.kind === "whole" && layer === 0 ? "" : change;
}

function nameCell(ui: Ui, row: FileRow, canOpen: boolean): unknown {
  const name = nameOf(row);
  return html`<span role="gridcell" class="name" title=${plain(absolute(row.path), 1000)}
    ><span class="twist" aria-hidden="true"
      >${canOpen ? html`<svg viewBox="0 0 16 16" width="16" height="16"><path d="M6 4l4 4-4 4" /></svg>` : nothing}</span
    ><span class="text"
      >${row.type === "opaque" ? ui.words.text("files.opaque") : foreign(ui, short(name))}${
        row.type === "directory" ? html`<span class="slash">/</span>` : nothing
      }${link(ui, row)}</span
    ></span
  >`;
}

function link(ui: Ui, { type, linkTarget }: FileRow): unknown {
  if (linkTarget === null) return nothing;
  const sign = type === "hardlink" ? "=" : "→";
  return html`<span class="link-target">
    <span class="unseen">${ui.words.text("files.link-to")}</span>
    <span aria-hidden="true">${sign}</span> ${foreign(ui, short(linkTarget))}</span
  >`;
}
