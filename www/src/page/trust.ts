/**
 * The line at the foot that says what left this browser. Requests start in one place only, the field for addresses, which
 * says so here; the page's own files (its scripts, its style, the sample) are not counted.
 */
export class TrustLine {
  readonly #line: HTMLElement;
  readonly #hosts = new Set<string>();

  constructor(line: HTMLElement) {
    this.#line = line;
    this.#show();
  }

  /** A host is about to be asked for an archive. */
  asked(host: string): void {
    this.#hosts.add(host);
    this.#show();
  }

  #show(): void {
    const hosts = [...this.#hosts];
    this.#line.textContent =
      hosts.length === 0
        ? "0 requests · nothing left this browser"
        : `Asked for an archive: ${hosts.join(", ")} · nothing else left this browser`;
  }
}
