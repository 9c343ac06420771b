// A folder as a map: each entry as large as its bytes, folders with what is in them; beside it the same as a table.
import { html } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import type { FileRow, Files } from "../../../index.js";
import { plain } from "../../../words/plain.js";
import { adopt } from "../../parts/adopt.js";
import { property } from "../../parts/property.js";
import { treemap as styles } from "../../styles/treemap.js";
import type { Ui } from "../../view.js";
import { preview as previewWords } from "../../words/en/preview.js";
import { treemap as words } from "../../words/en/treemap.js";
import { englishWords } from "../../words/index.js";
import { crumbs } from "./crumbs.js";
import { absolute, parentOf } from "./rows.js";
import { Folders } from "./treemap/folders.js";
import { tile } from "./treemap/tile.js";
import { neighbour, type Piece, planned } from "./treemap/plan.js";
import { table } from "./treemap/table.js";

// Of what type an entry is, is told as the preview tells it.
englishWords.learn({ ...previewWords, ...words });

/** Pixels. */
const HEIGHT = 420;
const USUAL_WIDTH = 640;

/** What is mapped. */
export interface Mapped {
  readonly files: Files;
  /** A folder; of anything else the one that it is in. */
  readonly path: string;
  /** The visitor wants to see another folder of the same tree. */
  go(path: string): void;
  /** The visitor wants to look at a file. */
  open(row: FileRow): void;
}

export class Treemap {
  readonly #map = createRef<HTMLElement>();
  readonly #watch = new ResizeObserver(([entry]) => this.#measured(entry));
  #ui: Ui | null = null;
  #files: Files | null = null;
  #folders: Folders | null = null;
  /** What was asked for, and the folder that it is or is in; null where there is none, undefined until that is known. */
  #asked = "";
  #folder: FileRow | null | undefined;
  #width = USUAL_WIDTH;
  /** The piece that the Tab key stops at. */
  #active = 0;
  /** The piece under the pointer, on the map or in the table. */
  #hot: string | null = null;
  /** The visitor went here by keyboard: the focus goes to the map that comes. */
  #isFollowed = false;

  render(ui: Ui, of: Mapped): unknown {
    this.#ui = ui;
    this.#look(ui, of);
    return html`<section class="treemap-view" ${adopt(styles)}>${this.#shown(ui, of)}</section>`;
  }

  reset(): void {
    this.#watch.disconnect();
    this.#files = this.#folders = null;
    this.#folder = undefined;
    this.#asked = "";
  }

