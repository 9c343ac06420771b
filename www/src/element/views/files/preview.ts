// One file beside the tree: what it is, what is in it, and how to take it along.
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { FileRow, Files, ReportImage } from "../../../index.js";
import { plain } from "../../../words/plain.js";
import { explain } from "../../explain.js";
import { Job } from "../../job.js";
import { adopt } from "../../parts/adopt.js";
import { foreign } from "../../parts/foreign.js";
import { progressLine } from "../../shell/progress.js";
import { troubleRows } from "../../shell/trouble.js";
import { looks } from "../../styles/looks.js";
import { preview as styles } from "../../styles/preview.js";
import { raw as rawStyles } from "../../styles/raw.js";
import type { Ui } from "../../view.js";
import { preview as words } from "../../words/en/preview.js";
import { raw as rawWords } from "../../words/en/raw.js";
import { englishWords } from "../../words/index.js";
import { about, pathLine } from "./preview/about.js";
import { contentOf, FIRST, MOST } from "./preview/content.js";
import { Download } from "./preview/download.js";
import { Links } from "./preview/links.js";
import { Looking } from "./preview/look.js";

// JSON is listed as the raw view lists it.
englishWords.learn({ ...rawWords, ...words });

/** What is previewed. */
export interface Previewed {
  /** The tree that the row is of: what reads it, and where its links lead. */
  readonly files: Files;
  readonly row: FileRow;
  readonly image: ReportImage;
  /** The tree of the layers below, for what a whiteout removes; null where there are none. */
  readonly below: Files | null;
  /** The visitor wants to see another file of the same tree. */
  go(path: string): void;
  /** The visitor has seen enough. */
  close(): void;
}

export class Preview {
  #row: FileRow | null = null;
  #reading: Job<Looking> | null = null;
  /** Goes on while other files are looked at, or none. */
  readonly #download = new Download();
  #links = new Links();

  render(ui: Ui, of: Previewed): unknown {
    const { row } = of;
    if (!isSame(row, this.#row)) {
      this.reset();
      this.#row = row;
      if (hasBytes(row)) this.#read(ui, of, FIRST);
    }
    const press = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      of.close();
    };
    const name = row.path.split("/").at(-1) ?? "";
    return html`<section
      class="preview"
      aria-label=${ui.words.text("preview.label", { name: plain(name, 80) })}
      @keydown=${press}
      ${adopt(looks, rawStyles, styles)}
    >
      <header>
        <h3>${foreign(ui, name === "." ? "/" : name)}</h3>
        <button type="button" class="close" aria-label=${ui.words.text("preview.close")} @click=${() => of.close()}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
        </button>
      </header>
      ${keyed(row.path, [pathLine(ui, row), this.#links.render(ui, of), about(ui, row, of.image), this.#tools(ui, of)])}
      ${this.#download.progress(ui)} ${this.#body(ui, of)}
    </section>`;
  }

  /** Another image, or nothing: lets go of what was read. */
  reset(): void {
    const { state } = this.#reading ?? {};
    if (state?.kind === "done") state.value.close();
    this.#reading?.stop();
    this.#row = this.#reading = null;
    this.#links = new Links();
  }

  #tools(ui: Ui, of: Previewed): unknown {
    const { state } = this.#reading ?? {};
    return html`<p class="tools">
      ${this.#download.button(ui, of)} ${state?.kind === "done" ? state.value.choice(ui) : nothing}
    </p>`;
  }

  #body(ui: Ui, of: Previewed): unknown {
    const reading = this.#reading;
    switch (reading?.state.kind) {
      case "running":
        return html`<div class="late" aria-busy="true">${progressLine(ui, reading.state, () => reading.stop())}</div>`;
      case "done":
        return reading.state.value.render(ui, of.row.size, () => this.#read(ui, of, MOST));
      case "stopped":
        return html`<p>
          <span class="sub">${ui.words.text("preview.stopped")}</span>
          <button type="button" class="quiet" @click=${() => this.#read(ui, of, FIRST)}>
            ${ui.words.text("state.retry")}
          </button>
        </p>`;
      case "failed":
        return html`<div class="failure">
          <h4>${explain(ui.words, reading.state.error).title}</h4>
          ${troubleRows(ui, reading.state.error, () => this.#read(ui, of, FIRST))}
        </div>`;
      default:
        return nothing;
    }
  }

  #read(ui: Ui, { files, row }: Previewed, cap: number): void {
    const { state } = this.#reading ?? {};
    if (state?.kind === "done") state.value.close();
    const changed = (): void => {
      const { state } = reading;
      if (this.#reading !== reading) return;
      if (state.kind === "failed") ui.announce(explain(ui.words, state.error).title);
      ui.redraw();
    };
    const reading = new Job<Looking>(changed);
    this.#reading = reading;
    void reading.run(
      async (options) => new Looking(await contentOf(files.read(row, options), cap, options)),
      (late) => late.close(),
    );
  }
}

function hasBytes({ type }: FileRow): boolean {
  return type === "file" || type === "hardlink";
}

/** Rows are made anew with each page of them. */
function isSame(row: FileRow, last: FileRow | null): boolean {
  return (
    last !== null &&
    row.path === last.path &&
    row.layer === last.layer &&
    row.entry === last.entry &&
    row.type === last.type
  );
}
