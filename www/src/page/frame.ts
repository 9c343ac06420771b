// What the page's parts ask of what is around them.
import type { Toast } from "./toast.js";
import type { PageWords } from "./words/index.js";

export interface Frame {
  readonly words: PageWords;
  readonly toast: Toast;
  /** Draws all that may have changed. */
  draw(): void;
  /** Another thing is shown: an open image, the empty page (`home`) or a screen. */
  show(kind: string): void;
  /** The title of the tab, after what is shown has another name or view. */
  titled(): void;
  /** A request was made for an open image. */
  requested(url: string): void;
  announce(text: string): void;
  focusMain(): void;
  chooseFile(): void;
}
