import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { keyed } from "lit/directives/keyed.js";
import { createRef, ref } from "lit/directives/ref.js";
import type { Report } from "../../../index.js";
import { copyButton } from "../../parts/copy.js";
import { foreign } from "../../parts/foreign.js";
import type { Shown, Ui } from "../../view.js";
import { type Document, fileName } from "./documents.js";
import { Finder } from "./finder.js";
import { Folds } from "./folds.js";
import { listing } from "./listing.js";
import type { Lines } from "./lines.js";
import type { Loaded } from "./loaded.js";
import { type Place, type Places, placesOf } from "./places.js";
import { saveBytes } from "./save.js";

/** Lines that are drawn, or that wait in their boxes, before somebody asks for more. */
const LINES_AT_ONCE = 50_000;

type Look = "formatted" | "exact";

/** One document that was read, and how it is looked at. */
export class Page {
  readonly #loaded: Loaded;
  readonly #folds: Folds | null;
  readonly #finder = new Finder();
  readonly #box = createRef();
  /** Parts of long lines that were asked for. */
  #parts = new Map<number, number>();
  #look: Look;
  #limit = LINES_AT_ONCE;
  #exact: readonly number[] | null = null;
  #places: { readonly report: Report; readonly image: number; readonly places: Places } | null = null;
  /** Counts what changes the lines beside their folds. */
  #change = 0;

  constructor(loaded: Loaded) {
    this.#loaded = loaded;
    this.#folds = loaded.formatted && new Folds(loaded.formatted);
    this.#look = loaded.formatted ? "formatted" : "exact";
  }

  get isEmpty(): boolean {
    return this.#loaded.bytes.length === 0;
  }

  /** What can be done with the whole of it. */
  actions(ui: Ui, document: Document): unknown {
    const { words } = ui;
    const { bytes, text, isText } = this.#loaded;
    const save = (): void => saveBytes(ui, bytes, fileName(document));
    return html`<p class="actions">
      ${isText ? copyButton(ui, text, words.text("raw.document"), words.text("raw.copy")) : nothing}
      <button type="button" class="copy" @click=${save}>
        <svg viewBox="0 0 16 16" width="1.15em" height="1.15em" aria-hidden="true">
          <path d="M8 2.5v7.5m-3-3l3 3 3-3M3 13.5h10" />
        </svg>
        <span>${words.text("raw.save")}</span>
      </button>
    </p>`;
  }

  render(shown: Shown, document: Document): unknown {
    const { ui } = shown;
    return html`${this.#about(ui, document)} ${this.#notes(ui)} ${this.#tools(ui)} ${this.#lines(shown, document)}`;
  }

  #about(ui: Ui, { name, kind, mediaType }: Document): unknown {
    const { words } = ui;
    const digest = html`<span class="copyable"
      ><code>${foreign(ui, name)}</code>${copyButton(ui, name, words.text("name.digest"))}</span
    >`;
    return html`<p class="about">
      ${kind === "file" ? nothing : digest}
      ${mediaType === null ? nothing : html`<span class="sub">${foreign(ui, mediaType)}</span>`}
      <span class="sub">${words.text("size.exact", { n: this.#loaded.bytes.length })}</span>
    </p>`;
  }

  #notes({ words }: Ui): unknown {
    const { isText, problem } = this.#loaded;
    if (!isText) return html`<p class="note">${words.text("raw.no-text")}</p>`;
    return problem === null ? nothing : html`<p class="note">${words.text("raw.no-json", { n: problem })}</p>`;
  }

  #tools(ui: Ui): unknown {
    const { words } = ui;
    const folds = this.#look === "formatted" ? this.#folds : null;
    const fold = (change: (folds: Folds) => void) => (): void => {
      if (folds) change(folds);
      ui.redraw();
    };
    return html`<div class="tools">
      ${this.#folds ? this.#looks(ui) : nothing}
      ${
        folds?.canFold
          ? html`<span class="folding">
              <button type="button" class="quiet" @click=${fold((folds) => folds.foldAll())}>
                ${words.text("raw.fold-all")}</button
              ><button type="button" class="quiet" @click=${fold((folds) => folds.unfoldAll())}>
                ${words.text("raw.unfold-all")}
              </button>
            </span>`
          : nothing
      }
      ${this.#finder.render(ui, this.#now(), (line) => this.#goTo(ui, line))}
    </div>`;
  }

  #looks({ words, redraw }: Ui): unknown {
    const choose = (look: Look) => (): void => {
      this.#look = look;
      this.#limit = LINES_AT_ONCE;
      this.#parts = new Map();
      redraw();
    };
    return html`<span class="looks" role="group" aria-label=${words.text("raw.look")}>
      ${(["formatted", "exact"] as const).map(
        (look) =>
          html`<button type="button" aria-pressed=${look === this.#look} @click=${choose(look)}>
            ${words.text(`raw.${look}`)}
          </button>`,
      )}
    </span>`;
  }

  #lines(shown: Shown, document: Document): unknown {
    const { ui } = shown;
    const lines = this.#now();
    const folds = this.#look === "formatted" ? this.#folds : null;
    const visible = folds?.visible ?? (this.#exact ??= lines.starts.map((_, line) => line));
    // To mark the only line would mark everything.
    const found = lines.starts.length > 1 ? this.#finder.line(lines) : -1;
    const places = this.#placesIn(shown);
    const all = { ui, lines, folds, places, name: document.name, found, parts: this.#parts };
    const redraw = (): void => {
      this.#change++;
      ui.redraw();
    };
    const go = (digest: string, place: Place): void => this.#follow(shown, digest, place);
    // Drawn anew only after a change of its own: not for every count that goes on elsewhere.
    const drawn = guard([visible, this.#limit, this.#change, found, places, ui.words], () =>
      listing({ ...all, redraw, go }, visible.slice(0, this.#limit)),
    );
    return html`<div ${ref(this.#box)}>${keyed(lines, drawn)}</div>
      ${visible.length > this.#limit ? this.#more(ui, visible.length - this.#limit) : nothing}`;
  }

  #more(ui: Ui, left: number): unknown {
    const show = (): void => {
      this.#limit += LINES_AT_ONCE;
      ui.redraw();
    };
    return html`<p>
      <button type="button" class="quiet" @click=${show}>${ui.words.text("raw.more-lines", { n: left })}</button>
    </p>`;
  }

  #goTo(ui: Ui, line: number): void {
    if (this.#look === "formatted") this.#folds?.reveal(line);
    const place = this.#look === "formatted" ? (this.#folds?.visible.indexOf(line) ?? line) : line;
    this.#limit = Math.max(this.#limit, Math.ceil((place + 1) / LINES_AT_ONCE) * LINES_AT_ONCE);
    ui.redraw();
    requestAnimationFrame(() => this.#box.value?.querySelector(".found")?.scrollIntoView({ block: "center" }));
  }

  #follow({ ui, choice }: Shown, digest: string, place: Place): void {
    if (place.kind === "document") return ui.pick({ document: digest });
    const { image, layer } = place;
    ui.pick(image === choice.image ? { view: "layers", layer } : { image, view: "layers", layer });
  }

  #now(): Lines {
    const { formatted, exact } = this.#loaded;
    return this.#look === "formatted" && formatted ? formatted : exact;
  }

  #placesIn({ report, choice: { image } }: Shown): Places {
    if (this.#places?.report !== report || this.#places.image !== image) {
      this.#places = { report, image, places: placesOf(report, image) };
    }
    return this.#places.places;
  }
}
