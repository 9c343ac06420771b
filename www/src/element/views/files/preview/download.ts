// Takes a file along as it is, or a folder as a tar archive.
import { html, nothing } from "lit";
import { explain } from "../../../explain.js";
import { Job } from "../../../job.js";
import { foreign } from "../../../parts/foreign.js";
import { progressLine } from "../../../shell/progress.js";
import { troubleRows } from "../../../shell/trouble.js";
import type { Ui } from "../../../view.js";
import type { Previewed } from "../preview.js";
import { chosenTarget, goesToDisk, nameFor, saved } from "./save.js";

/** All of it is in memory before it is saved, where the browser cannot write to the disk as it comes. */
const MUCH = 512 * 1024 * 1024;

export class Download {
  #job: Job<number> | null = null;
  #name = "";
  #again: () => void = () => {};

  button(ui: Ui, of: Previewed): unknown {
    const { row } = of;
    const isFolder = row.type === "directory";
    if (!isFolder && row.type !== "file" && row.type !== "hardlink") return nothing;
    const bytes = isFolder ? (row.below?.size ?? null) : row.size;
    const size = bytes === null ? "" : ui.words.bytes(bytes);
    const label = ui.words.text(isFolder ? "preview.download-folder" : "preview.download", { size });
    return html`<button
        type="button"
        class="copy download"
        aria-disabled=${this.#isRunning}
        @click=${() => this.#start(ui, of)}
      >
        <svg viewBox="0 0 16 16" width="1.15em" height="1.15em" aria-hidden="true">
          <path d="M8 2.5v7.5m-3-3l3 3 3-3M3 13.5h10" />
        </svg>
        <span>${label}</span>
      </button>
      ${(bytes ?? 0) > MUCH && !goesToDisk() ? html`<span class="sub">${ui.words.text("preview.in-memory")}</span>` : nothing}`;
  }

  progress(ui: Ui): unknown {
    const { state } = this.#job ?? {};
    const name = foreign(ui, this.#name);
    if (state?.kind === "running") {
      return html`<div class="late">
        <p>${ui.words.rich("preview.saving", { name })}</p>
        ${progressLine(ui, state, () => this.#job?.stop())}
      </div>`;
    }
    if (state?.kind !== "failed") return nothing;
    return html`<div class="failure">
      <h4>${ui.words.rich("preview.not-saved", { name })}</h4>
      ${troubleRows(ui, state.error, this.#again)}
    </div>`;
  }

  /** One at a time. A button that is disabled would lose the focus. */
  get #isRunning(): boolean {
    return this.#job?.state.kind === "running";
  }

  async #start(ui: Ui, of: Previewed): Promise<void> {
    if (this.#isRunning) return;
    const { files, row } = of;
    const isFolder = row.type === "directory";
    const name = nameFor(row.path, isFolder ? ".tar" : "");
    this.#again = () => void this.#start(ui, of);
    // An archive has headers besides, and who knows how long its names are.
    const target = await chosenTarget(name, isFolder ? null : row.size);
    if (target === undefined) return;
    this.#name = name;
    const job = (this.#job = new Job<number>(() => {
      const { state } = job;
      if (state.kind === "done") ui.announce(ui.words.text("preview.saved", { name, n: state.value }));
      if (state.kind === "failed") ui.announce(explain(ui.words, state.error).title);
      ui.redraw();
    }));
    await job.run((options) => {
      const stream = isFolder ? files.tar(row.path, options) : files.read(row, options);
      return saved(stream, target, name, options.signal);
    });
  }
}
