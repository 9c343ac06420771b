// A stored file that no container sees, and a way to look at it where it lies.
import { html } from "lit";
import type { HiddenRow } from "../../../index.js";
import { pathText } from "../../parts/path.js";
import { size } from "../../parts/pieces.js";
import type { Shown, Ui } from "../../view.js";
import { sign } from "./kind.js";
import { absolute } from "./paths.js";

export function hiddenRow({ ui }: Shown, row: HiddenRow, isFirst: boolean): unknown {
  const { words } = ui;
  const show = (): void => ui.pick({ view: "files", layer: row.layer, path: absolute(row.path) });
  return html`<div role="listitem" class="entry">
    <button type="button" class="row" tabindex=${isFirst ? 0 : -1} title=${words.text("waste.to-file")} @click=${show}>
      <span class="stored">${size(ui, row.size)}</span>
      <span class="kind">${sign(ui, row.kind)}</span>
      <span class="what">${pathText(ui, row.path)}</span>
      <span class="in"><span class="unseen">${words.text("waste.in")}</span> ${words.number(row.layer + 1)}</span>
      <span class="by"><span class="unseen">${words.text("waste.by")}</span> ${words.number(row.hiddenBy + 1)}</span>
    </button>
  </div>`;
}

export function hiddenColumns({ words }: Ui): unknown {
  return html`<div class="columns" aria-hidden="true">
    <span class="stored">${words.text("waste.size")}</span><span class="kind">${words.text("waste.kind")}</span
    ><span class="what">${words.text("waste.path")}</span><span class="in">${words.text("waste.in")}</span
    ><span class="by">${words.text("waste.by")}</span>
  </div>`;
}
