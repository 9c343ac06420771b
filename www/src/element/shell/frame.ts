// An open source: what it is, the image's head, findings, the stack beside the views.
import { html, nothing } from "lit";
import { findings, FindingsList } from "./findings.js";
import { viewsOf } from "../chosen.js";
import type { Shown, Ui, View, ViewName } from "../view.js";
import { LayersView } from "../views/layers.js";
import { OverviewView } from "../views/overview.js";
import { LaterView } from "../views/later.js";
import { head } from "./head.js";
import { sourceLine } from "./source-line.js";
import { Stack } from "./stack.js";
import { Tabs } from "./tabs.js";

export class Frame {
  readonly #stack = new Stack();
  readonly #findings = new FindingsList();
  readonly #tabs = new Tabs();
  readonly #views: Record<ViewName, View> = {
    overview: new OverviewView(),
    layers: new LayersView(),
    files: new LaterView(async () => new (await import("../views/files.js")).FilesView()),
    history: new LaterView(async () => new (await import("../views/history.js")).HistoryView()),
    waste: new LaterView(async () => new (await import("../views/waste.js")).WasteView()),
    config: new LaterView(async () => new (await import("../views/config.js")).ConfigView()),
    raw: new LaterView(async () => new (await import("../views/raw.js")).RawView()),
  };

  /** `absent`: a view was asked for that the source cannot give. */
  render(shown: Shown & { readonly absent: string | null }): unknown {
    const { ui, report, image, absent, choice } = shown;
    const tabs = {
      label: ui.words.text("views.label"),
      views: viewsOf(report),
      current: choice.view,
      none: absent !== null,
      onnear: (view: ViewName) => this.#fetch(view),
    };
    const found = findings(report, image, shown.session);
    return html`
      ${sourceLine(shown, this.#findings.late(shown, found))} ${image ? head(shown, image) : noImage(ui)}
      ${this.#findings.render(shown, found)}
      <div class="body" data-stack=${image !== null}>
        ${image ? this.#stack.render(shown, image) : nothing}
        <div class="main">
          ${this.#tabs.render(ui, tabs)}
          <div
            class="panel ${choice.view}"
            id="panel"
            part="panel"
            role="tabpanel"
            tabindex="0"
            aria-labelledby="tab-${choice.view}"
          >
            ${absent === null ? this.#views[choice.view].render(shown) : notInThis(ui, absent)}
          </div>
        </div>
      </div>
    `;
  }

  /** A view comes once somebody is about to ask for it, and not before: most visits look at few. */
  #fetch(name: ViewName): void {
    const view = this.#views[name];
    if (view instanceof LaterView) view.prefetch();
  }

  /** Another source or image: what views remember is about the last one. */
  reset(): void {
    this.#stack.reset();
    this.#findings.reset();
    for (const view of Object.values(this.#views)) view.reset();
  }
}

function noImage({ words }: Ui): unknown {
  return html`<header class="head" part="head">
    <h2>${words.text("state.no-image")}</h2>
    <p class="sub">${words.text("state.no-image-note")}</p>
  </header>`;
}

function notInThis({ words }: Ui, view: string): unknown {
  return html`<section class="state">
    <h3>${words.text("state.not-in-this")}</h3>
    <p>${words.text("state.not-in-archive", { view })}</p>
  </section>`;
}
