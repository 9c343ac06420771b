// The tree as it is walked: which line is picked, what keys and clicks do.
import { html } from "lit";
import type { FileRow, Files } from "../../../index.js";
import type { Ui } from "../../view.js";
import { Grid, type Lines, type Spot } from "./grid.js";
import type { Order } from "./rows.js";
import { heads, line as drawLine } from "./line.js";
import type { Scope } from "./scope.js";
import { type Line, OPENED_AT_ONCE, Tree } from "./tree.js";
import { TypeAhead } from "./type-ahead.js";

/** Milliseconds that a line has to stay picked before it is told: somebody may only be passing by. */
const SETTLED = 180;

export interface ExplorerEvents {
  /** The visitor picked another file. */
  onpick(row: FileRow): void;
  /** The visitor wants to look into the picked file. */
  onopen(row: FileRow): void;
  /** The visitor has seen enough of it; false where nothing was open. */
  onclose(): boolean;
  /** The visitor wants to go to the filter. */
  onfilter(): void;
  onorder(order: Order): void;
  onerror(thrown: unknown): void;
}

export class Explorer implements Lines {
  readonly order: Order;
  readonly #ui: Ui;
  readonly #tree: Tree;
  readonly #grid = new Grid(this);
  readonly #events: ExplorerEvents;
  readonly #typed: TypeAhead;
  readonly #scope: Scope;
  #settling: ReturnType<typeof setTimeout> | undefined;
  /** The line that was picked. */
  #picked: Line | null = null;

