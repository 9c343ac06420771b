// All that is known of one layer.
import { html, nothing } from "lit";
import type { ReportHistory, ReportImage, ReportLayer } from "../../../index.js";
import { foreign } from "../../parts/foreign.js";
import { whole } from "../../parts/instruction.js";
import { digest, facts, size } from "../../parts/pieces.js";
import { finding } from "../../shell/findings.js";
import type { Shown, Ui } from "../../view.js";

type Row = readonly [name: unknown, value: unknown];

export function details({ ui }: Shown, image: ReportImage, layer: ReportLayer, made: ReportHistory | null): unknown {
  const { words } = ui;
  const found = image.findings.filter(({ at }) => at?.layer === layer.index);
  const place = { number: layer.index + 1, count: image.layers.length, index: layer.index };
  return html`<div class="details">
    <h3>${words.text("layers.place", place)}</h3>
    ${whole(ui, made)}
    ${
      found.length > 0
        ? html`<ul class="findings">
            ${found.map((each) => finding(ui, each))}
          </ul>`
        : nothing
    }
    ${facts(
      [words.text("layers.stored"), exactly(ui, layer.size)],
      [words.text("layers.unpacked"), exactly(ui, layer.uncompressedSize)],
      [words.text("layers.content"), exactly(ui, layer.contentSize)],
      [words.text("layers.merged"), exactly(ui, layer.mergedSize)],
      [words.text("layers.files"), layer.files === null ? "–" : words.number(layer.files)],
    )}
    ${facts(...digests(ui, layer))}
    ${facts(
      [words.text("layers.media-type"), layer.mediaType && html`<code>${foreign(ui, layer.mediaType)}</code>`],
      [
        words.text("layers.compression"),
        layer.compression === "none" ? words.text("layers.compression-none") : layer.compression,
      ],
      [words.text("layers.urls"), layer.urls.length > 0 && layer.urls.map((url) => html`<p>${address(ui, url)}</p>`)],
      ...Object.entries(layer.annotations).map(([name, value]): Row => [
        foreign(ui, name),
        foreign(ui, value, { lines: true }),
      ]),
    )}
  </div>`;
}

function exactly(ui: Ui, of: number | null): unknown {
  if (of === null) return size(ui, of);
  return html`${size(ui, of)} <span class="sub">${ui.words.text("size.exact", { n: of })}</span>`;
}

function digests(ui: Ui, { index, digest: stored, diffId, chainId }: ReportLayer): Row[] {
  const { words } = ui;
  const rows = [
    ["layers.digest", stored],
    ["layers.diff-id", diffId],
    ["layers.chain-id", chainId],
  ] as const;
  return rows.map(([key, of]) => {
    const name = words.text(key);
    return [name, of && digest(ui, of, words.text("layers.of-layer", { name, number: index + 1 }))];
  });
}

/** A link only where it leads to the web: an image may bring any other scheme along. */
function address(ui: Ui, url: string): unknown {
  const text = foreign(ui, url);
  return /^https?:\/\//i.test(url) && URL.canParse(url)
    ? html`<a href=${url} target="_blank" rel="noreferrer noopener">${text}</a>`
    : html`<code>${text}</code>`;
}
