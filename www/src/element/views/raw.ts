import { html } from "lit";
import { explain } from "../explain.js";
import { Job } from "../job.js";
import { adopt } from "../parts/adopt.js";
import type { Session } from "../session.js";
import { field } from "../styles/field.js";
import { looks } from "../styles/looks.js";
import { raw as styles } from "../styles/raw.js";
import type { Shown, Ui, View } from "../view.js";
import { raw as words } from "../words/en/raw.js";
import { englishWords } from "../words/index.js";
import { documentNamed, documentsOf, mayHaveRepositories } from "./raw/documents.js";
import { loaded } from "./raw/loaded.js";
import { Page } from "./raw/page.js";
import { picker } from "./raw/picker.js";
import { empty, failed, loading, none } from "./raw/states.js";

englishWords.learn(words);

/** One document of one source, being read or read. */
interface Reading {
  readonly session: Session;
  readonly name: string;
  readonly job: Job<Page>;
}

/** The exact documents: manifest, config, indexes, and the small files beside them. */
export class RawView implements View {
  #reading: Reading | null = null;
  /** Whether there is a file `repositories`; that only asking for it tells. */
  #repositories: { readonly session: Session; isThere: boolean } | null = null;

  render(shown: Shown): unknown {
    const { ui, report, image, choice, session } = shown;
    if (mayHaveRepositories(report)) this.#ask(ui, session);
    const documents = documentsOf(report, image, this.#repositories?.isThere ?? false);
    const name = choice.document ?? documents[0]?.name;
    if (name === undefined) return none(ui);
    const document = documents.find((document) => document.name === name) ?? documentNamed(report, name);
    const { job } = this.#read(ui, session, name);
    const page = job.state.kind === "done" ? job.state.value : null;
    // The picker stays where it is while one document gives way to the next: it may have the focus.
    return html`<div class="raw-view" ${adopt(field, looks, styles)}>
      <div class="head-line">${picker(ui, documents, document)} ${page?.actions(ui, document)}</div>
      ${page && !page.isEmpty ? page.render(shown, document) : this.#instead(shown, job, name)}
    </div>`;
  }

  reset(): void {
    this.#reading?.job.stop();
    this.#reading = null;
    this.#repositories = null;
  }

  #instead({ ui, session }: Shown, job: Job<Page>, name: string): unknown {
    const again = (): void => {
      read(job, session, name);
      ui.redraw();
    };
    if (job.state.kind === "failed") return failed(ui, job.state.error, again);
    return job.state.kind === "done" ? empty(ui) : loading(ui);
  }

  #read(ui: Ui, session: Session, name: string): Reading {
    const last = this.#reading;
    if (last?.session === session && last.name === name) return last;
    last?.job.stop();
    // That it begins is drawn by whoever lets it: to ask for that in the midst of drawing would draw twice.
    const ended = (): void => {
      const { state } = reading.job;
      if (this.#reading !== reading || state.kind === "running") return;
      if (state.kind === "failed") ui.announce(explain(ui.words, state.error).title);
      ui.redraw();
    };
    const reading: Reading = { session, name, job: new Job(ended) };
    this.#reading = reading;
    read(reading.job, session, name);
    return reading;
  }

  #ask(ui: Ui, session: Session): void {
    if (this.#repositories?.session === session) return;
    const asked = { session, isThere: false };
    this.#repositories = asked;
    session.raw("repositories").then(
      () => {
        asked.isThere = true;
        ui.redraw();
      },
      () => {},
    );
  }
}

function read(job: Job<Page>, session: Session, name: string): void {
  void job.run(async ({ signal }) => new Page(await loaded(await session.raw(name), signal)));
}
