// The row that chooses the view: one stop for Tab, arrows within.
import { html } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Ui, ViewName } from "../view.js";

/** Pixels of the next tab that stand beside the current one, where the row scrolls. */
const PEEK = 40;

export interface TabsOf {
  readonly label: string;
  readonly views: readonly ViewName[];
  readonly current: ViewName;
  /** No tab is the current one: what was asked for is not among them. */
  readonly none: boolean;
  /** Somebody is about to ask for a view. */
  onnear(view: ViewName): void;
}

export class Tabs {
  #revealed: ViewName | null = null;

  render(ui: Ui, { label, views, current, none, onnear }: TabsOf): unknown {
    return html`<div
      ${ref((list) => queueMicrotask(() => this.#reveal(list, current)))}
      class="tabs"
      part="tabs"
      role="tablist"
      aria-label=${label}
      @keydown=${(event: KeyboardEvent) => move(event, ui, views, current)}
    >
      ${views.map((view) => {
        const isCurrent = view === current && !none;
        return html`<button
          type="button"
          role="tab"
          id="tab-${view}"
          aria-controls="panel"
          aria-selected=${isCurrent}
          tabindex=${view === current ? 0 : -1}
          @click=${() => ui.pick({ view })}
          @pointerenter=${() => onnear(view)}
        >
          ${ui.words.text(`view.${view}`)}
        </button>`;
      })}
    </div>`;
  }

  /** In a narrow place the row scrolls: a tab that has become the current one is to be seen, and nothing else to move. */
  #reveal(list: Element | undefined, current: ViewName): void {
    const tab = list?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!list || !tab || this.#revealed === current) return;
    const [all, one] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
    if (all.width === 0) return;
    this.#revealed = current;
    const beside = Math.min(PEEK, (all.width - one.width) / 2);
    const before = one.left - all.left - beside;
    const after = one.right - all.right + beside;
    let to = list.scrollLeft + (before < 0 ? before : Math.max(0, after));
    // Rather to the end than to a few pixels before it.
    if (before < 0 && to < PEEK) to = 0;
    if (after > 0 && to > list.scrollWidth - list.clientWidth - PEEK) to = list.scrollWidth;
    list.scrollLeft = to;
  }
}

function move(event: KeyboardEvent, ui: Ui, views: readonly ViewName[], current: ViewName): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
  // With a modifier the key is the browser's: Alt and an arrow go back in history.
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const at = views.indexOf(current);
  const to = Number.isFinite(step) ? (at + step + views.length) % views.length : step < 0 ? 0 : views.length - 1;
  const view = views[to];
  if (!view) return;
  ui.pick({ view });
  const list = event.currentTarget as HTMLElement;
  list.querySelector<HTMLElement>(`#tab-${view}`)?.focus({ preventScroll: true });
}
