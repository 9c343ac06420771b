// A button that is drawn no more takes the focus along: whoever works by keyboard would begin again at the top of the page.

/** Where the focus goes instead: to what undoes or repeats what the button did, else to the views. */
const SUCCESSORS = [".again", ".progress button", ".source > button:enabled", '[role="tab"][tabindex="0"]'];

export class FocusKeeper {
  #lost: "button" | "view" | null = null;
  #had: Element | null = null;

  /** Before something is drawn. */
  before(root: ShadowRoot | null): void {
    this.#had = root?.activeElement ?? null;
  }

  /** After it was drawn. */
  after(root: ShadowRoot): void {
    const had = this.#had;
    this.#had = null;
    if (had && (!had.isConnected || had.matches(":disabled"))) {
      this.#lost = root.querySelector(".panel")?.contains(had) ? "view" : "button";
    }
    if (this.#lost === null) return;
    // Who has gone elsewhere since is not called back.
    if (isElsewhere(root.host) || this.#give(root, this.#lost)) this.#lost = null;
  }

  /** What is only about to appear cannot be given the focus yet. */
  #give(root: ShadowRoot, lost: "button" | "view"): boolean {
    for (const selector of lost === "view" ? [".panel"] : SUCCESSORS) {
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
