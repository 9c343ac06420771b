import { html } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Ui, ViewName } from "../view.js";

/** The row that chooses the view: one stop for Tab, arrows within. `none`: no tab is the current one. */
export function tabs(ui: Ui, label: string, views: readonly ViewName[], current: ViewName, none: boolean): unknown {
  const move = (event: KeyboardEvent): void => {
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
    list.querySelector<HTMLElement>(`#tab-${view}`)?.focus();
  };
  return html`<div
    ${ref((list) => queueMicrotask(() => reveal(list)))}
    class="tabs"
    part="tabs"
    role="tablist"
    aria-label=${label}
    @keydown=${move}
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
      >
        ${ui.words.text(`view.${view}`)}
      </button>`;
    })}
  </div>`;
}

/** In a narrow place the row scrolls: the current tab is to be seen, and nothing else is to move. */
function reveal(list: Element | undefined): void {
  const tab = list?.querySelector<HTMLElement>('[aria-selected="true"]');
  if (!list || !tab) return;
  const [all, one] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (one.left < all.left) list.scrollLeft -= all.left - one.left;
  if (one.right > all.right) list.scrollLeft += one.right - all.right;
}
