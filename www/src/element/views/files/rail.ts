// The layers as a rail from the base on: which of them are shown, and a way to show others.
import { html, nothing } from "lit";
import type { ReportImage } from "../../../index.js";
import { plain } from "../../../words/plain.js";
import { moveAmong } from "../../parts/among.js";
import { briefText } from "../../parts/instruction.js";
import { madeBy } from "../../shell/stack.js";
import type { Ui } from "../../view.js";
import { includes, type Manner, type Scope } from "./scope.js";

/** Of more layers the rail would be a list without end; the stack and the bar pick them too. */
const MOST = 200;

export interface RailActions {
  /** Null: the whole image. */
  pick(layer: number | null): void;
  show(manner: Manner): void;
}

export function rail(ui: Ui, image: ReportImage, scope: Scope, act: RailActions): unknown {
  const { words } = ui;
  return html`<div class="rail">
    <span class="looks" role="group" aria-label=${words.text("files.rail")}>
      ${manner(ui, "files.whole", scope.kind === "whole", () => act.pick(null))}
      ${
        scope.layer === null
          ? nothing
          : [
              manner(ui, "files.up-to", scope.kind === "up-to", () => act.show("up-to"), scope.layer),
              manner(ui, "files.alone", scope.kind === "alone", () => act.show("alone"), scope.layer),
            ]
      }
    </span>
    ${cells(ui, image, scope, act)}
  </div>`;
}

function manner(
  { words }: Ui,
  key: "files.whole" | "files.up-to" | "files.alone",
  isPressed: boolean,
  choose: () => void,
  layer = 0,
): unknown {
  return html`<button type="button" aria-pressed=${isPressed} title=${words.text(`${key}-title`)} @click=${choose}>
    ${words.text(key, { n: layer + 1 })}
  </button>`;
}

/** One stop for the Tab key: the picked layer, else the base. */
function cells(ui: Ui, image: ReportImage, scope: Scope, act: RailActions): unknown {
  const { words } = ui;
  const { layers } = image;
  if (layers.length < 2) return nothing;
  const stop = scope.layer ?? 0;
  return html`<div
    class="cells"
    role="group"
    aria-label=${words.text("files.cells")}
    @keydown=${(event: KeyboardEvent) => moveAmong(event, "button")}
  >
    ${layers.slice(0, MOST).map((layer) => {
      const made = briefText(madeBy(image, layer)) || words.text("stack.unknown");
      const name = words.text("files.cell", {
        number: layer.index + 1,
        count: layers.length,
        what: plain(made, 120),
      });
      const isPicked = layer.index === scope.layer;
      return html`<button
        type="button"
        tabindex=${layer.index === stop ? 0 : -1}
        data-shown=${includes(scope, layer.index)}
        aria-pressed=${isPicked}
        aria-label=${name}
        title=${name}
        @click=${() => act.pick(isPicked ? null : layer.index)}
      >
        ${layer.index + 1}
      </button>`;
    })}
  </div>`;
}
