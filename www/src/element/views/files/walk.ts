// An image that was read, and how somebody walks through it: tree, map, filter, and the file that is picked.
import { html, nothing } from "lit";
import type { FileRow, Files, FilesSummary, InspectedImage, ReportImage } from "../../../index.js";
import { explain } from "../../explain.js";
import { foreign } from "../../parts/foreign.js";
import type { Shown, Ui } from "../../view.js";
import { crumbs } from "./crumbs.js";
import { Explorer } from "./explorer.js";
import { Fetched } from "./fetched.js";
import { Pane } from "./pane.js";
import type { Previewed } from "./preview.js";
import { Reading } from "./reading.js";
import { absolute, type Order, relative } from "./rows.js";
import { filesOf, isSameScope, type Scope } from "./scope.js";
import { Search } from "./search.js";
import { faults, instead } from "./states.js";
import type { Treemap } from "./treemap.js";

const SHAPES = ["tree", "treemap"] as const;

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
  readonly #map = new Fetched<Treemap>(async () => new (await import("./treemap.js")).Treemap());
  /** Paths of directories that are open, in whatever is looked at. */
  readonly #open = new Set<string>();
  #look: Look | null = null;
  #order: Order = "name";
  #shape: (typeof SHAPES)[number] = "tree";
  /** What was looked for last in the tree: a path that is not there is not looked for again. */
  #sought: { readonly explorer: Explorer; readonly path: string | null } | null = null;
  #isMissing = false;
  /** A path was looked for before: by a link, or by whoever walks about. */
  #wasLed = false;
  /** What could not be fetched, in words. */
  #trouble = "";
  #isOver = false;
  /** The match that was picked last. */
  #hit: FileRow | null = null;
  /** The file that was picked on the map. */
  #mapped: FileRow | null = null;
  #ui: Ui;

  constructor(ui: Ui, image: InspectedImage, whole: Files) {
    this.#ui = ui;
    this.#image = image;
    this.#whole = whole;
    this.#search = new Search({
      onpick: (row) => {
        this.#hit = row;
        ui.pick({ path: absolute(row.path) });
      },
      onopen: () => this.#pane.open(ui),
      onclose: () => this.#pane.close(ui),
      onfilter: () => this.#search.focus(),
      onleave: () => this.#look?.explorer?.focus(),
      onerror: (thrown) => this.#failed(thrown),
    });
  }

  render(shown: Shown, image: ReportImage, scope: Scope): unknown {
    const { ui } = shown;
    this.#ui = ui;
    const look = this.#lookAt(ui, scope);
    return html`<div class="tools">${this.#search.render(ui, this.#whole)} ${this.#shapes(ui)}</div>
      ${this.#search.isActive ? this.#hits(ui, image) : this.#folders(shown, image, look)}`;
  }

  reset(): void {
    this.#isOver = true;
    this.#look?.reading.job.stop();
    this.#search.reset();
    this.#pane.reset();
    this.#map.value?.reset();
  }

  #lookAt(ui: Ui, scope: Scope): Look {
    if (this.#look && isSameScope(this.#look.scope, scope)) return this.#look;
    this.#look?.reading.job.stop();
    const reading = new Reading(ui, filesOf(this.#image, scope));
    this.#look = { scope, reading, explorer: null };
    reading.start();
    return this.#look;
  }

  #shapes({ words, redraw }: Ui): unknown {
    const choose = (shape: (typeof SHAPES)[number]) => (): void => {
      this.#shape = shape;
      this.#sought = null;
      redraw();
    };
    return html`<span class="looks" role="group" aria-label=${words.text("files.look")}>
      ${SHAPES.map(
        (shape) =>
          html`<button type="button" aria-pressed=${shape === this.#shape} @click=${choose(shape)}>
            ${words.text(`files.${shape}`)}
          </button>`,
      )}
    </span>`;
  }

  #hits(ui: Ui, image: ReportImage): unknown {
    const { hits } = this.#search;
    const row = hits?.row ?? null;
    const files = row && row.hiddenBy !== null ? this.#image.layers[row.layer]?.files() : this.#whole;
    const list = hits && hits.total !== 0 ? hits.render(ui) : nothing;
    return html`${this.#search.about(ui)} ${this.#panes(ui, image, list, files ?? this.#whole, row)}`;
  }

  #folders(shown: Shown, image: ReportImage, look: Look): unknown {
    const { ui } = shown;
    const { reading, scope } = look;
    const { state } = reading.job;
    const summary = state.kind === "done" ? state.value : null;
    const other = instead(ui, reading, scope, () => reading.start());
    if (other !== null || !summary) return other;
    return html`${faults(ui, summary)}
    ${this.#shape === "tree" ? this.#tree(shown, image, look, summary) : this.#treemap(shown, image, reading.files)}
    ${
      summary.setAside > 0
        ? html`<p class="sub">${ui.words.text("files.set-aside", { n: summary.setAside })}</p>`
        : nothing
    }`;
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
      ${this.#trouble ? html`<p class="missing">${this.#trouble}</p>` : nothing}
      ${this.#isMissing ? this.#missing(shown) : nothing}
      ${this.#panes(ui, image, explorer.render(ui), look.reading.files, row)}`;
  }

  #treemap({ ui, choice }: Shown, image: ReportImage, files: Files): unknown {
    const path = relative(choice.path ?? "");
    const map = this.#map.render(ui, (treemap) =>
      treemap.render(ui, {
        files,
        path,
        go: (path) => ui.pick({ path: absolute(path) }),
        open: (row) => {
          this.#mapped = row;
          ui.pick({ path: absolute(row.path) });
          this.#pane.open(ui);
        },
      }),
    );
    return this.#panes(ui, image, map, files, this.#mapped?.path === path ? this.#mapped : null);
  }

  /** A list, and beside it the file that is picked in it. */
  #panes(ui: Ui, image: ReportImage, list: unknown, files: Files, row: FileRow | null): unknown {
    return html`<div class="panes" data-pane=${this.#pane.isOpen && row !== null}>
      ${list} ${this.#pane.render(ui, row && this.#previewed(ui, image, files, row))}
    </div>`;
  }

  #explorer(ui: Ui, { scope, reading }: Look, { size }: FilesSummary): Explorer {
    const of = { scope, size, order: this.#order, open: this.#open };
    const explorer = new Explorer(ui, reading.files, of, {
      onpick: (row) => {
        this.#wasLed = true;
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
    });
    return explorer;
  }

  /** What the page or a link says is picked, in whatever tree stands there now. */
  #follow({ ui, choice }: Shown, explorer: Explorer): void {
    const path = choice.path === null ? null : relative(choice.path);
    const last = this.#sought;
    if (last?.explorer === explorer && last.path === path) return;
    const sought = (this.#sought = { explorer, path });
    this.#isMissing = false;
    if (path === null || path === ".") return;
    explorer.reveal(path).then(
      (row) => {
        if (this.#sought !== sought) return;
        this.#isMissing = row === null;
        // A link to a file leads into it.
        const isFirst = !this.#wasLed;
        this.#wasLed = true;
        if (isFirst && row && row.type !== "directory") this.#pane.isOpen = true;
        ui.redraw();
      },
      (thrown: unknown) => this.#failed(thrown),
    );
  }

  #missing({ ui, choice }: Shown): unknown {
    const { words } = ui;
    const path = choice.path ?? "";
    const hit = this.#hit && absolute(this.#hit.path) === path ? this.#hit : null;
    // What a later layer hides is to be seen where it is stored.
    const layer = choice.layer === null && hit ? hit.layer : null;
    const way =
      layer === null ? words.text("files.no-path-whole") : words.text("files.no-path-layer", { n: layer + 1 });
    return html`<p class="missing">
      <span>${words.rich("files.no-path", { path: html`<code>${foreign(ui, path)}</code>` })}</span>
      ${
        choice.layer === null && layer === null
          ? nothing
          : html`<button type="button" class="quiet" @click=${() => ui.pick({ layer })}>${way}</button>`
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
    if (this.#isOver) return;
    const { words, announce } = this.#ui;
    const { code, message } = thrown as { readonly code?: string; readonly message?: string };
    this.#trouble = explain(words, { code: code ?? "internal/page", message: message ?? String(thrown) }).title;
    announce(this.#trouble);
  }
}
