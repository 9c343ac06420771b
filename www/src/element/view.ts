// What the element and its views know of each other.
import type { Report, ReportImage, ReportLayer } from "../index.js";
import type { Words } from "../words/words.js";
import type { Session } from "./session.js";
import type { ViewName } from "./view-names.js";
import type { Key } from "./words/en.js";

export { VIEWS, type ViewName } from "./view-names.js";

/** What the visitor looks at. */
export interface Choice {
  view: ViewName;
  /** Its place in `report.images`. */
  image: number;
  /** Its index, 0 being the base; null where none is picked. */
  layer: number | null;
  /** The document that the raw view shows: a digest, or a name such as `index.json`; null for the image's manifest. */
  document: string | null;
  /** The file that the files view shows, from the root: `/etc/passwd`; null where none is picked. */
  path: string | null;
}

/** What the parts of the element ask of it. */
export interface Ui {
  readonly words: Words<Key>;
  /** Draws again, after a view's own state has changed. */
  redraw(): void;
  /** Tells people who do not see the element what happened: the element's one live region. */
  announce(text: string): void;
  /** The visitor chose something: it is shown, and told as `layerglass-select`. */
  pick(choice: Partial<Choice>): void;
}

/** What a view is to show. */
export interface Shown {
  readonly ui: Ui;
  readonly session: Session;
  readonly report: Report;
  readonly choice: Choice;
  /** Null where the source holds no image. */
  readonly image: ReportImage | null;
  /** The picked layer. */
  readonly layer: ReportLayer | null;
}

/** A view keeps what is its own (what is unfolded, what was loaded) and draws itself from what is shown. */
export interface View {
  render(shown: Shown): unknown;
  /** Another source or image is shown: forget what was about the last one. */
  reset(): void;
}
