// What happened, told twice: to the page as events, to people who do not see the element as a sentence.
import type { LayerglassError, Report } from "../index.js";
import { plain } from "../words/plain.js";
import { type ElementState, tell } from "./events.js";
import { explain } from "./explain.js";
import type { Session } from "./session.js";
import { outcomeText } from "./shell/source-line.js";
import type { Ui } from "./view.js";

export class Teller {
  readonly #target: EventTarget;
  readonly #ui: Ui;

  constructor(target: EventTarget, ui: Ui) {
    this.#target = target;
    this.#ui = ui;
  }

  /** Opening began or came to an end. */
  opening({ name, opening, report }: Session, state: ElementState): void {
    const { words, announce } = this.#ui;
    if (opening.kind === "running") announce(words.text("state.opening", { name: plain(name) }));
    if (opening.kind === "stopped") announce(words.text("state.cancelled"));
    if (opening.kind === "failed") this.#announceFailure(opening.error, name);
    if (opening.kind === "done" && report) this.#announceReport(report, name);
    // After it was said: what a listener sets off is said next.
    tell(this.#target, "layerglass-state", { state });
    if (opening.kind === "failed") tell(this.#target, "layerglass-error", { error: opening.error });
    if (opening.kind === "done" && report) tell(this.#target, "layerglass-load", { report });
  }

  measuring({ measuring }: Session): void {
    if (measuring.kind === "failed") this.#ui.announce(this.#ui.words.text("head.uncounted"));
  }

  verifying({ verifying }: Session): void {
    const { words, announce } = this.#ui;
    if (verifying.kind === "done") announce(outcomeText(this.#ui, verifying.value));
    if (verifying.kind === "failed") announce(words.text("verify.failed"));
  }

  /** What was given cannot even be begun with. */
  refused(error: LayerglassError): void {
    this.#announceFailure(error, "");
    tell(this.#target, "layerglass-state", { state: "failed" });
    tell(this.#target, "layerglass-error", { error });
  }

  /** Bytes of whatever runs; false where nothing does. */
  progress({ opening, measuring, verifying }: Session): boolean {
    for (const state of [opening, measuring, verifying]) {
      if (state.kind !== "running" || !state.progress) continue;
      tell(this.#target, "layerglass-progress", state.progress);
      return true;
    }
    return false;
  }

  #announceReport(report: Report, name: string): void {
    const { words, announce } = this.#ui;
    const n = report.findings.length + report.images.reduce((sum, image) => sum + image.findings.length, 0);
    const findings = words.text("state.findings", { n });
    announce(words.text("state.loaded", { name: plain(name), n: report.images.length, findings }));
  }

  #announceFailure(error: LayerglassError, name: string): void {
    const { words, announce } = this.#ui;
    const { title, text } = explain(words, error);
    const key = name === "" ? "state.failed" : "state.failed-named";
    announce(words.text(key, { name: plain(name), title, text: plain(text, 300) }));
  }
}
