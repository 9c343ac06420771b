// The line at the foot that says what left this browser.
import { html } from "lit";
import { isolated } from "./names.js";
import type { PageWords } from "./words/index.js";

/** Counts the requests for what is opened, also to where the page came from. Its own files, the sample among them, are none. */
export class Trust {
  readonly #requests = new Map<string, number>();

  count(url: string): void {
    const { host } = new URL(url);
    this.#requests.set(host, (this.#requests.get(host) ?? 0) + 1);
  }

  render(words: PageWords): unknown {
    const asked = [...this.#requests];
    const n = asked.reduce((sum, [, count]) => sum + count, 0);
    const [first] = asked;
    if (!first) return words.text("trust.none");
    if (asked.length === 1) return words.rich("trust.one", { n, host: isolated(first[0]) });
    const hosts = asked.map(([host, count], at) => [
      at === 0 ? "" : ", ",
      words.rich("trust.host", { n: count, host: isolated(host) }),
    ]);
    return words.rich("trust.several", { n, hosts: html`${hosts}` });
  }
}
