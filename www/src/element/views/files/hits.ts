// What the filter found, over all layers: a list of any length, fetched as it is scrolled.
import { html, nothing } from "lit";
import type { Files, FindOptions, FoundRow } from "../../../index.js";
import { plain } from "../../../words/plain.js";
import { foreign } from "../../parts/foreign.js";
import { property } from "../../parts/property.js";
import type { Ui } from "../../view.js";
import { changeCell, short, sizeCell } from "./cells.js";
import { Grid, type Lines, type Spot } from "./grid.js";
import { absolute } from "./rows.js";

const PAGE = 200;

/** Pages that are kept. */
const KEPT = 60;

export type Way = NonNullable<FindOptions["as"]>;

export interface HitsEvents {
  onpick(row: FoundRow): void;
  onopen(row: FoundRow): void;
  /** False where nothing was open. */
  onclose(): boolean;
  onfilter(): void;
  onerror(thrown: unknown): void;
}

export class Hits implements Lines {
  readonly pattern: string;
  readonly as: Way;
  /** Null until the first page is there. */
  total: number | null = null;
  readonly #ui: Ui;
  readonly #files: Files;
  readonly #events: HitsEvents;
  readonly #grid = new Grid(this);
  readonly #pages = new Map<number, readonly FoundRow[]>();
  readonly #pending = new Map<number, Promise<void>>();
  readonly #stop = new AbortController();
  #picked = -1;

  constructor(ui: Ui, files: Files, pattern: string, as: Way, events: HitsEvents) {
    this.#ui = ui;
    this.#files = files;
    this.pattern = pattern;
    this.as = as;
    this.#events = events;
  }

  /** Fetches the first page; rejects where the pattern is none. */
  async start(): Promise<void> {
    await this.#load(0);
  }

  stop(): void {
    this.#stop.abort();
  }

  get count(): number {
    return this.total ?? 0;
  }

  get row(): FoundRow | null {
    return this.#picked < 0 ? null : this.#rowAt(this.#picked);
  }

  render(ui: Ui): unknown {
    const { words } = ui;
    const head = (["path", "size", "layer", "seen"] as const).map(
      (name) =>
        html`<span role="columnheader" class=${name}
          >${words.text(name === "path" ? "files.hit" : `files.${name}`)}</span
        >`,
    );
    return html`<div class="files-grid hits" @click=${this.#clicked}>
      ${this.#grid.render(words.text("files.hits"), "grid", head, this.#pressed)}
    </div>`;
  }

  need(from: number, to: number): void {
    for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) {
      if (this.#pages.has(page) || this.#pending.has(page)) continue;
      const pending = this.#load(page)
        .catch((thrown: unknown) => {
          if (!this.#stop.signal.aborted) this.#events.onerror(thrown);
        })
        .finally(() => this.#pending.delete(page));
      this.#pending.set(page, pending);
    }
  }

  key(position: number): unknown {
    return position;
  }

  draw(spot: Spot): unknown {
    const row = this.#rowAt(spot.position);
    return html`<div
      role="row"
      class="file-row ${row && row.hiddenBy !== null ? "hidden-by" : ""}"
      data-at=${spot.position}
      tabindex=${spot.isStop ? 0 : -1}
      aria-rowindex=${spot.position + 2}
      aria-selected=${spot.position === this.#picked}
      aria-busy=${row ? nothing : "true"}
      ${property("--at", spot.top)}
    >
      ${
        row
          ? [pathCell(this.#ui, row), sizeCell(this.#ui, row, null), changeCell(this.#ui, row), seenCell(this.#ui, row)]
          : html`<span role="gridcell" class="path sub">${this.#ui.words.text("files.loading")}</span>`
      }
    </div>`;
  }

  focus(): void {
    this.#grid.focus(this.#grid.active);
  }

  async #load(page: number): Promise<void> {
    const { signal } = this.#stop;
    const part = { from: page * PAGE, count: PAGE, as: this.as, signal };
    const { rows, total } = await this.#files.find(this.pattern, part);
    this.total = total;
    this.#pages.set(page, rows);
    if (this.#pages.size > KEPT) {
      const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
      for (const other of far.slice(0, KEPT / 2)) this.#pages.delete(other);
    }
    this.#grid.changed();
  }

  #rowAt(position: number): FoundRow | null {
    return this.#pages.get(Math.floor(position / PAGE))?.[position % PAGE] ?? null;
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#choose(event.key === "Enter");
    } else if (event.key === "/" || event.key === "Escape") {
      event.preventDefault();
      if (event.key === "/" || !this.#events.onclose()) this.#events.onfilter();
    }
  };

  readonly #clicked = (event: MouseEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>("[data-at]");
    if (!row) return;
    this.#grid.active = Number(row.dataset["at"]);
    this.#choose(true);
  };

  #choose(isOpen: boolean): void {
    this.#picked = this.#grid.active;
    this.#grid.changed();
    const { row } = this;
    if (!row) return;
    this.#events.onpick(row);
    if (isOpen) this.#events.onopen(row);
  }
}

/** The folder stands back, so that names can be read down the column. */
function pathCell(ui: Ui, { path, type, linkTarget }: FoundRow): unknown {
  const at = path.lastIndexOf("/") + 1;
  const folder = at > 0 ? html`<span class="folder">${foreign(ui, short(path.slice(0, at)))}</span>` : nothing;
  return html`<span role="gridcell" class="path" title=${plain(absolute(path), 1000)}
    >${folder}${foreign(ui, short(path.slice(at)))}${type === "directory" ? html`<span class="slash">/</span>` : nothing}${
      linkTarget === null
        ? nothing
        : html`<span class="link-target"><span aria-hidden="true">→</span> ${foreign(ui, short(linkTarget))}</span>`
    }</span
  >`;
}

function seenCell({ words }: Ui, { type, hiddenBy, layer }: FoundRow): unknown {
  // It hides others, and is no file itself.
  if (type === "whiteout" || type === "opaque") return html`<span role="gridcell" class="seen">–</span>`;
  if (hiddenBy === null) {
    return html`<span role="gridcell" class="seen" title=${words.text("files.seen-title")}
      >${words.text("files.is-seen")}</span
    >`;
  }
  const title = words.text("files.hidden-title", { number: layer + 1, by: hiddenBy + 1 });
  return html`<span role="gridcell" class="seen" title=${title}
    >${words.text("files.hidden-by", { n: hiddenBy + 1 })}</span
  >`;
}
