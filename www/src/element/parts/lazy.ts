// Long lists: an image may have 100 000 of anything. Rows are drawn a part at a time, when their place comes near the
// window; until then a box keeps their room. What was drawn stays, so nothing jumps and nothing is drawn twice.
import { html, noChange, nothing } from "lit";
import { AsyncDirective, directive, type ChildPart, type PartInfo } from "lit/async-directive.js";
import type { DirectiveParameters } from "lit/directive.js";

/** So many are drawn at once, without boxes. */
const FEW = 50;
const ROWS_AT_ONCE = 25;
/** How near is near: about a screen ahead, so that scrolling does not run into empty boxes. */
const NEAR = "800px";

/**
 * `items` as rows; `row` draws one. They stand in boxes of role `presentation`, so the list around them needs a `role`.
 * `height` is about how high a row will be, in pixels. The row at `needed` is drawn wherever it is.
 */
export function lazyRows<T>(
  items: readonly T[],
  height: number,
  row: (item: T, index: number) => unknown,
  needed = -1,
): unknown {
  if (items.length <= FEW) return items.map(row);
  const boxes: unknown[] = [];
  for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
    const part = items.slice(from, from + ROWS_AT_ONCE);
    const draw = () => part.map((item, n) => row(item, from + n));
    const isNeeded = needed >= from && needed < from + ROWS_AT_ONCE;
    boxes.push(html`<div class="rows" role="presentation">${whenNear(part.length * height, isNeeded, draw)}</div>`);
  }
  return boxes;
}

class WhenNear extends AsyncDirective {
  #box: HTMLElement | undefined;
  #observer: IntersectionObserver | undefined;
  #near = false;
  #draw: () => unknown = () => nothing;

  constructor(part: PartInfo) {
    super(part);
  }

  render(_height: number, _isNeeded: boolean, _draw: () => unknown): unknown {
    return nothing;
  }

  override update(part: ChildPart, [height, isNeeded, draw]: DirectiveParameters<this>): unknown {
    this.#draw = draw;
    this.#box ??= part.parentNode as HTMLElement;
    this.#box.style.setProperty("contain-intrinsic-block-size", `auto ${height}px`);
    if (isNeeded && !this.#near) this.#open();
    if (this.#near) return draw();
    this.#box.style.blockSize = `${height}px`;
    this.#watch();
    return noChange;
  }

  protected override disconnected(): void {
    this.#observer?.disconnect();
    this.#observer = undefined;
    removeEventListener("beforeprint", this.#show);
  }

  protected override reconnected(): void {
    if (!this.#near) this.#watch();
  }

  #watch(): void {
    if (this.#observer || !this.#box) return;
    this.#observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.#show(),
      { rootMargin: NEAR },
    );
    this.#observer.observe(this.#box);
    addEventListener("beforeprint", this.#show);
  }

  readonly #show = (): void => {
    this.#open();
    this.setValue(this.#draw());
  };

  #open(): void {
    this.disconnected();
    this.#near = true;
    if (this.#box) this.#box.style.blockSize = "";
  }
}

const whenNear = directive(WhenNear);
