// Which paths it was: those that waste the most, and the hidden files that can still be read. Two lists, one at a time.
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { HiddenRow, InspectedImage, ReportImage, WastePath, WasteReport } from "../../../index.js";
import { moveAmong } from "../../parts/among.js";
import { lazyRows } from "../../parts/lazy.js";
import { troubleRows } from "../../shell/trouble.js";
import type { Shown, Ui } from "../../view.js";
import { hiddenColumns, hiddenRow } from "./hidden.js";
import { MOST, PAGE, Pages } from "./pages.js";
import { pathColumns, PathRows } from "./paths.js";

/** About, in pixels. */
const ROW_HEIGHT = 36;

export type Kind = WastePath["kind"];
const KINDS = ["overwritten", "removed", "metadata", "duplicate"] as const satisfies readonly Kind[];

type Look = "paths" | "hidden";

export class Lists {
  readonly #ui: Ui;
  readonly #image: InspectedImage;
  readonly #rows = new PathRows();
  /** Null until the first of them are known. */
  #paths: Pages<WastePath> | null = null;
  readonly #hidden: Pages<HiddenRow>;
  #look: Look = "paths";
  #kind: Kind | null = null;
  /** The rows that the visitor asked for, of the kind that is shown. */
  #limit = PAGE;

  constructor(ui: Ui, image: InspectedImage) {
    this.#ui = ui;
    this.#image = image;
    this.#hidden = new Pages(
      (from, options) => image.files().hidden({ ...options, from, count: PAGE }),
      () => ui.redraw(),
    );
  }

  /** The paths of this report, of which it has the first, in place of those of the last one. */
  begin({ paths: rows, total, reclaimableBytes }: WasteReport): void {
    const duplicates = reclaimableBytes !== null;
    const load = async (from: number, options: object): Promise<{ rows: WastePath[]; total: number }> => {
      const { paths, total } = await this.#image.waste({ ...options, duplicates, from, count: PAGE });
      return { rows: paths, total };
    };
    this.#paths?.stop();
    this.#paths = new Pages(load, () => this.#ui.redraw(), { rows, total });
    this.#limit = PAGE;
  }

  render(shown: Shown, image: ReportImage, report: WasteReport): unknown {
    const { ui } = shown;
    const { words } = ui;
    const hasDuplicates = report.reclaimableBytes !== null;
    // The hidden list has no duplicates: what is seen is not hidden.
    const kinds = KINDS.filter((kind) => kind !== "duplicate" || (hasDuplicates && this.#look === "paths"));
    return html`<section class="part lists">
      <div class="tools">
        <span class="looks" role="group" aria-label=${words.text("waste.look")}>
          ${(["paths", "hidden"] as const).map((look) => this.#chooser(ui, look))}
        </span>
        ${this.#kinds(ui, kinds)}
      </div>
      <p class="sub">
        ${words.text(`waste.${this.#look}-why`)} ${this.#kind ? words.text(`waste.${this.#kind}-what`) : nothing}
      </p>
      ${this.#look === "paths" ? this.#pathList(shown, image) : this.#hiddenList(shown)}
    </section>`;
  }

  stop(): void {
    this.#paths?.stop();
    this.#hidden.stop();
  }

  #chooser(ui: Ui, look: Look): unknown {
    const choose = (): void => {
      this.#look = look;
      this.#limit = PAGE;
      if (look === "hidden" && this.#kind === "duplicate") this.#kind = null;
      ui.redraw();
    };
    return html`<button type="button" aria-pressed=${look === this.#look} @click=${choose}>
      ${ui.words.text(`waste.${look}`)}
    </button>`;
  }

  #kinds(ui: Ui, kinds: readonly Kind[]): unknown {
    const { words } = ui;
    const choose = (event: Event): void => {
      const { value } = event.target as HTMLSelectElement;
      this.#kind = kinds.find((kind) => kind === value) ?? null;
      this.#limit = PAGE;
      ui.redraw();
    };
    return html`<label>
      <span class="sub">${words.text("waste.kind")}</span>
      <select @change=${choose}>
        <option value="" .selected=${this.#kind === null}>${words.text("waste.all")}</option>
        ${kinds.map(
          (kind) =>
            html`<option value=${kind} .selected=${kind === this.#kind}>${words.text(`waste.${kind}`)}</option>`,
        )}
      </select>
    </label>`;
  }

  #pathList(shown: Shown, image: ReportImage): unknown {
    const pages = this.#paths;
    if (!pages) return nothing;
    const rows = this.#visible(pages);
    // Most bytes come first.
    const most = Math.max(1, pages.rows[0]?.bytes ?? 0);
    const drawn = lazyRows(rows, ROW_HEIGHT, (each, at) => this.#rows.row(shown, image, each, most, at));
    return this.#list(shown.ui, pages, rows.length, pathColumns(shown.ui), drawn);
  }

  #hiddenList(shown: Shown): unknown {
    const rows = this.#visible(this.#hidden);
    const drawn = lazyRows(rows, ROW_HEIGHT, (each, at) => hiddenRow(shown, each, at === 0));
    return this.#list(shown.ui, this.#hidden, rows.length, hiddenColumns(shown.ui), drawn);
  }

  /** Learns on where too few of the kind are there. */
  #visible<T extends { readonly kind: Kind }>(pages: Pages<T>): readonly T[] {
    const rows = this.#kind === null ? pages.rows : pages.rows.filter(({ kind }) => kind === this.#kind);
    if (!pages.isLoading && !pages.error && pages.left > 0 && rows.length < this.#limit) {
      queueMicrotask(() => pages.want(pages.rows.length + 1));
    }
    return rows.slice(0, this.#limit);
  }

  #list(ui: Ui, pages: Pages<unknown>, shown: number, columns: unknown, rows: unknown): unknown {
    const { words } = ui;
    const isKnown = pages.left === 0;
    const empty = this.#kind === null ? "waste.nothing-hidden" : "waste.none-such";
    return html`<div class="${this.#look}-list">
        ${shown > 0 ? columns : nothing}
        ${keyed(
          `${this.#look} ${this.#kind}`,
          html`<div
            role=${shown > 0 ? "list" : nothing}
            aria-label=${shown > 0 ? words.text(`waste.${this.#look}-label`) : nothing}
            @keydown=${(event: KeyboardEvent) => moveAmong(event, ".entry > .row")}
          >
            ${rows}
          </div>`,
        )}
      </div>
      ${shown === 0 && isKnown ? html`<p class="sub">${words.text(empty)}</p>` : nothing}
      ${this.#more(ui, pages, shown)}`;
  }

  #more(ui: Ui, pages: Pages<unknown>, shown: number): unknown {
    const { words } = ui;
    if (pages.error) return troubleRows(ui, pages.error, () => pages.want(pages.rows.length + 1));
    if (pages.isLoading) return html`<p class="sub late" aria-busy="true">${words.text("waste.loading")}</p>`;
    if (shown >= this.#limit && pages.left + pages.rows.length > shown) {
      const show = (): void => {
        this.#limit += PAGE;
        ui.redraw();
      };
      const left = this.#kind === null ? Math.min(pages.total, MOST) - shown : PAGE;
      return html`<p>
        <button type="button" class="quiet" @click=${show}>${words.text("waste.more", { n: left })}</button>
      </p>`;
    }
    return pages.isCut ? html`<p class="sub">${words.text("waste.cut", { n: MOST })}</p>` : nothing;
  }
}