  #look(ui: Ui, { files, path }: Mapped): void {
    if (files !== this.#files) {
      this.reset();
      this.#files = files;
      this.#folders = new Folders(files, () => ui.redraw());
    }
    if (path === this.#asked) return;
    this.#asked = path;
    void folderAt(files, path).then((row) => {
      if (this.#files !== files || this.#asked !== path) return;
      // A file that was picked in the folder that is shown changes nothing.
      if (row?.path !== this.#folder?.path) this.#active = 0;
      this.#folder = row;
      if (this.#isFollowed && row) ui.announce(told(ui, row));
      ui.redraw();
    });
  }

  #shown(ui: Ui, of: Mapped): unknown {
    const { words } = ui;
    const row = this.#folder;
    if (row === null) return html`<p class="sub">${words.text("treemap.failed")}</p>`;
    const folder = row && this.#folders?.get(row.path);
    if (row && this.#folders?.isFailed(row.path)) return html`<p class="sub">${words.text("treemap.failed")}</p>`;
    if (!row || !folder || !this.#folders) {
      return html`<p class="sub late" aria-busy="true">${words.text("treemap.loading")}</p>`;
    }
    const bytes = row.below?.size ?? 0;
    const box = { x: 0, y: 0, width: this.#width, height: HEIGHT };
    const pieces = planned(this.#folders, folder, bytes, box);
    return html`${crumbs(ui, row, (path) => this.#go(of, path))}
      <div class="map-and-table">
        ${pieces.length > 0 ? this.#pieces(ui, of, row, pieces) : html`<p class="sub">${words.text("treemap.empty")}</p>`}
        ${table(ui, row, folder, this.#hot, {
          hover: (path) => this.#hover(ui, path),
          choose: (chosen) => this.#choose(of, chosen),
          up: () => this.#go(of, parentOf(row.path)),
        })}
      </div>`;
  }

  #pieces(ui: Ui, of: Mapped, row: FileRow, pieces: readonly Piece[]): unknown {
    const active = Math.min(this.#active, pieces.length - 1);
    const bytes = row.below?.size ?? 0;
    return html`<div class="map-box">
      <div
        class="map"
        role="group"
        aria-label=${told(ui, row)}
        ${property("block-size", `${HEIGHT}px`)}
        ${ref(this.#map)}
        ${ref((element) => this.#observe(element))}
        @keydown=${(event: KeyboardEvent) => this.#pressed(ui, of, row, pieces, event)}
        @pointerleave=${() => this.#hover(ui, null)}
      >
        ${pieces.map((piece, at) =>
          tile(ui, piece, bytes, {
            isStop: at === active,
            isHot: piece.row !== null && piece.row.path === this.#hot,
            choose: () => this.#choose(of, piece.row),
            focus: () => {
              this.#active = at;
            },
            hover: () => this.#hover(ui, piece.row?.path ?? null),
          }),
        )}
      </div>
      <p class="sub">${ui.words.text("treemap.help")}</p>
    </div>`;
  }

  #pressed(ui: Ui, of: Mapped, row: FileRow, pieces: readonly Piece[], event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Backspace" && row.path !== ".") {
      event.preventDefault();
      this.#isFollowed = true;
      return this.#go(of, parentOf(row.path));
    }
    // A click made by a key leads to the next map, where the focus belongs.
    if (event.key === "Enter" || event.key === " ") this.#isFollowed = true;
    const last = pieces.length - 1;
    const ends: Readonly<Record<string, number>> = { Home: 0, End: last };
    const to = ends[event.key] ?? (event.key.startsWith("Arrow") ? neighbour(pieces, this.#active, event.key) : null);
    if (to === null) return;
    event.preventDefault();
    this.#active = to;
    ui.redraw();
    this.#focus(to);
  }

  #choose(of: Mapped, row: FileRow | null): void {
    if (!row) return;
    if (row.type === "directory") return this.#go(of, row.path);
    this.#isFollowed = false;
    of.open(row);
  }

  #go(of: Mapped, path: string): void {
    this.#hot = null;
    of.go(path);
    if (this.#isFollowed) void this.#focusWhenDrawn(path);
  }

  /** The button that had the focus is gone with its map. */
  async #focusWhenDrawn(path: string): Promise<void> {
    for (let frames = 0; frames < 60; frames++) {
      await new Promise(requestAnimationFrame);
      if (this.#folder?.path !== path || !this.#folders?.get(path)) continue;
      this.#isFollowed = false;
      return this.#focus(0);
    }
  }

  #focus(at: number): void {
    this.#map.value?.querySelectorAll<HTMLElement>(":scope > .tile > button")[at]?.focus();
  }

  #hover(ui: Ui, path: string | null): void {
    if (path === this.#hot) return;
    this.#hot = path;
    ui.redraw();
  }

  #observe(element: Element | undefined): void {
    this.#watch.disconnect();
    if (element) this.#watch.observe(element);
  }

  #measured(entry: ResizeObserverEntry | undefined): void {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || width === this.#width) return;
    this.#width = width;
    this.#ui?.redraw();
  }
}

/** The folder, or the one that the file is in; null where neither is there. */
async function folderAt(files: Files, path: string): Promise<FileRow | null> {
  try {
    const row = await files.entry(path);
    if (!row || row.type === "directory") return row;
    return await files.entry(parentOf(row.path));
  } catch {
    return null;
  }
}

function told({ words }: Ui, { path, below }: FileRow): string {
  const n = below?.entries ?? 0;
  return words.text("treemap.label", { path: plain(absolute(path)), n, size: words.bytes(below?.size ?? 0) });
}
