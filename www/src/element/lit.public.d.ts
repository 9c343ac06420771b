/** An element that draws itself a moment after one of its properties was set. */
export declare class LitElement extends HTMLElement {
  /** Resolves once what was set is drawn. */
  readonly updateComplete: Promise<boolean>;
}
