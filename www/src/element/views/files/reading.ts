import type { Files, FilesSummary } from "../../../index.js";
import { explain } from "../../explain.js";
import { Job } from "../../job.js";
import type { Ui } from "../../view.js";

/** Milliseconds between two drawings of how far it is. */
const REDRAW = 100;

/** The files of some layers, and how reading these goes. They are read once, when somebody asks. */
export class Reading {
  readonly files: Files;
  readonly job: Job<FilesSummary>;
  #drawn = 0;

  constructor(ui: Ui, files: Files) {
    this.files = files;
    this.job = new Job((change) => this.#changed(ui, change));
  }

  start(): void {
    void this.job.run((options) => this.files.summary(options));
  }

  #changed(ui: Ui, change: "state" | "progress"): void {
    const { state } = this.job;
    if (change === "progress") {
      const now = performance.now();
      if (now - this.#drawn < REDRAW) return;
      this.#drawn = now;
    }
    if (state.kind === "done") ui.announce(ui.words.text("files.read", { n: state.value.entries }));
    if (state.kind === "failed") ui.announce(explain(ui.words, state.error).title);
    // That it begins is drawn by whoever lets it: to ask for that in the midst of drawing would draw twice.
    if (state.kind !== "running" || change === "progress") ui.redraw();
  }
}
