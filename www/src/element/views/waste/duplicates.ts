// Files of the same content: found by reading all of them, so only when somebody asks.
import { html, nothing } from "lit";
import type { InspectedImage, ReportImage, WasteReport } from "../../../index.js";
import { explain } from "../../explain.js";
import { Job } from "../../job.js";
import { progressLine } from "../../shell/progress.js";
import { troubleRows } from "../../shell/trouble.js";
import type { Ui } from "../../view.js";
import { PAGE } from "./pages.js";

export class Duplicates {
  readonly #image: InspectedImage;
  readonly #job: Job<WasteReport>;

  /** `found` is given the report with duplicates in it. */
  constructor(ui: Ui, image: InspectedImage, found: (report: WasteReport) => void) {
    this.#image = image;
    this.#job = new Job(() => {
      const { state } = this.#job;
      if (state.kind === "done") {
        found(state.value);
        ui.announce(ui.words.text("waste.duplicates-found", { n: state.value.total }));
      }
      if (state.kind === "failed") ui.announce(explain(ui.words, state.error).title);
      ui.redraw();
    });
  }

  /** With duplicates; null until they were looked for. */
  get report(): WasteReport | null {
    return this.#job.state.kind === "done" ? this.#job.state.value : null;
  }

  render(ui: Ui, image: ReportImage, { contentSize }: WasteReport): unknown {
    const { words } = ui;
    const { state } = this.#job;
    if (contentSize === 0) return nothing;
    if (state.kind === "done") {
      const bytes = words.bytes(state.value.reclaimableBytes ?? 0);
      return html`<p class="sub">${words.text("waste.duplicates-done", { size: bytes })}</p>`;
    }
    if (state.kind === "running") {
      return html`<div class="running" aria-busy="true">
        <p>${words.text("waste.duplicates-running")}</p>
        ${progressLine(ui, state, () => this.stop())}
      </div>`;
    }
    return html`<div class="duplicates">
      <button type="button" class="again" @click=${() => this.#start()}>${words.text("waste.duplicates")}</button>
      <span class="sub">${words.text("waste.duplicates-why", { size: words.bytes(image.size ?? contentSize) })}</span>
      ${
        state.kind === "failed"
          ? html`<div class="failure">
              <h4>${explain(words, state.error).title}</h4>
              ${troubleRows(ui, state.error, () => this.#start())}
            </div>`
          : nothing
      }
    </div>`;
  }

  stop(): void {
    this.#job.stop();
  }

  #start(): void {
    void this.#job.run((options) => this.#image.waste({ ...options, duplicates: true, from: 0, count: PAGE }));
  }
}
