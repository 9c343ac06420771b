// A list of any length, of which only the rows in sight are in the document, and the one that has the focus.
import { html } from "lit";
import { AsyncDirective, directive } from "lit/async-directive.js";
import { ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";
import { property } from "../../parts/property.js";
import { Track } from "./track.js";

/** Rows whose places are counted from the same row: their places stay numbers that a browser can draw. */
const BLOCK = 5000;

/** Rows by which what is drawn moves on at once: a scroll by a few pixels draws nothing. */
const STEP = 8;

/** Milliseconds without scrolling after which the box of a very long list is put where it belongs. */
const STILL = 150;

/** Before anything is measured. */
const ROW = 24;
const VIEW = 600;

/** Where a row stands, and whether the Tab key stops at it. */
export interface Spot {
  readonly position: number;
  readonly top: string;
  readonly isStop: boolean;
}

export interface Lines {
  readonly count: number;
  /** These are about to be seen. */
  need(from: number, to: number): void;
  /** What the row is, wherever it stands. */
  key(position: number): unknown;
  draw(spot: Spot): unknown;
}

export class Grid {
  readonly #lines: Lines;
  #box: HTMLElement | undefined;
  #body: HTMLElement | undefined;
  readonly #observer = new ResizeObserver(() => this.#measure());
  #row = ROW;
  #view = VIEW;
  /** Where the box is scrolled to, and the list in it. */
  #top = 0;
  #offset = 0;
  #active = 0;
  #drawnFrom = -1;
  #again: () => void = () => {};
  /** Drawn in this frame, and not right any more. */
  #isFresh = false;
  #isStale = false;
  #still: ReturnType<typeof setTimeout> | undefined;

  constructor(lines: Lines) {
    this.#lines = lines;
  }

  get active(): number {
    return Math.min(this.#active, Math.max(0, this.#lines.count - 1));
  }

  set active(position: number) {
    this.#active = position;
  }

  /** Rows that are seen at once. */
  get page(): number {
    return Math.max(1, Math.floor(this.#view / this.#row) - 1);
  }

  get hasFocus(): boolean {
    const active = (this.#box?.getRootNode() as ShadowRoot | undefined)?.activeElement;
    return active != null && this.#body?.contains(active) === true;
  }

  /** `head` are the cells of its first row. */
  render(label: string, role: "treegrid" | "grid", head: unknown, onkey: (event: KeyboardEvent) => void): unknown {
    return html`<div
      class="grid"
      role=${role}
      aria-label=${label}
      @scroll=${() => this.#scrolled()}
      @keydown=${(event: KeyboardEvent) => this.#pressed(event, onkey)}
      @focusin=${(event: FocusEvent) => this.#focused(event)}
      ${ref((box) => this.#take(box as HTMLElement | undefined))}
    >
      <div class="grid-head" role="rowgroup"><div role="row" aria-rowindex="1">${head}</div></div>
      <div class="grid-body" role="rowgroup" ${ref((body) => (this.#body = body as HTMLElement | undefined))}>
        ${live(this)}
      </div>
    </div>`;
  }

  /** The rows in sight. `again` draws them anew, and nothing around them. */
  draw(again: () => void): unknown {
    this.#again = again;
    const { count } = this.#lines;
    const track = this.#track();
    this.#offset = track.within(this.#offset);
    const seen = Math.ceil(this.#view / this.#row);
    const at = Math.floor(this.#offset / this.#row / STEP) * STEP;
    this.#drawnFrom = at;
    const from = Math.max(0, at - seen);
    const to = Math.min(count, at + 2 * seen + STEP);
    this.#lines.need(from, to);
    const positions = Array.from({ length: to - from }, (_, n) => from + n);
    const { active } = this;
    if (count > 0 && active < from) positions.unshift(active);
    else if (active >= to && active < count) positions.push(active);
    this.#place(track, from);
    const base = this.#base(from);
    return repeat(
      positions,
      (position) => this.#lines.key(position),
      (position) =>
        this.#lines.draw({ position, top: `${(position - base) * this.#row}px`, isStop: position === active }),
    );
  }

  /** Something about the rows is new: drawn at once, but no more than once a frame. */
  changed(): void {
    if (this.#isFresh) {
      this.#isStale = true;
      return;
    }
    this.#isFresh = true;
    requestAnimationFrame(() => {
      this.#isFresh = false;
      if (!this.#isStale) return;
      this.#isStale = false;
      this.changed();
    });
    this.#redraw();
  }

  /** Goes there with the focus. */
  focus(position: number): void {
    this.show(position);
    this.#redraw();
    this.#rowAt(this.active)?.focus({ preventScroll: true });
  }

  /** Brings a row into sight, which becomes the one that the Tab key stops at. */
  show(position: number, isCentred = false): void {
    this.#active = Math.min(Math.max(0, position), Math.max(0, this.#lines.count - 1));
    const top = this.active * this.#row;
    const bottom = top + this.#row;
    if (isCentred && !this.#isSeen) {
      return this.#go(top - (this.#view - this.#row) / 2);
    }
    if (top < this.#offset) this.#go(top);
    else if (bottom > this.#offset + this.#view) this.#go(bottom - this.#view);
  }

  get #isSeen(): boolean {
    const top = this.active * this.#row;
    return top >= this.#offset && top + this.#row <= this.#offset + this.#view;
  }

  #rowAt(position: number): HTMLElement | null {
    return this.#body?.querySelector<HTMLElement>(`[data-at="${position}"]`) ?? null;
  }

  #track(): Track {
    return new Track(this.#lines.count * this.#row, this.#view);
  }

  #base(from: number): number {
    return Math.floor(from / BLOCK) * BLOCK;
  }

  /** The body is as high as the list, or as a box can be; its rows are counted from `--base`. */
  #place(track: Track, from: number): void {
    this.#box?.setAttribute("aria-rowcount", String(this.#lines.count + 1));
    const { style } = this.#body ?? {};
    style?.setProperty("--height", `${track.height}px`);
    const drift = track.isScaled ? this.#top - this.#offset : 0;
    style?.setProperty("--base", `${this.#base(from) * this.#row + drift}px`);
  }

  #go(offset: number): void {
    const track = this.#track();
    this.#offset = track.within(offset);
    if (!this.#box) return;
    // The body may not be as high yet as what was added to it.
    this.#body?.style.setProperty("--height", `${track.height}px`);
    this.#box.scrollTop = track.topAt(this.#offset);
    this.#top = this.#box.scrollTop;
  }

  #scrolled(): void {
    if (!this.#box) return;
    const track = this.#track();
    const moved = this.#box.scrollTop - this.#top;
    this.#top = this.#box.scrollTop;
    // A wheel moves the list pixel by pixel however long it is; the bar's thumb goes through all of it.
    const isSmall = track.isScaled && Math.abs(moved) < 2 * this.#view;
    this.#offset = track.within(isSmall ? this.#offset + moved : track.offsetAt(this.#top));
    if (track.isScaled) {
      clearTimeout(this.#still);
      this.#still = setTimeout(() => this.#go(this.#offset), STILL);
      this.#redraw();
    } else if (Math.floor(this.#offset / this.#row / STEP) * STEP !== this.#drawnFrom) this.#redraw();
  }

  /** Whoever had the focus in here keeps it, also where the row was drawn anew. */
  #redraw(): void {
    const { hasFocus } = this;
    this.#again();
    if (hasFocus && !this.hasFocus) this.#rowAt(this.active)?.focus({ preventScroll: true });
  }

  #take(box: HTMLElement | undefined): void {
    this.#observer.disconnect();
    this.#box = box;
    if (!box) return;
    this.#observer.observe(box);
    // Drawn into another box, the list goes on from where it was.
    queueMicrotask(() => this.#go(this.#offset));
  }

  #measure(): void {
    const box = this.#box;
    if (!box || box.clientHeight === 0) return;
    const wasSeen = this.#isSeen;
    const head = box.firstElementChild?.clientHeight ?? 0;
    this.#row = parseFloat(getComputedStyle(box).getPropertyValue("line-height")) || ROW;
    this.#view = Math.max(this.#row, box.clientHeight - head);
    // A pane that opens must not cover the row that it is about.
    if (wasSeen) this.show(this.active);
    this.#redraw();
  }

  #focused(event: FocusEvent): void {
    const at = (event.target as HTMLElement).closest<HTMLElement>("[data-at]")?.dataset["at"];
    if (at === undefined || Number(at) === this.active) return;
    this.#active = Number(at);
    this.changed();
  }

  #pressed(event: KeyboardEvent, onkey: (event: KeyboardEvent) => void): void {
    // The heads of columns are buttons with keys of their own.
    if (!this.#body?.contains(event.target as Node)) return;
    onkey(event);
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -this.page,
      PageDown: this.page,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.focus(Math.min(this.#lines.count - 1, Math.max(0, this.active + step)));
  }
}

/** Draws itself anew without the element around it. */
class Live extends AsyncDirective {
  #grid: Grid | null = null;

  render(grid: Grid): unknown {
    this.#grid = grid;
    return grid.draw(() => {
      if (this.isConnected && this.#grid === grid) this.setValue(this.render(grid));
    });
  }
}

const live = directive(Live);

/** Attributes of a row that its place says. */
export function at({ top }: Spot): unknown {
  return property("--at", top);
}
