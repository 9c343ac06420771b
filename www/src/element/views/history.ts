// What the image says of how it was made: an entry a row, the newest first as docker has it; a row unfolds.
import { html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { keyed } from "lit/directives/keyed.js";
import type { ReportHistory, ReportImage } from "../../index.js";
import { adopt } from "../parts/adopt.js";
import { moveAmong } from "../parts/among.js";
import { copyButton } from "../parts/copy.js";
import { foreign } from "../parts/foreign.js";
import { brief } from "../parts/instruction.js";
import { lazyRows } from "../parts/lazy.js";
import { size } from "../parts/pieces.js";
import { inWhole } from "../parts/readable.js";
import type { Shown, Ui, View } from "../view.js";
import { history as styles } from "../styles/history.js";
import { history as words } from "../words/en/history.js";
import { englishWords } from "../words/index.js";
import { details } from "./history/details.js";
import { joinNote, noHistory } from "./history/notes.js";

englishWords.learn(words);

/** About, in pixels. */
const ROW_HEIGHT = 36;
const UNFOLDED_HEIGHT = 200;

interface Entry {
  readonly entry: ReportHistory;
  /** Its place in the image's history, from the base. */
  readonly at: number;
}

export class HistoryView implements View {
  #baseFirst = false;
  #allUnfolded = false;
  /** Places of the entries that are not as all the others are. */
  readonly #turned = new Set<number>();
  /** The row that the Tab key stops at: the one that had the focus last. */
  #stop: number | null = null;

  render(shown: Shown): unknown {
    const { image, ui } = shown;
    if (!image) return nothing;
    if (image.history.length === 0) return noHistory(ui, image);
    const entries = this.#ordered(image.history);
    const height = this.#allUnfolded ? UNFOLDED_HEIGHT : ROW_HEIGHT;
    const stop = Math.max(
      0,
      entries.findIndex(({ at }) => at === this.#stop),
    );
    return html`<section class="rows-view history-view" ${adopt(styles)}>
      ${this.#toolbar(ui, entries)} ${joinNote(ui, image)} ${columns(ui)}
      <div
        class="entries"
        role="list"
        aria-label=${ui.words.text(this.#baseFirst ? "history.label-base" : "history.label-newest")}
        @keydown=${(event: KeyboardEvent) => moveAmong(event, ".entry > .row")}
      >
        ${keyed(
          // Where every row changes, those that were drawn on the way here are better drawn anew when they come near.
          `${this.#baseFirst} ${this.#allUnfolded}`,
          lazyRows(entries, height, (each, n) => this.#guarded(shown, image, each, n === stop), stop),
        )}
      </div>
    </section>`;
  }

  reset(): void {
    this.#allUnfolded = false;
    this.#turned.clear();
    this.#stop = null;
  }

  #ordered(history: readonly ReportHistory[]): Entry[] {
    const entries = history.map((entry, at) => ({ entry, at }));
    return this.#baseFirst ? entries : entries.reverse();
  }

  #toolbar(ui: Ui, entries: readonly Entry[]): unknown {
    const { words } = ui;
    const order = (): void => {
      this.#baseFirst = !this.#baseFirst;
      ui.redraw();
    };
    const unfold = (): void => {
      this.#allUnfolded = !this.#allUnfolded;
      this.#turned.clear();
      ui.redraw();
    };
    const withLayer = entries.filter(({ entry }) => !entry.emptyLayer).length;
    return html`<div class="tools">
      <p class="sub">
        ${words.text("history.entries", { n: entries.length })} · ${words.text("history.with-layer", { n: withLayer })}
      </p>
      <button type="button" class="quiet" @click=${order}>
        ${words.text(this.#baseFirst ? "history.newest-first" : "history.base-first")}
      </button>
      <button type="button" class="quiet" @click=${unfold}>
        ${words.text(this.#allUnfolded ? "history.fold-all" : "history.unfold-all")}
      </button>
      ${copyButton(ui, () => asText(entries), words.text("history.as-text"), words.text("history.copy"))}
    </div>`;
  }

  /** Of 10 000 rows hardly one changes when numbers come in. */
  #guarded(shown: Shown, image: ReportImage, each: Entry, isStop: boolean): unknown {
    const isUnfolded = this.#allUnfolded !== this.#turned.has(each.at);
    const layer = each.entry.layer === null ? undefined : image.layers[each.entry.layer];
    const isPicked = layer !== undefined && layer.index === shown.choice.layer;
    return guard([each.entry, layer, isPicked, isUnfolded, isStop, shown.ui.words], () =>
      this.#row(shown.ui, image, each, { isPicked, isUnfolded, isStop }),
    );
  }

  #row(
    ui: Ui,
    image: ReportImage,
    { entry, at }: Entry,
    { isPicked, isUnfolded, isStop }: Readonly<Record<"isPicked" | "isUnfolded" | "isStop", boolean>>,
  ): unknown {
    const turn = (): void => {
      if (!this.#turned.delete(at)) this.#turned.add(at);
      ui.redraw();
    };
    const stopHere = (): void => {
      this.#stop = at;
      ui.redraw();
    };
    return html`<div
      role="listitem"
      class="entry ${entry.emptyLayer ? "empty" : ""}"
      aria-current=${isPicked ? "true" : nothing}
    >
      <button
        type="button"
        class="row"
        tabindex=${isStop ? 0 : -1}
        aria-expanded=${isUnfolded}
        @click=${turn}
        @focus=${stopHere}
      >
        <span class="when">${when(ui, entry.created)}</span>
        <span class="what">${brief(ui, entry)}</span>
        <span class="stored">${layerSize(ui, image, entry)}</span>
      </button>
      ${isUnfolded ? details(ui, image, entry) : nothing}
    </div>`;
  }
}

/** Heads of columns, for those who see them. */
function columns({ words }: Ui): unknown {
  return html`<div class="columns" aria-hidden="true">
    <span class="when">${words.text("history.created")}</span>
    <span class="what">${words.text("layers.instruction")}</span>
    <span class="stored">${words.text("history.stored")}</span>
  </div>`;
}

function when(ui: Ui, created: string | null): unknown {
  if (created === null) return html`<span title=${ui.words.text("history.no-date")}>–</span>`;
  const at = ui.words.moment(created);
  return at ? html`<time datetime=${created} title=${at.exact}>${at.ago || at.day}</time>` : foreign(ui, created);
}

function layerSize(ui: Ui, image: ReportImage, entry: ReportHistory): unknown {
  const layer = entry.layer === null ? undefined : image.layers[entry.layer];
  if (layer) return size(ui, layer.size);
  return entry.emptyLayer ? ui.words.text("history.no-layer") : size(ui, null);
}

/** A line or more for each entry, in the order that is shown. */
function asText(entries: readonly Entry[]): string {
  const lines = entries.map(({ entry }) => {
    const said = inWhole(entry);
    return said && `${said.keyword} ${said.text}`.trim();
  });
  return lines.filter((line) => line !== null).join("\n");
}
