// The overview: what starts, the picked layer, the other names, and what else the source holds.
import { html, nothing } from "lit";
import type { ReportImage, ReportLayer } from "../../index.js";
import { shortName } from "../../words/names.js";
import { copyButton } from "../parts/copy.js";
import { foreign } from "../parts/foreign.js";
import { whole } from "../parts/instruction.js";
import { lazyRows } from "../parts/lazy.js";
import { digest, facts, size } from "../parts/pieces.js";
import { canonical } from "../shell/head.js";
import { madeBy } from "../shell/stack.js";
import type { Shown, Ui, View } from "../view.js";
import { inWords } from "./config/words.js";
import { artifacts, attestations, indexes } from "./overview/stored.js";

/** Pixels of a row of names. */
const NAME = 28;

export class OverviewView implements View {
  render(shown: Shown): unknown {
    const { ui, image, layer, report } = shown;
    return html`
      ${image ? html`${section(ui.words.text("overview.starts"), inWords(ui, image))} ${picked(ui, image, layer)} ${names(ui, image)} ${attestations(ui, image)}` : nothing}
      ${indexes(ui, report.indexes)} ${artifacts(ui, report.artifacts)}
    `;
  }

  reset(): void {}
}

export function section(title: string, body: unknown): unknown {
  return html`<section class="part">
    <h3>${title}</h3>
    ${body}
  </section>`;
}

function picked(ui: Ui, image: ReportImage, layer: ReportLayer | null): unknown {
  const { words } = ui;
  if (!layer) {
    return image.layers.length === 0
      ? nothing
      : section(words.text("overview.layer"), html`<p class="sub">${words.text("overview.pick")}</p>`);
  }
  const place = words.text("overview.place", {
    number: layer.index + 1,
    count: image.layers.length,
    index: layer.index,
  });
  const made = madeBy(image, layer);
  return section(
    place,
    html`${made ? whole(ui, made) : html`<p class="sub">${words.text("stack.unknown")}</p>`}
      ${facts(
        [words.text("overview.stored"), size(ui, layer.size)],
        [words.text("overview.compression"), layer.compression],
        [words.text("overview.unpacked"), size(ui, layer.uncompressedSize)],
        [words.text("overview.files"), layer.files === null ? null : words.number(layer.files)],
        [words.text("name.digest"), layer.digest === null ? null : digest(ui, layer.digest, words.text("name.digest"))],
        [
          words.text("overview.diff-id"),
          layer.diffId === null ? null : digest(ui, layer.diffId, words.text("overview.diff-id")),
        ],
      )}
      <p>
        <button type="button" class="link" @click=${() => ui.pick({ view: "layers" })}>
          ${words.text("overview.to-layers")}
        </button>
      </p>`,
  );
}

/** The names behind the first, which is the title. */
function names(ui: Ui, { names: [, ...more] }: ReportImage): unknown {
  if (more.length === 0) return nothing;
  const row = (name: ReportImage["names"][number]): unknown => {
    const differs = name.canonical !== shortName(name);
    const copy = name.canonical === null ? nothing : copyButton(ui, name.canonical, ui.words.text("name.image"));
    return html`<p role="listitem">
      ${foreign(ui, shortName(name))} ${differs ? canonical(ui, name) : nothing} ${copy}
    </p>`;
  };
  return section(ui.words.text("overview.names"), html`<div role="list">${lazyRows(more, NAME, row)}</div>`);
}
