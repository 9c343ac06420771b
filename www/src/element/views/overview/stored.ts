// What a source holds beside its images: indexes, attestations, and artifacts that are no images at all.
import { html, nothing } from "lit";
import type { ReportArtifact, ReportDescriptor, ReportImage, ReportIndex, ReportName } from "../../../index.js";
import { platformText } from "../../../words/names.js";
import { plain } from "../../../words/plain.js";
import { foreign } from "../../parts/foreign.js";
import { lazyRows } from "../../parts/lazy.js";
import { digestLink, size } from "../../parts/pieces.js";
import type { Ui } from "../../view.js";

/** Pixels of a row. */
const ROW = 32;

export function indexes(ui: Ui, all: readonly ReportIndex[]): unknown {
  if (all.length === 0) return nothing;
  return html`<section class="part">
    <h3>${ui.words.text("overview.indexes")}</h3>
    ${lazyRows(all, 4 * ROW, (each) => index(ui, each))}
  </section>`;
}

function index(ui: Ui, { digest: of, names, manifests }: ReportIndex): unknown {
  const { words } = ui;
  return html`<div class="index">
    <p>
      ${nameList(ui, names)} ${digestLink(ui, of, words.text("name.digest"))}
      <span class="sub">${words.text("overview.manifests", { n: manifests.length })}</span>
    </p>
    <div role="list">${lazyRows(manifests, ROW, (each) => manifest(ui, each))}</div>
  </div>`;
}

function manifest(
  ui: Ui,
  { role, platform, digest: of, size: bytes, present, artifactType }: ReportDescriptor,
): unknown {
  const { words } = ui;
  const what =
    role === "artifact" && artifactType !== null ? foreign(ui, artifactType) : words.text(`overview.role-${role}`);
  const place = platform !== null && role === "image" ? foreign(ui, platformText(platform)) : nothing;
  return html`<div class="descriptor" role="listitem">
    <span class="what"
      >${what} ${place} ${present ? nothing : html`<span class="absent">${words.text("overview.absent")}</span>`}</span
    >
    ${present ? digestLink(ui, of, words.text("name.digest")) : html`<code title=${plain(of)}>${foreign(ui, of.slice(0, 19))}</code>`}
    ${size(ui, bytes)}
  </div>`;
}

export function artifacts(ui: Ui, all: readonly ReportArtifact[]): unknown {
  if (all.length === 0) return nothing;
  const { words } = ui;
  const row = ({ names, artifactType, mediaType, digest: of, size: bytes, subject }: ReportArtifact): unknown =>
    html`<div class="descriptor" role="listitem">
      <span class="what"
        >${nameList(ui, names)} ${foreign(ui, artifactType ?? mediaType ?? words.text("overview.type-unstated"))}
        ${subject === null ? nothing : html`<span class="sub">${words.text("overview.about")} ${digestLink(ui, subject, words.text("overview.subject"))}</span>`}</span
      >
      ${digestLink(ui, of, words.text("name.digest"))} ${size(ui, bytes)}
    </div>`;
  return html`<section class="part">
    <h3>${words.text("overview.artifacts")}</h3>
    <p class="sub">${words.text("overview.artifacts-note")}</p>
    <div role="list">${lazyRows(all, ROW, row)}</div>
  </section>`;
}

/** What was attested about an image: provenance, bills of materials. */
export function attestations(ui: Ui, { attestations: all }: ReportImage): unknown {
  if (all.length === 0) return nothing;
  const { words } = ui;
  return html`<section class="part">
    <h3>${words.text("overview.attestations")}</h3>
    <div role="list">
      ${lazyRows(
        all,
        ROW,
        ({ digest: of, predicateTypes }) =>
          html`<div class="descriptor" role="listitem">
            <span class="what"
              >${
                predicateTypes.length === 0
                  ? words.text("overview.type-unstated")
                  : predicateTypes.map((type) => html`${foreign(ui, type)} `)
              }</span
            >${digestLink(ui, of, words.text("name.digest"))}
          </div>`,
      )}
    </div>
  </section>`;
}

function nameList(ui: Ui, names: readonly ReportName[]): unknown {
  return names.map(({ raw }) => html`<strong>${foreign(ui, raw)}</strong> `);
}
