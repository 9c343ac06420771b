// What the element tells the page. All bubble and cross shadow roots, none can be prevented.
import type { LayerglassError, Progress, Report } from "../index.js";
import type { ViewName } from "./view-names.js";

export type ElementState = "empty" | "waiting" | "opening" | "open" | "cancelled" | "failed";

/** Opening goes another way. */
export interface StateDetail {
  readonly state: ElementState;
}

/** The report is ready. */
export interface LoadDetail {
  readonly report: Report;
}

/** Nothing can be shown of the source. */
export interface ErrorDetail {
  readonly error: LayerglassError;
}

/** A long task goes on. */
export interface ProgressDetail extends Progress {}

/** The visitor chose what to look at; never told of what the page itself set. */
export interface SelectDetail {
  readonly view: ViewName;
  /** The image's key: its digest, else its ID, else its place in `report.images`. */
  readonly image: string;
  /** The index of the layer, 0 being the base; null where none is picked. */
  readonly layer: number | null;
  /** The document that `raw` shows: a digest, or a name such as `index.json`; null for the image's own manifest or config. */
  readonly document: string | null;
  /** The file that `files` shows, from the root: `/etc/passwd`; null where none is picked. */
  readonly path: string | null;
}

/** A request left the browser for this element's source. */
export interface RequestDetail {
  readonly url: string;
}

export interface LayerGlassEventMap {
  "layerglass-state": CustomEvent<StateDetail>;
  "layerglass-load": CustomEvent<LoadDetail>;
  "layerglass-error": CustomEvent<ErrorDetail>;
  "layerglass-progress": CustomEvent<ProgressDetail>;
  "layerglass-select": CustomEvent<SelectDetail>;
  "layerglass-request": CustomEvent<RequestDetail>;
}

type DetailOf<K extends keyof LayerGlassEventMap> = LayerGlassEventMap[K] extends CustomEvent<infer D> ? D : never;

export function tell<K extends keyof LayerGlassEventMap>(target: EventTarget, type: K, detail: DetailOf<K>): void {
  target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}
