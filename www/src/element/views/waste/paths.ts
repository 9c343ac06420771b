// A path that is stored more often than it is seen; unfolded, the layers and instructions that did it.
import { html, nothing } from "lit";
import type { ReportImage, WastePath } from "../../../index.js";
import { foreign } from "../../parts/foreign.js";
import { brief } from "../../parts/instruction.js";
import { lazyRows } from "../../parts/lazy.js";
import { pathText } from "../../parts/path.js";
import { size } from "../../parts/pieces.js";
import { property } from "../../parts/property.js";
import { madeBy } from "../../shell/stack.js";
import type { Shown, Ui } from "../../view.js";
import { sign } from "./kind.js";

const LINE_HEIGHT = 28;
/** Of a path that is in very many layers only the first and last are named in its row. */
const NAMED = 4;

export class PathRows {
  /** The paths that are unfolded, by what tells them apart. */
  readonly #unfolded = new Set<string>();
  /** The row that the Tab key stops at: the one that had the focus last. */
  #stop = "";

  row(shown: Shown, image: ReportImage, path: WastePath, most: number, at: number): unknown {
    const { ui } = shown;
    const { words } = ui;
    const key = `${path.kind} ${path.pathBase64 ?? path.path}`;
    const isUnfolded = this.#unfolded.has(key);
    const turn = (): void => {
      if (!this.#unfolded.delete(key)) this.#unfolded.add(key);
      ui.redraw();
    };
    const isStop = this.#stop === key || (this.#stop === "" && at === 0);
    const stopHere = (): void => {
      this.#stop = key;
      ui.redraw();
    };
    return html`<div role="listitem" class="entry">
      <button
        type="button"
        class="row"
        tabindex=${isStop ? 0 : -1}
        aria-expanded=${isUnfolded}
        @click=${turn}
        @focus=${stopHere}
      >
        <span class="stored" ${property("--share", String(path.bytes / most))}>${size(ui, path.bytes)}</span>
        <span class="kind">${sign(ui, path.kind)}</span>
        <span class="what">${pathText(ui, path.path)}</span>
        <span class="copies"
          ><span class="unseen">${words.text("waste.copies")}</span> ${words.number(path.copies)}</span
        >
        <span class="in"><span class="unseen">${words.text("waste.in-layers")}</span> ${inBrief(ui, path.layers)}</span>
      </button>
      ${isUnfolded ? details(shown, image, path) : nothing}
    </div>`;
  }
}

export function pathColumns({ words }: Ui): unknown {
  return html`<div class="columns" aria-hidden="true">
    <span class="stored">${words.text("waste.bytes")}</span><span class="kind">${words.text("waste.kind")}</span
    ><span class="what">${words.text("waste.path")}</span><span class="copies">${words.text("waste.copies")}</span
    ><span class="in">${words.text("waste.in-layers")}</span>
  </div>`;
}

function inBrief({ words }: Ui, layers: readonly number[]): string {
  const numbers = layers.map((layer) => words.number(layer + 1));
  if (numbers.length <= NAMED) return numbers.join(", ");
  return `${numbers.slice(0, NAMED - 1).join(", ")}, … ${numbers.at(-1)}`;
}

function details(shown: Shown, image: ReportImage, path: WastePath): unknown {
  const { ui } = shown;
  const { words } = ui;
  const remover = path.kind === "removed" ? path.layers.at(-1) : undefined;
  return html`<div class="details">
    <p>
      <code>${foreign(ui, absolute(path.path))}</code>
      <span class="sub">${words.text(`waste.${path.kind}-what`)}</span>
    </p>
    <div role="list">
      ${lazyRows(path.layers, LINE_HEIGHT, (layer) => {
        const text = words.text(layer === remover ? "waste.removed-by" : "waste.stored-in", { n: layer + 1 });
        // Which of several files a layer holds is not said.
        const isThere = path.kind !== "duplicate";
        const show = (): void =>
          ui.pick(isThere ? { view: "files", layer, path: absolute(path.path) } : { view: "layers", layer });
        const of = image.layers[layer];
        return html`<p role="listitem" class="of-layer">
          <button type="button" class="link" @click=${show}>${text}</button> ${brief(ui, of ? madeBy(image, of) : null)}
        </p>`;
      })}
    </div>
    ${path.others && path.others.length > 0 ? others(ui, [path.path, ...path.others]) : nothing}
  </div>`;
}

function others(ui: Ui, paths: readonly string[]): unknown {
  return html`<p>${ui.words.text("waste.same-as")}</p>
    <div role="list">
      ${lazyRows(paths, LINE_HEIGHT, (path) => {
        const show = (): void => ui.pick({ view: "files", layer: null, path: absolute(path) });
        return html`<div role="listitem">
          <button type="button" class="link" @click=${show}><code>${foreign(ui, path)}</code></button>
        </div>`;
      })}
    </div>`;
}

/** As the element's `path` has it. */
export function absolute(path: string): string {
  return path === "." ? "/" : `/${path}`;
}
