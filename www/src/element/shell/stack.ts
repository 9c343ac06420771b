// The layer stack: every layer a band drawn to scale, the base at the bottom, the instruction that made it beside it;
// between the bands, as hairlines, the instructions that made none. In a narrow place it folds into one bar.
import { html, nothing } from "lit";
import type { ReportHistory, ReportImage, ReportLayer } from "../../index.js";
import { moveAmong } from "../parts/among.js";
import { brief, briefText } from "../parts/instruction.js";
import { lazyRows } from "../parts/lazy.js";
import { size } from "../parts/pieces.js";
import { property } from "../parts/property.js";
import { sharedMark } from "../parts/shared-mark.js";
import type { Shown } from "../view.js";
import { sharedWith } from "../shared.js";

/** Pixels: what a row has at least, for its words; a block, so that nothing vanishes; and what all blocks are together. */
const LEAST = 36;
const LEAST_BLOCK = 5;
const SHARED = 360;

/** Segments that a bar can show; of more layers none would be wide enough to be hit. */
const SEGMENTS = 80;

type Row =
  | { readonly layer: ReportLayer; readonly made: ReportHistory | null }
  | { readonly layer: null; readonly made: ReportHistory };

export class Stack {
  #isUnfolded = false;

  render(shown: Shown, image: ReportImage): unknown {
    const { words } = shown.ui;
    const total = image.layers.reduce((sum, layer) => sum + (layer.size ?? 0), 0);
    const rows = rowsOf(image).reverse();
    const picked = rows.findIndex(({ layer }) => layer !== null && layer === shown.layer);
    return html`<section class="stack" part="stack" aria-label=${words.text("stack.label")}>
      <p class="legend">
        <span>${words.text("stack.count", { n: image.layers.length })}</span
        ><span>${words.text("stack.stored", { size: words.bytes(total) })}</span>
      </p>
      ${this.#bar(shown, image, total)}
      <div
        class="bands"
        role="list"
        data-unfolded=${this.#isUnfolded}
        @keydown=${(event: KeyboardEvent) => moveAmong(event, ".band > button")}
      >
        ${rows.length === 0 ? html`<p class="sub">${words.text("stack.none")}</p>` : nothing}
        ${lazyRows(rows, LEAST, (row) => (row.layer ? band(shown, image, row, total) : line(shown, row.made)), picked)}
      </div>
    </section>`;
  }

  reset(): void {
    this.#isUnfolded = false;
  }

  /** For narrow places: the base at the left. */
  #bar(shown: Shown, image: ReportImage, total: number): unknown {
    const { ui, layer } = shown;
    const { words } = ui;
    const { layers } = image;
    const fold = (): void => {
      this.#isUnfolded = !this.#isUnfolded;
      ui.redraw();
    };
    const step = (by: number): void =>
      ui.pick({ layer: Math.min(layers.length - 1, Math.max(0, (layer?.index ?? -1) + by)) });
    const made = layer && madeBy(image, layer);
    return html`<div class="bar">
      ${layers.length <= SEGMENTS ? html`<div class="segments" aria-hidden="true">${layers.map((each) => segment(shown, each))}</div>` : nothing}
      <div class="caption">
        <button
          type="button"
          class="step"
          aria-label=${words.text("stack.previous")}
          ?disabled=${!layer || layer.index === 0}
          @click=${() => step(-1)}
        >
          ‹
        </button>
        <span class="about"
          >${
            layer
              ? html`<span class="sub"
                    >${words.text("stack.place", { number: layer.index + 1, count: layers.length })}</span
                  >
                  ${brief(ui, made ?? null)} ${size(ui, layer.size)}`
              : words.text("stack.summary", { n: layers.length, size: words.bytes(total) })
          }</span
        >
        <button
          type="button"
          class="step"
          aria-label=${words.text("stack.next")}
          ?disabled=${layer?.index === layers.length - 1 || layers.length === 0}
          @click=${() => step(1)}
        >
          ›
        </button>
        <button type="button" class="quiet" aria-expanded=${this.#isUnfolded} @click=${fold}>
          ${words.text("stack.fold")}
        </button>
      </div>
    </div>`;
  }
}

function band(shown: Shown, image: ReportImage, { layer, made }: Row & { layer: ReportLayer }, total: number): unknown {
  const { ui, choice } = shown;
  const { words } = ui;
  const isPicked = choice.layer === layer.index;
  // One stop for the Tab key: the picked band, else the top one.
  const isStop = layer.index === (choice.layer ?? image.layers.length - 1);
  const share = total > 0 ? (layer.size ?? 0) / total : 0;
  const shared = sharedWith(shown.report, choice.image, layer);
  const pick = (): void => ui.pick({ layer: isPicked ? null : layer.index });
  return html`<div
    role="listitem"
    class="band"
    part="band"
    ${property("--height", `${Math.max(LEAST_BLOCK, Math.round(share * SHARED))}px`)}
  >
    <button type="button" tabindex=${isStop ? 0 : -1} aria-pressed=${isPicked} @click=${pick}>
      <span class="unseen">${words.text("stack.band", { number: layer.index + 1, count: image.layers.length })}</span>
      <span class="block" data-absent=${!layer.present}></span>
      <span class="made"
        >${made ? brief(ui, made) : html`<span class="sub">${words.text("stack.unknown")}</span>`}
        ${sharedMark(ui, shared)}
      </span>
      <span class="numbers"
        >${size(ui, layer.size)}<span class="share">${words.share(layer.size ?? 0, total)}</span></span
      >
    </button>
  </div>`;
}

function line({ ui }: Shown, made: ReportHistory): unknown {
  return html`<div role="listitem" class="line">
    <span class="made">${briefText(made) ? brief(ui, made) : ui.words.text("stack.empty-entry")}</span>
  </div>`;
}

function segment({ ui, choice }: Shown, layer: ReportLayer): unknown {
  return html`<span
    class="segment"
    data-picked=${choice.layer === layer.index}
    ${property("flex-grow", String(Math.max(1, layer.size ?? 0)))}
    @click=${() => ui.pick({ layer: layer.index })}
  ></span>`;
}

export function madeBy(image: ReportImage, layer: ReportLayer): ReportHistory | null {
  return layer.history === null ? null : (image.history[layer.history] ?? null);
}

/** Layers and the entries that made none, in the order in which they came to be. */
function rowsOf(image: ReportImage): Row[] {
  const rows: Row[] = [];
  let next = 0;
  for (const made of image.history) {
    const layer = made.layer === null ? undefined : image.layers[made.layer];
    if (!layer) {
      if (made.emptyLayer) rows.push({ layer: null, made });
      continue;
    }
    rows.push({ layer, made });
    next = layer.index + 1;
  }
  // Layers that no entry made: beside a history that is too short, or none.
  for (const layer of image.layers.slice(next)) rows.push({ layer, made: null });
  return rows;
}
