// A button that is drawn no more takes the focus along: whoever works by keyboard would begin again at the top of the page.

/** Where the focus goes instead, by where it was: to what undoes or repeats what the button did, else to the views. */
const SUCCESSORS = {
  state: [".again", ".progress button", '[role="tab"][tabindex="0"]'],
  report: [".progress button", ".later button", ".source > button:enabled"],
  view: [".panel"],
} as const;

type Region = keyof typeof SUCCESSORS;

export class FocusKeeper {
  #had: Element | null = null;
  #region: Region = "state";
  /** The region in which it was lost. */
  #lost: Region | null = null;

  /** Before something is drawn. */
  before(root: ShadowRoot | null): void {
    this.#had = root?.activeElement ?? null;
    const view = root?.querySelector(".panel");
    this.#region = !view ? "state" : view.contains(this.#had) ? "view" : "report";
  }

  /** After it was drawn. */
  after(root: ShadowRoot): void {
    const had = this.#had;
    this.#had = null;
    if (had && (!had.isConnected || had.matches(":disabled"))) this.#lost = this.#region;
    if (this.#lost === null) return;
    // Who has gone elsewhere since is not called back.
    if (isElsewhere(root.host) || this.#give(root, this.#lost)) this.#lost = null;
  }

  /** What is only about to appear cannot be given the focus yet. */
  #give(root: ShadowRoot, lost: Region): boolean {
    for (const selector of SUCCESSORS[lost]) {
      const next = root.querySelector<HTMLElement>(selector);
      if (!next) continue;
      next.focus();
      return root.activeElement === next;
    }
    return false;
  }
}

function isElsewhere(host: Element): boolean {
  let active = document.activeElement;
  // From outside a shadow root only its host is seen.
  while (active && active !== host && active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active !== null && active !== document.body && active !== host;
}
