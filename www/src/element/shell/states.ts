// What stands in place of a report: nothing given, waiting, opening, cancelled, failed.
import { html, nothing } from "lit";
import type { LayerglassError } from "../../index.js";
import { explain } from "../explain.js";
import type { JobState } from "../job.js";
import { foreign } from "../parts/foreign.js";
import type { Session } from "../session.js";
import type { Ui } from "../view.js";
import { progressLine } from "./progress.js";
import { troubleRows } from "./trouble.js";

/** What the visitor can do about it. */
export interface Actions {
  open(): void;
  cancel(): void;
}

export function instead(ui: Ui, session: Session | null, refused: LayerglassError | null, act: Actions): unknown {
  const open = (): void => act.open();
  if (refused) return failed(ui, "", refused, open);
  if (!session) return nothingGiven(ui);
  const { name, opening: state } = session;
  switch (state.kind) {
    case "idle":
      return loadable(ui, session, open);
    case "running":
      return opening(ui, name, state, () => act.cancel());
    case "stopped":
      return stopped(ui, name, open);
    case "failed":
      return failed(ui, name, state.error, open);
    case "done":
      return nothing;
  }
}

function nothingGiven({ words }: Ui): unknown {
  return html`<section class="state">
    <h2>${words.text("state.nothing")}</h2>
    <p class="sub">${words.text("state.nothing-note")}</p>
  </section>`;
}

/** It is opened once somebody asks for it, or once it comes near the window. */
function loadable(ui: Ui, { name, host }: Session, open: () => void): unknown {
  const { words } = ui;
  return html`<section class="state waiting">
    <button type="button" class="primary" @click=${open}>
      ${words.rich("state.click", { name: foreign(ui, name) })}
    </button>
    ${host === null ? nothing : html`<p class="sub">${words.rich("state.click-note", { host: foreign(ui, host) })}</p>`}
  </section>`;
}

function opening(
  ui: Ui,
  name: string,
  running: Extract<JobState<unknown>, { kind: "running" }>,
  cancel: () => void,
): unknown {
  return html`<section class="state opening" aria-busy="true">
    <h2>${ui.words.rich("state.opening", { name: foreign(ui, name) })}</h2>
    ${progressLine(ui, running, cancel)}
  </section>`;
}

function stopped(ui: Ui, name: string, again: () => void): unknown {
  const { words } = ui;
  return html`<section class="state">
    <p class="sub">${foreign(ui, name)}</p>
    <h2>${words.text("state.cancelled")}</h2>
    <p><button type="button" class="again" @click=${again}>${words.text("state.again")}</button></p>
  </section>`;
}

function failed(ui: Ui, name: string, error: LayerglassError, again: () => void): unknown {
  return html`<section class="state failure" part="failure">
    ${name === "" ? nothing : html`<p class="sub">${foreign(ui, name)}</p>`}
    <h2>${explain(ui.words, error).title}</h2>
    ${troubleRows(ui, error, again)}
  </section>`;
}
