// Which layer wasted what: of earlier layers' bytes those that it hides, and of its own those that later layers hide.
import { html, nothing } from "lit";
import type { ReportImage, WasteLayer, WasteReport } from "../../../index.js";
import { moveAmong } from "../../parts/among.js";
import { brief } from "../../parts/instruction.js";
import { lazyRows } from "../../parts/lazy.js";
import { size } from "../../parts/pieces.js";
import { property } from "../../parts/property.js";
import { madeBy } from "../../shell/stack.js";
import type { Shown, Ui } from "../../view.js";

/** About, in pixels. */
const ROW_HEIGHT = 40;

export function layers(shown: Shown, image: ReportImage, { layers: all }: WasteReport): unknown {
  const { words } = shown.ui;
  const wasteful = all.filter(({ hidesBytes, hiddenBytes }) => hidesBytes > 0 || hiddenBytes > 0).reverse();
  if (wasteful.length === 0) return nothing;
  const most = all.reduce((most, { contentSize }) => Math.max(most, contentSize), 1);
  const others = all.length - wasteful.length;
  // The list is one stop for the Tab key: the picked layer, else the first.
  const picked = wasteful.findIndex(({ layer }) => layer === shown.choice.layer);
  return html`<section class="part layers-part">
    <h3>${words.text("waste.layers")}</h3>
    <p class="sub">${words.text("waste.layers-why")}</p>
    <div>
      ${columns(shown.ui)}
      <div
        role="list"
        aria-label=${words.text("waste.layers-label")}
        @keydown=${(event: KeyboardEvent) => moveAmong(event, ".layer > .row")}
      >
        ${lazyRows(wasteful, ROW_HEIGHT, (each, at) => row(shown, image, each, most, at === Math.max(0, picked)))}
      </div>
    </div>
    ${others > 0 ? html`<p class="sub">${words.text("waste.others", { n: others })}</p>` : nothing}
  </section>`;
}

/** Heads of columns, for those who see them; each row says its own. */
function columns({ words }: Ui): unknown {
  return html`<div class="columns" aria-hidden="true">
    <span class="n">#</span><span class="what">${words.text("layers.instruction")}</span
    ><span class="holds">${words.text("waste.holds")}</span
    ><span class="later">${words.text("waste.hidden-later")}</span
    ><span class="hides">${words.text("waste.hides")}</span>
  </div>`;
}

function row({ ui, choice }: Shown, image: ReportImage, each: WasteLayer, most: number, isStop: boolean): unknown {
  const { words } = ui;
  const { layer: index, contentSize, hiddenBytes, hidesBytes } = each;
  const layer = image.layers[index];
  const isPicked = choice.layer === index;
  const go = (): void => ui.pick({ view: "layers", layer: index });
  const named = (key: "waste.holds" | "waste.hidden-later" | "waste.hides"): unknown =>
    html`<span class="unseen">${words.text(key)}</span>`;
  return html`<div role="listitem" class="layer" aria-current=${isPicked ? "true" : nothing}>
    <button
      type="button"
      class="row"
      tabindex=${isStop ? 0 : -1}
      title=${words.text("waste.to-layer", { number: index + 1, index })}
      @click=${go}
    >
      <span class="n"><span class="unseen">${words.text("waste.layer")}</span> ${index + 1}</span>
      <span class="what">${brief(ui, layer ? madeBy(image, layer) : null)}</span>
      <span
        class="holds"
        ${property("--holds", String(contentSize / most))}
        ${property("--later", String(Math.min(1, hiddenBytes / Math.max(1, contentSize))))}
        >${named("waste.holds")} ${size(ui, contentSize)}</span
      >
      <span class="later">${named("waste.hidden-later")} ${amount(ui, hiddenBytes)}</span>
      <span class="hides">${named("waste.hides")} ${amount(ui, hidesBytes)}</span>
    </button>
  </div>`;
}

/** What is nothing should not look like something. */
function amount(ui: Ui, of: number): unknown {
  return of === 0 ? html`<span class="sub">–</span>` : size(ui, of);
}
