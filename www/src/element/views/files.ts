// Every file: of the whole image as a container sees it, of the layers up to one, or of one layer alone.
import { html, nothing } from "lit";
import type { InspectedImage, ReportImage } from "../../index.js";
import { adopt } from "../parts/adopt.js";
import { field } from "../styles/field.js";
import { fileGrid } from "../styles/file-grid.js";
import { fileRows } from "../styles/file-rows.js";
import { files as styles } from "../styles/files.js";
import { looks } from "../styles/looks.js";
import type { Shown, View } from "../view.js";
import { files as words } from "../words/en/files.js";
import { englishWords } from "../words/index.js";
import { Again } from "./files/again.js";
import { rail } from "./files/rail.js";
import { Reading } from "./files/reading.js";
import { type Manner, scopeOf } from "./files/scope.js";
import { ask, instead } from "./files/states.js";
import { Walk } from "./files/walk.js";

englishWords.learn(words);

export class FilesView implements View {
  #image: InspectedImage | null = null;
  /** Of all layers: after it everything is answered at once. */
  #reading: Reading | null = null;
  #walk: Walk | null = null;
  readonly #again = new Again();
  #manner: Manner = "alone";
  #isAsked = false;

  render(shown: Shown): unknown {
    const { ui, image, choice, session } = shown;
    const inspected = session.readable?.images[choice.image];
    if (!image || !inspected) return nothing;
    if (this.#image !== inspected) this.reset();
    this.#image = inspected;
    const reading = (this.#reading ??= new Reading(ui, inspected.files()));
    const scope = scopeOf(choice.layer, this.#manner);
    const contents = this.#instead(shown, image, reading);
    return html`<section class="files-view" ${adopt(field, looks, styles, fileGrid, fileRows)}>
      ${
        contents ?? [
          rail(ui, image, scope, {
            pick: (layer) => ui.pick({ layer }),
            show: (manner) => {
              this.#manner = manner;
              ui.redraw();
            },
          }),
          (this.#walk ??= new Walk(ui, inspected, reading.files)).render(shown, image, scope),
        ]
      }
    </section>`;
  }

  reset(): void {
    this.#reading?.job.stop();
    this.#walk?.reset();
    this.#again.stop();
    this.#reading = this.#walk = this.#image = null;
    this.#isAsked = false;
  }

  /** Null once there is something to walk through. */
  #instead(shown: Shown, image: ReportImage, reading: Reading): unknown {
    const { ui, session } = shown;
    const start = (): void => {
      this.#isAsked = true;
      reading.start();
      ui.redraw();
    };
    if (reading.job.state.kind === "idle") {
      if (!session.isCheap && !this.#isAsked) return ask(ui, session.host ?? "", image.size ?? 0, start);
      reading.start();
    }
    const whole = { kind: "whole", layer: null } as const;
    return this.#again.instead(shown, reading.job) ?? instead(ui, reading, whole, start);
  }
}
