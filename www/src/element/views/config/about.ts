// Who made the image, when, and for what.
import { html, nothing } from "lit";
import type { ReportImage } from "../../../index.js";
import { foreign } from "../../parts/foreign.js";
import { moment } from "../../parts/pieces.js";
import type { Ui } from "../../view.js";
import type { Key } from "../../words/en.js";
import { fact } from "./settings.js";
import { code } from "./words.js";

export function about(ui: Ui, { author, created, platform }: ReportImage): unknown {
  const features = platform.osFeatures.map((feature) => html`<li>${code(ui, feature)}</li>`);
  const facts: readonly (readonly [Key, unknown])[] = [
    ["config.author", author && foreign(ui, author)],
    ["config.created", created === null ? null : moment(ui, created)],
    ["config.os", platform.os && code(ui, platform.os)],
    ["config.os-version", platform.osVersion && code(ui, platform.osVersion)],
    [
      "config.os-features",
      features.length > 0 &&
        html`<ul class="names">
          ${features}
        </ul>`,
    ],
    ["config.architecture", platform.architecture && code(ui, platform.architecture)],
    ["config.variant", platform.variant && code(ui, platform.variant)],
  ];
  const known = facts.filter(([, value]) => value);
  if (known.length === 0) return nothing;
  return html`<section>
    <h3>${ui.words.text("config.about")}</h3>
    <dl class="settings">${known.map(([name, value]) => fact(ui.words.text(name), value))}</dl>
  </section>`;
}
