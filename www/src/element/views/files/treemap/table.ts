// What the map shows, in rows: for those who would rather read numbers, or cannot see areas.
import { html, nothing } from "lit";
import type { FileRow } from "../../../../index.js";
import { plain } from "../../../../words/plain.js";
import { foreign } from "../../../parts/foreign.js";
import { lazyRows } from "../../../parts/lazy.js";
import { size } from "../../../parts/pieces.js";
import { property } from "../../../parts/property.js";
import type { Ui } from "../../../view.js";
import { absolute, nameOf, parentOf } from "../rows.js";
import { type Folder, weightOf } from "./folders.js";

/** About, in pixels. */
const ROW_HEIGHT = 28;

export interface TableActions {
  hover(path: string | null): void;
  choose(row: FileRow): void;
  up(): void;
}

export function table(ui: Ui, of: FileRow, folder: Folder, hot: string | null, act: TableActions): unknown {
  const { words } = ui;
  const whole = of.below?.size ?? 0;
  const rest = folder.total - folder.rows.length;
  return html`<div class="map-table" @pointerleave=${() => act.hover(null)}>
    <div role="table" aria-label=${words.text("treemap.table")}>
      <div role="row" class="columns">
        <span role="columnheader" class="name">${words.text("treemap.name")}</span
        ><span role="columnheader" class="amount">${words.text("treemap.size")}</span
        ><span role="columnheader" class="share">${words.text("treemap.share")}</span
        ><span role="columnheader" class="entries">${words.text("treemap.entries")}</span>
      </div>
      ${lazyRows(folder.rows, ROW_HEIGHT, (row) => line(ui, row, whole, row.path === hot, act))}
    </div>
    ${rest > 0 ? html`<p class="sub">${words.text("treemap.rest", { n: rest })}</p>` : nothing}
    ${of.path === "." ? nothing : up(ui, of, act)}
  </div>`;
}

function line(ui: Ui, row: FileRow, whole: number, isHot: boolean, act: TableActions): unknown {
  const { words } = ui;
  const bytes = weightOf(row);
  const isFolder = row.type === "directory";
  return html`<div role="row" data-hot=${isHot} @pointerenter=${() => act.hover(row.path)}>
    <span role="cell" class="name" data-kind=${isFolder ? "folder" : "file"}
      ><button type="button" class="link" title=${plain(nameOf(row))} @click=${() => act.choose(row)}>
        <code>${foreign(ui, nameOf(row))}</code></button
      >${isFolder ? "/" : ""}</span
    ><span role="cell" class="amount" ${property("--share", String(whole > 0 ? Math.min(1, bytes / whole) : 0))}
      >${size(ui, bytes)}</span
    ><span role="cell" class="share">${words.share(bytes, whole)}</span
    ><span role="cell" class="entries">${row.below ? words.number(row.below.entries) : ""}</span>
  </div>`;
}

function up({ words }: Ui, { path }: FileRow, act: TableActions): unknown {
  const parent = parentOf(path);
  return html`<p>
    <button type="button" class="quiet" @click=${() => act.up()}>
      ${words.text("treemap.up", { path: plain(absolute(parent), 80) })}
    </button>
  </p>`;
}
