// Every file: of the whole image as a container sees it, of the layers up to one, or of one layer alone.
import { html, nothing } from "lit";
import type { InspectedImage, Inspection, ReportImage } from "../../index.js";
import { Job } from "../job.js";
import { adopt } from "../parts/adopt.js";
import { field } from "../styles/field.js";
import { files as styles } from "../styles/files.js";
import type { Shown, View } from "../view.js";
import { files as words } from "../words/en/files.js";
import { englishWords } from "../words/index.js";
import { rail } from "./files/rail.js";
import { Reading } from "./files/reading.js";
import { type Manner, scopeOf } from "./files/scope.js";
import { ask, instead, oneShot, unread } from "./files/states.js";
import { Walk } from "./files/walk.js";

englishWords.learn(words);

export class FilesView implements View {
  #image: InspectedImage | null = null;
  /** Of all layers: after it everything is answered at once. */
  #reading: Reading | null = null;
  #walk: Walk | null = null;
  /** The source once more, where it can be read only once. */
  #again: Job<Inspection> | null = null;
  #manner: Manner = "alone";
  #isAsked = false;

  render(shown: Shown): unknown {
    const { ui, image, choice, session } = shown;
    const first = session.inspection?.images[choice.image];
    if (!image || !first) return nothing;
    if (this.#image !== first) this.reset();
    this.#image = first;
    const { state } = this.#again ?? {};
    const inspected = (state?.kind === "done" && state.value.images[choice.image]) || first;
    const reading = (this.#reading ??= new Reading(ui, inspected.files()));
    const scope = scopeOf(choice.layer, this.#manner);
    const contents = this.#instead(shown, image, reading);
    return html`<section class="files-view" ${adopt(field, styles)}>
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
    const { state } = this.#again ?? {};
    if (state?.kind === "done") state.value.close();
    this.#again?.stop();
    this.#reading = this.#walk = this.#image = this.#again = null;
    this.#isAsked = false;
  }

  /** Null once there is something to walk through. */
  #instead(shown: Shown, image: ReportImage, reading: Reading): unknown {
    const { ui, session } = shown;
    const again = this.#again;
    if (again && again.state.kind !== "done") return unread(ui, again, () => this.#fetchAgain(shown));
    const { state } = reading.job;
    const start = (): void => {
      this.#isAsked = true;
      reading.start();
      ui.redraw();
    };
    if (state.kind === "idle") {
      if (!session.isCheap && !this.#isAsked) return ask(ui, session.host ?? "", image.size ?? 0, start);
      reading.start();
    }
    if (state.kind === "failed" && state.error.code === "source/one-shot") {
      return oneShot(ui, again ? null : session.host, () => this.#fetchAgain(shown));
    }
    return instead(ui, reading, { kind: "whole", layer: null }, start);
  }

  #fetchAgain({ ui, session }: Shown): void {
    const again = new Job<Inspection>(() => {
      if (this.#again !== again) return;
      if (again.state.kind === "done") this.#reading = null;
      ui.redraw();
    });
    this.#again = again;
    this.#isAsked = true;
    void again.run(
      (options) => session.again(options),
      (late) => late.close(),
    );
  }
}
