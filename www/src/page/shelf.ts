// What is open: an element for each source, one of them shown. What is not shown stays open, and goes on.
import "../element/define.js";
import type { LayerGlass } from "../element/index.js";
import type { Source } from "../index.js";
import type { Place } from "./given.js";
import { whereIs } from "./digests.js";
import type { Look, Route } from "./route.js";

/** Where a source came from, which is what a link to it can say. */
export type Origin =
  { readonly kind: "archive" } | { readonly kind: "sample" } | { readonly kind: "url"; readonly url: string };

export interface Item {
  /** Unlike that of any other page load: an entry of the history may be older than this page. */
  readonly id: string;
  readonly name: string;
  readonly origin: Origin;
  readonly element: LayerGlass;
}

export interface ShelfEvents {
  /** Something about an item is new: how its opening goes, what it holds. */
  onchange(item: Item): void;
  /** The visitor chose a view, an image, a layer or a document of it. */
  onselect(item: Item): void;
  onrequest(url: string): void;
}

export class Shelf {
  readonly items: Item[] = [];
  current: Item | null = null;
  readonly #stage: HTMLElement;
  readonly #events: ShelfEvents;
  #next = 1;

  constructor(stage: HTMLElement, events: ShelfEvents) {
    this.#stage = stage;
    this.#events = events;
  }

  /** Opens one more, which is shown once `show` says so. */
  add(name: string, origin: Origin, source: Source | null): Item {
    const element = document.createElement("layer-glass");
    const item: Item = { id: `${performance.timeOrigin}-${this.#next++}`, name, origin, element };
    if (source) element.file = source;
    else if ("url" in origin && origin.url !== undefined) element.src = origin.url;
    for (const type of ["layerglass-state", "layerglass-load", "layerglass-error"] as const) {
      element.addEventListener(type, () => this.#events.onchange(item));
    }
    element.addEventListener("layerglass-select", () => this.#events.onselect(item));
    element.addEventListener("layerglass-request", ({ detail }) => this.#events.onrequest(detail.url));
    this.put(item, this.items.length);
    return item;
  }

  /** Puts it among the others, also again after it was closed: it is opened anew then. */
  put(item: Item, place: number): void {
    item.element.hidden = item !== this.current;
    this.items.splice(place, 0, item);
    this.#stage.append(item.element);
  }

  /** Closes it, which gives its memory back. Returns where it stood. */
  remove(item: Item): number {
    const place = this.items.indexOf(item);
    this.items.splice(place, 1);
    item.element.remove();
    if (this.current === item) this.show(null);
    return place;
  }

  show(item: Item | null): void {
    this.current = item;
    for (const other of this.items) other.element.hidden = other !== item;
  }

  /** The one that an entry of the history is about, or else one that its link says. */
  ofRoute(route: Route, id: string | null): Item | undefined {
    const isMeant = ({ origin }: Item): boolean =>
      origin.kind === route.kind && (route.kind !== "url" || (origin.kind === "url" && origin.url === route.url));
    const known = this.items.find((item) => item.id === id && isMeant(item));
    // A link to a file says nothing of which: it is only the last one if no entry says another.
    return known ?? (route.kind === "archive" && id !== null ? undefined : this.items.findLast(isMeant));
  }

  /** The one that was opened by this address, also where its link does not tell. */
  ofAddress(url: string): Item | undefined {
    return this.items.findLast(({ origin }) => "url" in origin && origin.url === url);
  }

  /** The open image of which a digest begins so; the shown one before others. */
  find(start: string): Place | null {
    const { current } = this;
    for (const item of current ? [current, ...this.items] : this.items) {
      const { report } = item.element;
      const found = report && whereIs(report, start);
      if (found) return { item, ...found };
    }
    return null;
  }

  neighbour(step: 1 | -1): Item | undefined {
    const { length } = this.items;
    const at = this.current ? this.items.indexOf(this.current) : step === 1 ? -1 : length;
    return this.items[(at + step + length) % length];
  }
}

export function lookOf({ element: { view, image, layer, platform, document, path } }: Item): Look {
  return {
    view: view === "overview" ? null : view,
    image,
    layer,
    platform,
    // What another view shows says nothing of this one.
    document: view === "raw" ? document : null,
    path: view === "files" ? path : null,
  };
}

export function applyLook({ element }: Item, look: Partial<Look>): void {
  Object.assign(element, look);
}

export function routeOf(item: Item): Route {
  return { ...item.origin, look: lookOf(item) };
}
