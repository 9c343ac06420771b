// Every layer a row, the newest on top as in the stack; the picked one unfolds.
import { html, nothing } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import type { ReportImage, ReportLayer } from "../../index.js";
import { moveAmong } from "../parts/among.js";
import { brief } from "../parts/instruction.js";
import { lazyRows } from "../parts/lazy.js";
import { size } from "../parts/pieces.js";
import { property } from "../parts/property.js";
import { sharedMark } from "../parts/shared-mark.js";
import { sharedWith } from "../shared.js";
import { madeBy } from "../shell/stack.js";
import type { Shown, Ui, View } from "../view.js";
import { checkOf, checkSign } from "./layers/check.js";
import { details } from "./layers/details.js";

/** About, in pixels. */
const ROW_HEIGHT = 41;

export class LayersView implements View {
  readonly #list = createRef<HTMLElement>();
  /** The row that the Tab key stops at: the one that had the focus last. */
  #stop: number | null = null;
  /** The layer that was in sight when it was picked; undefined before the first drawing. */
  #seen: number | null | undefined;

  render(shown: Shown): unknown {
    const { image, ui } = shown;
    if (!image) return nothing;
    if (image.layers.length === 0) return noLayers(ui);
    const newestFirst = image.layers.toReversed();
    const largest = image.layers.reduce((most, layer) => Math.max(most, layer.size ?? 0), 0);
    const picked = shown.choice.layer;
    const needed = picked === null ? -1 : newestFirst.length - 1 - picked;
    const stop = Math.min(this.#stop ?? picked ?? Infinity, newestFirst.length - 1);
    this.#reveal(picked);
    return html`<section class="rows-view layers-view">
      ${summary(ui, image)} ${columns(ui)}
      <div
        class="layer-list"
        role="list"
        aria-label=${ui.words.text("layers.label")}
        @keydown=${(event: KeyboardEvent) => moveAmong(event, ".layer > .row")}
        ${ref(this.#list)}
      >
        ${lazyRows(newestFirst, ROW_HEIGHT, (layer) => this.#row(shown, image, layer, largest, layer.index === stop), needed)}
      </div>
    </section>`;
  }

  reset(): void {
    this.#stop = null;
    this.#seen = undefined;
  }

  #row(shown: Shown, image: ReportImage, layer: ReportLayer, largest: number, isStop: boolean): unknown {
    const { ui, choice } = shown;
    const { words } = ui;
    const isPicked = choice.layer === layer.index;
    const made = madeBy(image, layer);
    const pick = (): void => {
      this.#seen = isPicked ? null : layer.index;
      ui.pick({ layer: this.#seen });
    };
    const stopHere = (): void => {
      this.#stop = layer.index;
      ui.redraw();
    };
    const share = String(largest > 0 ? (layer.size ?? 0) / largest : 0);
    return html`<div
      role="listitem"
      class="layer"
      data-layer=${layer.index}
      aria-current=${isPicked ? "true" : nothing}
    >
      <button
        type="button"
        class="row"
        tabindex=${isStop ? 0 : -1}
        aria-expanded=${isPicked}
        @click=${pick}
        @focus=${stopHere}
      >
        <span class="n"><span class="unseen">${words.text("layers.layer")}</span> ${layer.index + 1}</span>
        <span class="what"
          >${brief(ui, made)} ${sharedMark(ui, sharedWith(shown.report, choice.image, layer), true)}</span
        >
        <span class="stored" ${property("--share", share)}>${named(ui, "layers.stored")} ${size(ui, layer.size)}</span>
        <span class="unpacked">${named(ui, "layers.unpacked")} ${size(ui, layer.uncompressedSize)}</span>
        <span class="files"
          >${named(ui, "layers.files")} ${layer.files === null ? "–" : words.number(layer.files)}</span
        >
        <span class="check">${checkSign(ui, checkOf(layer))}</span>
      </button>
      ${isPicked ? details(shown, image, layer, made) : nothing}
    </div>`;
  }

  /** Brings a layer that was picked elsewhere into sight, once it is drawn. */
  #reveal(picked: number | null): void {
    const before = this.#seen;
    this.#seen = picked;
    if (picked === null || picked === before) return;
    // A page that opens on a layer must not scroll under a reader who has touched nothing.
    if (before === undefined && !navigator.userActivation?.hasBeenActive) return;
    queueMicrotask(() => {
      this.#list.value?.querySelector(`[data-layer="${picked}"]`)?.scrollIntoView({ block: "nearest" });
    });
  }
}

function summary({ words }: Ui, { layers }: ReportImage): unknown {
  const bytes = (of: "size" | "uncompressedSize"): string =>
    layers.some((layer) => layer[of] === null)
      ? "–"
      : words.bytes(layers.reduce((sum, layer) => sum + (layer[of] ?? 0), 0));
  const sizes = { n: layers.length, stored: bytes("size"), unpacked: bytes("uncompressedSize") };
  return html`<p class="sub">${words.text("layers.summary", sizes)}</p>`;
}

/** Heads of columns, for those who see them; each row says its own. */
function columns({ words }: Ui): unknown {
  return html`<div class="columns" aria-hidden="true">
    <span class="n">#</span><span class="what">${words.text("layers.instruction")}</span
    ><span class="stored">${words.text("layers.stored")}</span
    ><span class="unpacked">${words.text("layers.unpacked")}</span
    ><span class="files">${words.text("layers.files")}</span><span class="check">${words.text("layers.check")}</span>
  </div>`;
}

function named({ words }: Ui, key: "layers.stored" | "layers.unpacked" | "layers.files"): unknown {
  return html`<span class="unseen">${words.text(key)}</span>`;
}

function noLayers({ words }: Ui): unknown {
  return html`<div class="state">
    <h3>${words.text("layers.none")}</h3>
    <p>${words.text("layers.none-note")}</p>
  </div>`;
}
