// One piece of the map: a button as large as its bytes, and in it, to be seen only, what it holds.
import { html, nothing } from "lit";
import type { FileRow } from "../../../../index.js";
import { plain } from "../../../../words/plain.js";
import { property } from "../../../parts/property.js";
import type { Ui } from "../../../view.js";
import { nameOf as rowName } from "../rows.js";
import type { Piece } from "./plan.js";

/** Pixels that a name needs. */
const NAMED = { width: 34, height: 16 };
const SIZED = { width: 60, height: 34 };
/** Characters of a name: no piece has room for more. */
const NAME = 80;

export interface TileActions {
  readonly isStop: boolean;
  readonly isHot: boolean;
  choose(): void;
  focus(): void;
  hover(): void;
}

export function tile(ui: Ui, piece: Piece, whole: number, act: TileActions): unknown {
  const { words } = ui;
  const { row, bytes, box } = piece;
  const name = nameOf(row);
  const label =
    row === null
      ? `${words.text("treemap.rest", { n: piece.entries })}, ${words.bytes(bytes)}`
      : words.text("treemap.piece", {
          name,
          type: words.text(`preview.type-${row.type}`),
          size: words.bytes(bytes),
          share: words.share(bytes, whole),
        });
  return html`<div
    class="tile"
    data-hot=${act.isHot}
    data-kind=${kindOf(row)}
    data-depth="0"
    ${property("left", px(box.x))}
    ${property("top", px(box.y))}
    ${property("width", px(box.width))}
    ${property("height", px(box.height))}
  >
    ${drawn(ui, piece, name)}
    <button
      type="button"
      tabindex=${act.isStop ? 0 : -1}
      aria-label=${label}
      title=${label}
      ?disabled=${row === null}
      @click=${() => act.choose()}
      @focus=${() => act.focus()}
      @pointerenter=${() => act.hover()}
    ></button>
  </div>`;
}

/** Of each name only what there is room for; the button has all of it. */
function drawn(ui: Ui, { bytes, box, inner }: Piece, name: string): unknown {
  const hasName = box.width >= NAMED.width && box.height >= NAMED.height;
  const hasSize = inner.length === 0 && box.width >= SIZED.width && box.height >= SIZED.height;
  return html`<span class="face" aria-hidden="true">
    ${hasName ? html`<bdi>${name}</bdi>` : nothing}
    ${hasSize ? html`<span class="size">${ui.words.bytes(bytes)}</span>` : nothing}
    ${inner.map((piece) => within(ui, piece))}
  </span>`;
}

function within(ui: Ui, piece: Piece): unknown {
  const { box, row, depth } = piece;
  return html`<span
    class="tile"
    data-kind=${kindOf(row)}
    data-depth=${depth}
    ${property("left", px(box.x))}
    ${property("top", px(box.y))}
    ${property("width", px(box.width))}
    ${property("height", px(box.height))}
    >${drawn(ui, piece, nameOf(row))}</span
  >`;
}

function nameOf(row: FileRow | null): string {
  return row === null ? "…" : plain(rowName(row), NAME);
}

function kindOf(row: FileRow | null): "folder" | "file" | "rest" {
  if (row === null) return "rest";
  return row.type === "directory" ? "folder" : "file";
}

function px(value: number): string {
  return `${Math.round(value * 10) / 10}px`;
}
