// The cells that rows of the tree and of hits share.
import { html, nothing } from "lit";
import type { FileRow } from "../../../index.js";
import { foreign } from "../../parts/foreign.js";
import { property } from "../../parts/property.js";
import type { Ui } from "../../view.js";
import { modeText } from "./mode.js";
import { ownerOf, sizeOf } from "./rows.js";

/** Signs say it without colour; ± in a column of signs would read as two. */
const SIGNS = { added: "+", modified: "~", metadata: "~", removed: "−", unchanged: "" } as const;

/** What of a name is drawn in a row: it is cut at the edge of its column anyway. */
const NAME = 300;

/** A name that is cut where no column reaches. */
export function short(text: string): string {
  return text.length > NAME ? `${text.slice(0, NAME).replace(/[\ud800-\udbff]$/, "")}…` : text;
}

/** The bar behind the number is to scale with `whole`. */
export function sizeCell({ words }: Ui, row: FileRow, whole: number | null): unknown {
  const bytes = sizeOf(row);
  const share = whole && bytes ? Math.min(1, bytes / whole) : 0;
  return html`<span
    role="gridcell"
    class="size"
    title=${bytes === null ? nothing : words.text("size.exact", { n: bytes })}
    ${property("--share", `${(share * 100).toFixed(1)}%`)}
    >${bytes === null ? "" : words.bytes(bytes)}</span
  >`;
}

export function modeCell(row: FileRow): unknown {
  return html`<span role="gridcell" class="mode">${modeText(row).split(" ")[0]}</span>`;
}

export function ownerCell(ui: Ui, row: FileRow): unknown {
  return html`<span role="gridcell" class="owner" title=${`${row.uid}:${row.gid}`}
    >${foreign(ui, short(ownerOf(row)))}</span
  >`;
}

/** "+ 3": what was done, and by which layer. */
export function changeCell({ words }: Ui, { change, layer }: FileRow): unknown {
  const what = words.text(`files.${change}`);
  const title = words.text("files.by-layer", { what, number: layer + 1, index: layer });
  return html`<span role="gridcell" class="change" title=${title}
    ><span class="mark" aria-hidden="true">${SIGNS[change]}</span> <span class="unseen">${what}</span
    ><span class="by">${layer + 1}</span></span
  >`;
}
