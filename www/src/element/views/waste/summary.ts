// The efficiency, what it is made of, and how each number is defined.
import { html, nothing } from "lit";
import type { WasteReport } from "../../../index.js";
import { size } from "../../parts/pieces.js";
import { property } from "../../parts/property.js";
import type { Ui } from "../../view.js";

export function summary(ui: Ui, report: WasteReport): unknown {
  const { words } = ui;
  const { contentSize, mergedSize, wastedBytes, reclaimableBytes } = report;
  return html`<div class="weighed">
    <p class="efficiency">
      <span class="label">${words.text("waste.efficiency")}</span>
      <strong>${percent(ui, report)}</strong>
      <span class="sub">${words.text("waste.efficiency-what")}</span>
    </p>
    ${contentSize > 0 ? bar(ui, report) : nothing}
    <dl class="parts">
      ${part("all", words.text("waste.content"), size(ui, contentSize), words.text("waste.content-what"))}
      ${part("seen", words.text("waste.merged"), size(ui, mergedSize), words.text("waste.merged-what"))}
      ${part("lost", words.text("waste.wasted"), size(ui, wastedBytes), words.text("waste.wasted-what"))}
      ${
        reclaimableBytes === null
          ? nothing
          : part(
              "same",
              words.text("waste.reclaimable"),
              size(ui, reclaimableBytes),
              words.text("waste.reclaimable-what"),
            )
      }
    </dl>
  </div>`;
}

/** Rounded down: "100%" is said only of what is nothing less. Of whole numbers: a fraction may be a hair too low. */
function percent({ words }: Ui, { contentSize, wastedBytes }: WasteReport): string {
  const parts = contentSize === 0 ? 1000 : Math.floor(((contentSize - wastedBytes) * 1000) / contentSize);
  return `${words.number(parts / 10)}%`;
}

function bar({ words }: Ui, { contentSize, mergedSize, wastedBytes }: WasteReport): unknown {
  const text = words.text("waste.bar", {
    all: words.bytes(contentSize),
    seen: words.bytes(mergedSize),
    wasted: words.bytes(wastedBytes),
  });
  return html`<div class="weight" role="img" aria-label=${text}>
    <span class="seen" ${property("flex-grow", String(mergedSize))}></span
    >${wastedBytes > 0 ? html`<span class="lost" ${property("flex-grow", String(wastedBytes))}></span>` : nothing}
  </div>`;
}

function part(kind: string, name: string, value: unknown, what: string): unknown {
  return html`<div class=${kind}>
    <dt><span class="key" aria-hidden="true"></span>${name}</dt>
    <dd>${value} <span class="sub">${what}</span></dd>
  </div>`;
}
