// How one archive looks in each of its states.

import type { Archive, Change } from "./archive.js";
import { announce, h } from "./dom.js";
import { failure, failureTitle } from "./failure.js";
import { foreign, plain } from "./foreign.js";
import { ProgressLine } from "./pieces.js";
import { ReportView } from "./report.js";
import { count } from "./words.js";

/** What a view asks of the page around it. */
export interface Ways {
  close(archive: Archive): void;
  choose(): void;
  sample(): void;
}

export class ArchiveView {
  readonly element = h("div", { class: "archive" });
  readonly #archive: Archive;
  readonly #ways: Ways;
  #progress: ProgressLine | null = null;
  #report: ReportView | null = null;

  constructor(archive: Archive, ways: Ways) {
    this.#archive = archive;
    this.#ways = ways;
  }

  update(change: Change): void {
    const { opening, report } = this.#archive;
    if (change === "progress" && opening.kind === "running" && opening.progress)
      this.#progress?.update(opening.progress);
    if (change !== "state") return this.#report?.update(change);
    if (opening.kind === "running") this.#showOpening();
    if (opening.kind === "idle") this.#showCancelled();
    if (opening.kind === "failed") {
      const title = failureTitle(opening.error);
      this.element.replaceChildren(failure(this.#archive, opening.error, this.#waysOut()));
      announce(`${plain(this.#archive.name)}: ${title}. ${plain(opening.error.message)}`);
    }
    if (opening.kind === "done" && report !== null) {
      this.#report = new ReportView(this.#archive, report, () => this.#ways.close(this.#archive));
      this.element.replaceChildren(this.#report.element);
      const findings = report.findings.length + report.images.reduce((sum, image) => sum + image.findings.length, 0);
      announce(
        `${plain(this.#archive.name)} is open: ${count(report.images.length, "image")}, ${count(findings, "finding")}`,
      );
    }
  }

  #showOpening(): void {
    this.#progress = new ProgressLine(() => this.#archive.cancelOpening());
    const title = h("h1", {}, "Opening ", foreign(this.#archive.name));
    this.element.replaceChildren(
      h("section", { class: "opening", "aria-busy": "true" }, title, this.#progress.element),
    );
    announce(`Opening ${plain(this.#archive.name)}`);
  }

  #showCancelled(): void {
    const again = h("button", { type: "button", click: () => void this.#archive.open() }, "Open again");
    const ways = this.#waysOut();
    ways.prepend(again);
    const name = h("p", { class: "name" }, foreign(this.#archive.name));
    this.element.replaceChildren(h("section", { class: "failure" }, name, h("h1", {}, "Opening was cancelled"), ways));
    announce("Opening was cancelled");
    again.focus();
  }

  #waysOut(): HTMLElement {
    return h("div", { class: "actions" }, [
      h("button", { type: "button", click: () => this.#ways.choose() }, "Choose another file…"),
      h("button", { type: "button", click: () => this.#ways.sample() }, "Open the sample"),
      h("button", { type: "button", click: () => this.#ways.close(this.#archive) }, "Close"),
    ]);
  }
}
