// The archives that are open, one of them shown; a list to switch between them where there are several.

import { Archive } from "./archive.js";
import { byId, h } from "./dom.js";
import { foreign, plain } from "./foreign.js";
import { ArchiveView, type Ways } from "./view.js";
import type { Source } from "../index.js";

export class Shelf {
  readonly #nav = byId("shelf", HTMLElement);
  readonly #main = byId("main", HTMLElement);
  readonly #views = new Map<Archive, ArchiveView>();
  readonly #ways: Ways;
  readonly #empty: HTMLElement;
  #shown: Archive | null = null;

  /** `empty` is shown while nothing is open. */
  constructor(empty: HTMLElement, ways: Pick<Ways, "choose" | "sample">) {
    this.#empty = empty;
    this.#ways = { ...ways, close: (archive) => this.close(archive) };
    this.#show(null);
  }

  /** Opens one more and shows it. How others fare does not matter to it, nor it to them. */
  open(name: string, source: Source | Promise<Source>): Archive {
    const archive = new Archive(name, source);
    const view = new ArchiveView(archive, this.#ways);
    archive.onchange = (change) => {
      view.update(change);
      if (change === "state") this.#list();
    };
    this.#views.set(archive, view);
    void archive.open();
    this.#show(archive);
    return archive;
  }

  close(archive: Archive): void {
    const all = [...this.#views.keys()];
    const place = all.indexOf(archive);
    archive.close();
    this.#views.delete(archive);
    if (this.#shown === archive) this.#show(all[place + 1] ?? all[place - 1] ?? null);
    else this.#list();
    this.#main.focus({ preventScroll: true });
  }

  #show(archive: Archive | null): void {
    this.#shown = archive;
    const view = archive && this.#views.get(archive);
    this.#main.replaceChildren(view ? view.element : this.#empty);
    document.title = archive ? `${plain(archive.name, 60)} – layerglass` : "layerglass";
    scrollTo(0, 0);
    this.#list();
  }

  #list(): void {
    this.#nav.hidden = this.#views.size < 2;
    const items = [...this.#views.keys()].map((archive) => {
      const { kind } = archive.opening;
      const state =
        kind === "failed" ? "not opened" : kind === "running" ? "opening…" : kind === "idle" ? "cancelled" : null;
      const current = archive === this.#shown ? "true" : null;
      const name = [foreign(plain(archive.name, 80)), state && [" ", h("span", { class: "sub" }, state)]];
      const show = h("button", { type: "button", "aria-current": current, click: () => this.#show(archive) }, name);
      const label = `Close ${plain(archive.name, 80)}`;
      const close = h(
        "button",
        { type: "button", class: "close", "aria-label": label, click: () => this.close(archive) },
        "×",
      );
      return h("li", {}, show, close);
    });
    this.#nav.replaceChildren(h("ul", {}, items));
  }
}