  constructor(ui: Ui, files: Files, of: ExplorerOf, events: ExplorerEvents) {
    this.order = of.order;
    this.#ui = ui;
    this.#scope = of.scope;
    this.#events = events;
    this.#tree = new Tree(files, of.size, of.order, of.open, {
      onchange: () => this.#grid.changed(),
      onerror: events.onerror,
    });
    this.#typed = new TypeAhead(this.#tree);
  }

  get count(): number {
    return this.#tree.count;
  }

  /** The picked row, as far as it is known by now. */
  get row(): FileRow | null {
    const { folder, index } = this.#picked ?? {};
    return folder && index !== undefined ? folder.row(index) : null;
  }

  render(ui: Ui): unknown {
    const { words } = ui;
    const { kind, layer } = this.#scope;
    const label =
      kind === "whole"
        ? words.text("files.label")
        : words.text(kind === "alone" ? "files.label-alone" : "files.label-up-to", { n: layer + 1 });
    const head = heads(ui, this.order, (order) => this.#events.onorder(order));
    return html`<div class="files-grid" @click=${this.#clicked} @dblclick=${this.#doubled}>
      ${this.#grid.render(label, "treegrid", head, this.#pressed)}
      <p class="help">${words.text("files.help")}</p>
    </div>`;
  }

  need(from: number, to: number): void {
    this.#tree.need(from, to);
  }

  key(position: number): unknown {
    const { folder, index } = this.#tree.lineAt(position);
    return `${index}/${folder.path}`;
  }

  draw(spot: Spot): unknown {
    const line = this.#tree.lineAt(spot.position);
    const isPicked = line.folder === this.#picked?.folder && line.index === this.#picked.index;
    return drawLine(this.#ui, line, spot, isPicked, this.#scope);
  }

  /** Picks a path without telling anybody; null where it is not in here. */
  async reveal(path: string): Promise<FileRow | null> {
    const line = await this.#tree.reveal(path);
    this.#picked = line;
    if (!line) return null;
    // Only what was drawn can be scrolled to.
    this.#grid.changed();
    this.#grid.show(this.#tree.positionOf(line.folder, line.index), true);
    return line.row;
  }

  focus(): void {
    this.#grid.focus(this.#grid.active);
  }

  #lineNow(): Line {
    return this.#tree.lineAt(this.#grid.active);
  }

  /** The focus goes there, and what stands there is picked. */
  #goTo(position: number): void {
    this.#grid.focus(position);
    this.#pick();
  }

  #pick(): void {
    const line = this.#lineNow();
    const isSame = line.folder === this.#picked?.folder && line.index === this.#picked.index;
    this.#picked = line;
    this.#grid.changed();
    clearTimeout(this.#settling);
    if (!isSame) this.#settling = setTimeout(() => this.#tell(), SETTLED);
  }

  /** At once, where it is known what stands there. */
  #tell(): void {
    clearTimeout(this.#settling);
    const { row } = this;
    if (row) this.#events.onpick(row);
    else if (this.#picked) this.#settling = setTimeout(() => this.#tell(), SETTLED);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (this.#act(event.key)) return event.preventDefault();
    if (event.key.length === 1 && event.key !== " ") {
      event.preventDefault();
      void this.#typeAhead(event.key);
    } else if (["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"].includes(event.key)) {
      // The grid moves first; what it moved to is picked.
      queueMicrotask(() => this.#pick());
    }
  };

  #act(key: string): boolean {
    const line = this.#lineNow();
    const child = line.folder.openAt(line.index);
    switch (key) {
      case "ArrowRight":
        if (child && child.height > 0) this.#goTo(this.#grid.active + 1);
        else this.#turn(line, true);
        return true;
      case "ArrowLeft":
        if (child) this.#turn(line, false);
        else if (line.folder.parent) this.#goTo(this.#tree.positionOf(line.folder.parent, line.folder.at));
        return true;
      case "Enter":
        this.#tell();
        if (line.row) this.#events.onopen(line.row);
        return true;
      case " ":
        this.#turn(line, !child);
        return true;
      case "*":
        void this.#openBeside(line);
        return true;
      case "Escape":
        return this.#events.onclose();
      case "/":
        this.#events.onfilter();
        return true;
      default:
        return false;
    }
  }

  #turn(line: Line, isOpen: boolean): void {
    if (isOpen) this.#tree.open(line);
    else this.#tree.close(line);
    this.#grid.changed();
  }

  async #openBeside(line: Line): Promise<void> {
    const { folder, index } = line;
    const isMore = await this.#tree.openBeside(line);
    // What opened above has pushed it down.
    this.#grid.show(this.#tree.positionOf(folder, index));
    if (isMore) this.#ui.announce(this.#ui.words.text("files.many-siblings", { n: OPENED_AT_ONCE }));
  }

  async #typeAhead(key: string): Promise<void> {
    const position = await this.#typed.find(key, this.#grid.active);
    if (position !== null) this.#goTo(position);
  }

  readonly #clicked = (event: MouseEvent): void => {
    const line = this.#lineOf(event);
    if (!line) return;
    const isTwist = (event.target as Element).closest(".twist") !== null;
    const isFolder = line.row?.type === "directory";
    const wasPicked = this.#picked !== null && line.row !== null && this.row?.path === line.row.path;
    this.#pick();
    if (isFolder && (isTwist || wasPicked || !line.folder.openAt(line.index))) {
      this.#turn(line, !line.folder.openAt(line.index));
    } else if (line.row && !isFolder) {
      this.#tell();
      this.#events.onopen(line.row);
    }
  };

  readonly #doubled = (event: MouseEvent): void => {
    const line = this.#lineOf(event);
    if (line?.row?.type === "directory") this.#events.onopen(line.row);
  };

  #lineOf(event: MouseEvent): Line | null {
    const row = (event.target as Element).closest<HTMLElement>("[data-at]");
    if (!row) return null;
    this.#grid.active = Number(row.dataset["at"]);
    return this.#lineNow();
  }
}

/** What an explorer is about. */
export interface ExplorerOf {
  readonly scope: Scope;
  /** Bytes in all. */
  readonly size: number;
  readonly order: Order;
  /** Paths of open directories, which it keeps up to date. */
  readonly open: Set<string>;
}
