// What stands in place of the files: not asked for yet, being read, given up, not to be had, none.
import { html, nothing } from "lit";
import type { FilesSummary, LayerglassError } from "../../../index.js";
import { explain } from "../../explain.js";
import type { Job, JobState } from "../../job.js";
import { foreign } from "../../parts/foreign.js";
import { finding } from "../../shell/findings.js";
import { progressLine } from "../../shell/progress.js";
import { troubleRows } from "../../shell/trouble.js";
import type { Ui } from "../../view.js";
import type { Reading } from "./reading.js";
import type { Scope } from "./scope.js";

/** So many findings of layers are shown; the rest stand in the report. */
const MOST = 5;

/** Null where there is something to show. */
export function instead(ui: Ui, { job }: Reading, scope: Scope, start: () => void): unknown {
  const { state } = job;
  if (state.kind !== "done") return unread(ui, job, start);
  return state.value.entries === 0 ? empty(ui, scope, state.value) : null;
}

/** What stands there until the layers are read. */
export function unread(ui: Ui, job: Job<unknown>, start: () => void): unknown {
  const { state } = job;
  switch (state.kind) {
    case "running":
      return reading(ui, state, () => job.stop());
    case "stopped":
      return stopped(ui, start);
    case "failed":
      return state.error.code === "source/one-shot" ? oneShot(ui, null) : failed(ui, state.error, start);
    default:
      return nothing;
  }
}

/** A download that the visitor has not asked for. */
export function ask(ui: Ui, host: string, size: number, start: () => void): unknown {
  const { words } = ui;
  return html`<section class="state">
    <p>${words.rich("files.ask-why", { host: foreign(ui, host), size: words.bytes(size) })}</p>
    <p><button type="button" class="primary" @click=${start}>${words.text("files.ask")}</button></p>
  </section>`;
}

/** What was wrong with the layers, where not all of them could be read. */
export function faults(ui: Ui, { findings, complete }: FilesSummary): unknown {
  if (complete && findings.length === 0) return nothing;
  return html`<div class="faults">
    ${complete ? nothing : html`<p>${ui.words.text("files.incomplete")}</p>`}
    <ul class="findings">
      ${findings.slice(0, MOST).map((each) => finding(ui, each))}
    </ul>
  </div>`;
}

function reading(ui: Ui, running: Extract<JobState<unknown>, { kind: "running" }>, cancel: () => void): unknown {
  return html`<section class="state opening" aria-busy="true">
    <h3>${ui.words.text("files.reading")}</h3>
    ${progressLine(ui, running, cancel)}
  </section>`;
}

function stopped({ words }: Ui, again: () => void): unknown {
  return html`<section class="state">
    <h3>${words.text("files.stopped")}</h3>
    <p><button type="button" class="again" @click=${again}>${words.text("files.ask")}</button></p>
  </section>`;
}

/** What has passed by. From a server it can be had once more, if the visitor wants that. */
export function oneShot(ui: Ui, host: string | null, again?: () => void): unknown {
  const { words } = ui;
  return html`<section class="state">
    <h3>${words.text("files.one-shot")}</h3>
    <p>${words.text("files.one-shot-why")}</p>
    ${
      host === null
        ? html`<p>${words.text("files.one-shot-helps")}</p>`
        : html`<p>${words.rich("files.again-why", { host: foreign(ui, host) })}</p>
            <p><button type="button" class="primary again" @click=${again}>${words.text("files.again")}</button></p>`
    }
    <p class="sub"><code>source/one-shot</code></p>
  </section>`;
}

function failed(ui: Ui, error: LayerglassError, again: () => void): unknown {
  return html`<section class="state failure">
    <h3>${explain(ui.words, error).title}</h3>
    ${troubleRows(ui, error, again)}
  </section>`;
}

function empty(ui: Ui, { kind }: Scope, summary: FilesSummary): unknown {
  const { words } = ui;
  return html`<section class="state">
    <h3>${words.text("files.empty")}</h3>
    ${
      summary.complete
        ? html`<p>${words.text(kind === "alone" ? "files.empty-layer" : "files.empty-image")}</p>`
        : nothing
    }
    ${faults(ui, summary)}
  </section>`;
}
