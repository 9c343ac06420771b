// What the element's one live region says.

/** No difference to the ear; that the same words come once more is news only where something differs. */
const AGAIN = "\u00a0";

export class Live {
  #text = "";
  #isDrawn = true;
  #noticed: readonly string[] = [];

  /** In place of what was said before. */
  say(text: string): void {
    this.#text = text === this.#text ? text + AGAIN : text;
    this.#isDrawn = false;
  }

  /** Of these, which stand there as long as they are true, those that were not there before. */
  notice(notices: readonly string[]): void {
    const fresh = notices.filter((text) => !this.#noticed.includes(text)).join(" ");
    this.#noticed = notices;
    // What nobody can have heard yet goes first.
    if (fresh !== "") this.say(this.#isDrawn ? fresh : `${this.#text}. ${fresh}`);
  }

  /** What to draw. A region speaks of what changes in it: what it holds from the beginning is not heard. */
  draw(isFirst: boolean): string {
    if (isFirst) return "";
    this.#isDrawn = true;
    return this.#text;
  }
}
