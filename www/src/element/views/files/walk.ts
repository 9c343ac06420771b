// An image that was read, and how somebody walks through it: tree, filter, and the file that is picked.
import { html, nothing } from "lit";
import type { FileRow, Files, FilesSummary, InspectedImage, ReportImage } from "../../../index.js";
import { explain } from "../../explain.js";
import { foreign } from "../../parts/foreign.js";
import type { Shown, Ui } from "../../view.js";
import { crumbs } from "./crumbs.js";
import { Explorer } from "./explorer.js";
import { Pane } from "./pane.js";
import type { Previewed } from "./preview.js";
import { Reading } from "./reading.js";
import { absolute, type Order, relative } from "./rows.js";
import { filesOf, isSameScope, type Scope } from "./scope.js";
import { Search } from "./search.js";
import { faults, instead } from "./states.js";

/** What is looked at, and how far it is read. */
interface Look {
  readonly scope: Scope;
  readonly reading: Reading;
  explorer: Explorer | null;
}

export class Walk {
  readonly #image: InspectedImage;
  readonly #whole: Files;
  readonly #search: Search;
  readonly #pane = new Pane();
  /** Paths of directories that are open, in whatever is looked at. */
  readonly #open = new Set<string>();
  #look: Look | null = null;
  #order: Order = "name";
  /** What was looked for last in the tree: a path that is not there is not looked for again. */
  #sought: { readonly explorer: Explorer; readonly path: string | null } | null = null;
  #isMissing = false;
  #ui: Ui;

  constructor(ui: Ui, image: InspectedImage, whole: Files) {
    this.#ui = ui;
    this.#image = image;
    this.#whole = whole;
    this.#search = new Search({
      onpick: (row) => ui.pick({ path: absolute(row.path) }),
      onopen: () => this.#pane.open(ui),
      onfilter: () => this.#search.focus(),
      onleave: () => this.#look?.explorer?.focus(),
      onerror: (thrown) => this.#failed(thrown),
    });
  }

  render(shown: Shown, image: ReportImage, scope: Scope): unknown {
    const { ui } = shown;
    this.#ui = ui;
    const look = this.#lookAt(ui, scope);
    const again = (): void => look.reading.start();
    const { state } = look.reading.job;
    const summary = state.kind === "done" ? state.value : null;
    return html`<div class="tools">${this.#search.render(ui, this.#whole)}</div>
      ${
        this.#search.isActive
          ? this.#hits(shown, image)
          : (instead(ui, look.reading, scope, again) ?? (summary ? this.#tree(shown, image, look, summary) : nothing))
      }`;
  }

  reset(): void {
    this.#look?.reading.job.stop();
    this.#search.reset();
    this.#pane.reset();
  }

  #lookAt(ui: Ui, scope: Scope): Look {
    if (this.#look && isSameScope(this.#look.scope, scope)) return this.#look;
    this.#look?.reading.job.stop();
    const reading = new Reading(ui, filesOf(this.#image, scope));
    this.#look = { scope, reading, explorer: null };
    reading.start();
    return this.#look;
  }

  #hits(shown: Shown, image: ReportImage): unknown {
    const { ui } = shown;
    const { hits } = this.#search;
    const row = hits?.row ?? null;
    const files = row && row.hiddenBy !== null ? this.#image.layers[row.layer]?.files() : this.#whole;
    return html`${this.#search.about(ui)}
      <div class="panes" data-pane=${this.#pane.isOpen && row !== null}>
        ${hits && hits.total !== 0 ? hits.render(ui) : nothing}
        ${this.#pane.render(ui, row && files ? this.#previewed(ui, image, files, row) : null)}
      </div>`;
  }

  #tree(shown: Shown, image: ReportImage, look: Look, summary: FilesSummary): unknown {
    const { ui } = shown;
    const { words } = ui;
    const explorer = (look.explorer ??= this.#explorer(ui, look, summary));
    this.#follow(shown, explorer);
    const { row } = explorer;
    return html`<div class="where">
        ${crumbs(ui, row, (path) => ui.pick({ path: absolute(path) }))}
        <p class="sub">${words.text("files.summary", { n: summary.entries, size: words.bytes(summary.size) })}</p>
      </div>
      ${faults(ui, summary)} ${this.#isMissing ? this.#missing(shown) : nothing}
      <div class="panes" data-pane=${this.#pane.isOpen && row !== null}>
        ${explorer.render(ui)} ${this.#pane.render(ui, row && this.#previewed(ui, image, look.reading.files, row))}
      </div>
      ${
        summary.setAside > 0
          ? html`<p class="sub">${words.text("files.set-aside", { n: summary.setAside })}</p>`
          : nothing
      }`;
  }

  #explorer(ui: Ui, { scope, reading }: Look, { size }: FilesSummary): Explorer {
    const { files } = reading;
    const explorer = new Explorer(
      ui,
      files,
      { scope, size, order: this.#order, open: this.#open },
      {
        onpick: (row) => {
          this.#sought = { explorer, path: row.path };
          this.#isMissing = false;
          ui.pick({ path: absolute(row.path) });
        },
        onopen: () => this.#pane.open(ui),
        onclose: () => this.#pane.close(ui),
        onfilter: () => this.#search.focus(),
        onorder: (order) => {
          this.#order = order;
          if (this.#look) this.#look.explorer = null;
          ui.redraw();
        },
        onerror: (thrown) => this.#failed(thrown),
      },
    );
    return explorer;
  }

  /** What the page or a link says is picked, in whatever tree stands there now. */
  #follow({ ui, choice }: Shown, explorer: Explorer): void {
    const path = choice.path === null ? null : relative(choice.path);
    const last = this.#sought;
    if (last?.explorer === explorer && last.path === path) return;
    this.#sought = { explorer, path };
    this.#isMissing = false;
    if (path === null || path === ".") return;
    const sought = this.#sought;
    explorer.reveal(path).then(
      (row) => {
        if (this.#sought !== sought) return;
        this.#isMissing = row === null;
        // A link to a file leads into it.
        if (!last && row && row.type !== "directory") this.#pane.open(ui);
        ui.redraw();
      },
      (thrown: unknown) => this.#failed(thrown),
    );
  }

  #missing({ ui, choice }: Shown): unknown {
    const { words } = ui;
    const path = choice.path ?? "";
    const whole = (): void => ui.pick({ layer: null });
    return html`<p class="missing">
      ${words.rich("files.no-path", { path: html`<code>${foreign(ui, path)}</code>` })}
      ${
        choice.layer === null
          ? nothing
          : html`<button type="button" class="quiet" @click=${whole}>${words.text("files.no-path-whole")}</button>`
      }
    </p>`;
  }

  #previewed(ui: Ui, image: ReportImage, files: Files, row: FileRow): Previewed {
    return {
      files,
      row,
      image,
      below: row.layer > 0 ? this.#image.files({ upTo: row.layer - 1 }) : null,
      go: (path) => {
        this.#search.reset();
        ui.pick({ path: absolute(path) });
      },
      close: () => {
        this.#pane.close(ui);
        if (this.#search.isActive) this.#search.hits?.focus();
        else this.#look?.explorer?.focus();
      },
    };
  }

  /** A page of rows that could not be fetched: the engine is gone, or the source. */
  #failed(thrown: unknown): void {
    const { words, announce } = this.#ui;
    const { code, message } = thrown as { readonly code?: string; readonly message?: string };
    announce(explain(words, { code: code ?? "internal/page", message: message ?? String(thrown) }).title);
  }
}
