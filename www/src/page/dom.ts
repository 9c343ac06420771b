// Elements, written short. There is no way from a string to markup here: a string becomes a text node or an attribute.

export type Child = Node | string | null | undefined | false | readonly Child[];
type Handler = (event: Event) => void;
type Attributes = Record<string, string | number | boolean | null | undefined | Handler>;

/** An element with attributes (a function is a listener, `false` and `null` are left out) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  add(element, children);
  return element;
}

export function add(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (typeof child === "string") parent.appendChild(document.createTextNode(child));
    else if (child instanceof Node) parent.appendChild(child);
    else add(parent, child);
  }
}

/** The element of the page's own markup with this id. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no #${id}`);
  return element;
}

const ROWS_AT_ONCE = 200;

/**
 * Rows into `list`, at most 200 at once: an image may have 100 000 of anything. Gives a box with the list, or with what is
 * `around` it, and a button below that asks for more.
 */
export function rows<T>(
  list: HTMLElement,
  items: readonly T[],
  row: (item: T, index: number) => HTMLElement,
  around: HTMLElement = list,
): HTMLElement {
  let shown = 0;
  const more = h("button", { type: "button", class: "quiet", click: () => showMore() });
  const showMore = (): void => {
    const end = Math.min(items.length, shown + ROWS_AT_ONCE);
    add(
      list,
      items.slice(shown, end).map((item, n) => row(item, shown + n)),
    );
    shown = end;
    const left = items.length - shown;
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(left, ROWS_AT_ONCE)} more of ${left}`;
  };
  showMore();
  return h("div", {}, around, more);
}

/** Tells people who do not see the page what happened. The page's one live region. */
export function announce(message: string): void {
  byId("status", HTMLElement).textContent = message;
}
