import { html, nothing } from "lit";
import type { ReportImage } from "../../index.js";
import { adopt } from "../parts/adopt.js";
import { digest, digestLink } from "../parts/pieces.js";
import { config as styles } from "../styles/config.js";
import { field } from "../styles/field.js";
import type { Shown, Ui, View } from "../view.js";
import { config as words } from "../words/en/config.js";
import { englishWords } from "../words/index.js";
import { about } from "./config/about.js";
import { others } from "./config/others.js";
import { type Pair, matching, pairs } from "./config/pairs.js";
import { settings } from "./config/settings.js";
import { type Config, isEmpty, isRecord, textOf, variableOf } from "./config/shape.js";

englishWords.learn(words);

/** From so many variables and labels on, somebody looks for one rather than reads them. */
const FILTERED_FROM = 12;

/** The configuration, each key in its words. What the words leave out is in the document, a click away. */
export class ConfigView implements View {
  #filter = "";

  render({ ui, image, report }: Shown): unknown {
    if (!image) return nothing;
    const isFilesystem = report.source.format === "filesystem";
    const shown = image.config === null ? absent(ui, image, isFilesystem) : this.#config(ui, image, image.config);
    return html`<div class="config-view" ${adopt(field, styles)}>${shown}</div>`;
  }

  reset(): void {
    this.#filter = "";
  }

  #config(ui: Ui, image: ReportImage, config: Config): unknown {
    const environment = environmentOf(config["Env"]);
    const labels = labelsOf(config["Labels"]);
    const annotations = Object.entries(image.annotations);
    const all = [environment, labels, annotations];
    const isLong = all.reduce((sum, { length }) => sum + length, 0) > FILTERED_FROM;
    return html`
      ${settings(ui, config, image.platform.os === "windows")} ${isLong ? this.#field(ui, all) : nothing}
      ${pairs(ui, "config.environment", environment, this.#filter)} ${pairs(ui, "config.labels", labels, this.#filter)}
      ${pairs(ui, "config.annotations", annotations, this.#filter)} ${about(ui, image)} ${others(ui, config)}
      ${whole(ui, image)}
    `;
  }

  #field(ui: Ui, lists: readonly (readonly Pair[])[]): unknown {
    const find = (event: Event): void => {
      this.#filter = (event.target as HTMLInputElement).value;
      const n = lists.reduce((sum, list) => sum + matching(list, this.#filter).length, 0);
      ui.announce(ui.words.text("config.found", { n }));
      ui.redraw();
    };
    return html`<p class="filter">
      <input
        type="search"
        .value=${this.#filter}
        aria-label=${ui.words.text("config.filter")}
        placeholder=${ui.words.text("config.filter")}
        autocomplete="off"
        spellcheck="false"
        @input=${find}
      />
    </p>`;
  }
}

function environmentOf(value: unknown): Pair[] {
  if (isEmpty(value)) return [];
  return Array.isArray(value) ? value.map(variableOf) : labelsOf(value);
}

function labelsOf(value: unknown): Pair[] {
  if (isEmpty(value)) return [];
  if (isRecord(value)) return Object.entries(value).map(([name, label]) => [name, textOf(label)]);
  return Array.isArray(value) ? value.map(variableOf) : [variableOf(value)];
}

function whole(ui: Ui, { id }: ReportImage): unknown {
  if (id === null) return nothing;
  return html`<p class="sub">
    ${ui.words.rich("config.whole", { id: digestLink(ui, id, ui.words.text("name.id")) })}
  </p>`;
}

/** Without a config there is still what the manifest says. */
function absent(ui: Ui, image: ReportImage, isFilesystem: boolean): unknown {
  const { words } = ui;
  const { id } = image;
  return html`<section class="missing">
      <h3>${words.text(isFilesystem ? "config.none-title" : "config.absent-title")}</h3>
      <p>${words.text(isFilesystem ? "config.none-why" : "config.absent-why")}</p>
      ${id === null ? nothing : html`<p>${words.text("name.id")} ${digest(ui, id, words.text("name.id"))}</p>`}
      <p class="sub">${words.text(isFilesystem ? "config.none-helps" : "config.absent-helps")}</p>
    </section>
    ${pairs(ui, "config.annotations", Object.entries(image.annotations), "")} ${about(ui, image)}`;
}
