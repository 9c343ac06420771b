// Where the bytes went: how much of the layers no container sees, which layer and which path it was.
import { html, nothing } from "lit";
import type { InspectedImage, ReportImage, WasteReport } from "../../index.js";
import { explain } from "../explain.js";
import { Job } from "../job.js";
import { adopt } from "../parts/adopt.js";
import { looks } from "../styles/looks.js";
import { waste as styles } from "../styles/waste.js";
import { wasteLists } from "../styles/waste-lists.js";
import type { Shown, Ui, View } from "../view.js";
import { files as filesWords } from "../words/en/files.js";
import { waste as words } from "../words/en/waste.js";
import { englishWords } from "../words/index.js";
import { Again } from "./files/again.js";
import { ask, unread } from "./files/states.js";
import { Duplicates } from "./waste/duplicates.js";
import { layers } from "./waste/layers.js";
import { Lists } from "./waste/lists.js";
import { PAGE } from "./waste/pages.js";
import { summary } from "./waste/summary.js";

// Reading the layers is told as the files view tells it.
englishWords.learn({ ...filesWords, ...words });

/** What is known of one image's waste. */
interface Weighing {
  readonly image: InspectedImage;
  readonly job: Job<WasteReport>;
  readonly duplicates: Duplicates;
  readonly lists: Lists;
}

export class WasteView implements View {
  #weighing: Weighing | null = null;
  readonly #again = new Again();

  render(shown: Shown): unknown {
    const { ui, session, image, choice } = shown;
    const inspected = session.readable?.images[choice.image];
    if (!image || !inspected) return nothing;
    const weighing = this.#of(ui, inspected);
    const { state } = weighing.job;
    const start = (): void => weigh(weighing);
    if (state.kind === "idle" && !session.isCheap) return ask(ui, session.host ?? "", image.size ?? 0, start);
    if (state.kind === "idle") start();
    const report = weighing.duplicates.report ?? (state.kind === "done" ? state.value : null);
    return html`<section class="rows-view waste-view" ${adopt(looks, styles, wasteLists)}>
      ${
        report
          ? this.#known(shown, image, weighing, report)
          : (this.#again.instead(shown, weighing.job) ?? unread(ui, weighing.job, start))
      }
    </section>`;
  }

  reset(): void {
    this.#again.stop();
    this.#weighing?.job.stop();
    this.#weighing?.duplicates.stop();
    this.#weighing?.lists.stop();
    this.#weighing = null;
  }

  #known(shown: Shown, image: ReportImage, { lists, duplicates }: Weighing, report: WasteReport): unknown {
    const { ui } = shown;
    const isNone = report.wastedBytes === 0 && report.total === 0;
    return html`${summary(ui, report)} ${isNone ? none(ui, report) : layers(shown, image, report)}
    ${duplicates.render(ui, image, report)} ${isNone ? nothing : lists.render(shown, image, report)}`;
  }

  #of(ui: Ui, image: InspectedImage): Weighing {
    if (this.#weighing?.image === image) return this.#weighing;
    this.reset();
    const lists = new Lists(ui, image);
    const job = new Job<WasteReport>((change) => {
      if (this.#weighing?.job !== job) return;
      const { state } = job;
      if (state.kind === "done") {
        lists.begin(state.value);
        ui.announce(outcome(ui, state.value));
      }
      if (state.kind === "failed") ui.announce(explain(ui.words, state.error).title);
      // That it begins is drawn by whoever lets it.
      if (state.kind !== "running" || change === "progress") ui.redraw();
    });
    const duplicates = new Duplicates(ui, image, (report) => lists.begin(report));
    return (this.#weighing = { image, job, duplicates, lists });
  }
}

function weigh({ image, job }: Weighing): void {
  void job.run((options) => image.waste({ ...options, from: 0, count: PAGE }));
}

function outcome({ words }: Ui, { wastedBytes, total }: WasteReport): string {
  if (total === 0) return words.text("waste.read-none");
  return words.text("waste.read", { n: total, size: words.bytes(wastedBytes) });
}

function none({ words }: Ui, { contentSize }: WasteReport): unknown {
  return html`<section class="state">
    <h3><span class="sign good" aria-hidden="true">✓</span> ${words.text("waste.none")}</h3>
    <p>${words.text(contentSize === 0 ? "waste.no-bytes" : "waste.none-why")}</p>
  </section>`;
}
