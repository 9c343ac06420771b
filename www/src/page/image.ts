// One image: its head, then layers, config and history.

import type { Report, ReportImage, ReportLayer, ReportName } from "../index.js";
import type { Archive } from "./archive.js";
import { configSection } from "./config.js";
import { add, type Child, h, rows } from "./dom.js";
import { findingsSection } from "./findings.js";
import { foreign, plain } from "./foreign.js";
import { historySection } from "./history.js";
import { layersSection } from "./layers.js";
import { copyButton, digest, facts, moment, platformWords, size } from "./pieces.js";
import { attestations } from "./stored.js";
import { exactBytes, platform, share, shortDigest } from "./words.js";

/** Shows the image at `place` of the archive's report. What is learned later is filled in where it belongs. */
export class ImageView {
  readonly element: HTMLElement;
  readonly #archive: Archive;
  readonly #place: number;
  readonly #refreshers: (() => void)[] = [];

  constructor(archive: Archive, report: Report, image: ReportImage, place: number) {
    this.#archive = archive;
    this.#place = place;
    const later = (render: (image: ReportImage) => Child): HTMLElement => this.#later(image, render);
    this.element = h(
      "article",
      { "aria-labelledby": "image-title" },
      head(image, report),
      facts(
        ["Platform", platformWords(image.platform)],
        ["Created", moment(image.created)],
        image.author !== null && image.author !== "" ? ["Author", foreign(image.author)] : null,
        ["Stored", size(image.size)],
        ["Size in docker", later((newer) => this.#contentSize(newer))],
        ["Unpacked", later((newer) => size(newer.uncompressedSize))],
        image.id === null ? null : ["Image ID", digest(image.id, "image ID")],
        image.digest === null ? null : ["Digest", digest(image.digest, "digest")],
        ["Attestations", attestations(image)],
      ),
      later((newer) => findingsSection("image-findings", "Findings", newer.findings)),
      h(
        "div",
        { class: "columns" },
        layersSection(image, { later, shared: (layer) => sharedWith(layer, report, place) }),
        configSection(image),
      ),
      historySection(image),
    );
  }

  /** Fills in what is known now. */
  refresh(): void {
    for (const refresher of this.#refreshers) refresher();
  }

  #later(image: ReportImage, render: (image: ReportImage) => Child): HTMLElement {
    const box = h("div", { class: "later" });
    const refresher = (): void => {
      box.replaceChildren();
      add(box, [render(this.#archive.report?.images[this.#place] ?? image)]);
    };
    refresher();
    this.#refreshers.push(refresher);
    return box;
  }

  /** Docker's number counts the files in the layers, so it is there only when all of them were read. */
  #contentSize(image: ReportImage): Child {
    if (image.contentSize !== null) return size(image.contentSize);
    const counting = this.#archive.counting;
    // What lies here is counted without being asked for.
    if (counting.kind === "running" || (counting.kind === "idle" && this.#archive.host === null)) {
      const done = counting.kind === "running" ? counting.progress : null;
      return h("span", { class: "waiting" }, `counting… ${done?.total ? share(done.bytes, done.total) : ""}`);
    }
    if (counting.kind === "failed")
      return h("span", { class: "sub", title: plain(counting.error.message) }, "could not be counted");
    if (counting.kind === "done") return h("span", { class: "sub" }, "not known");
    const all = this.#archive.report?.source.size ?? null;
    const title = `Reads the layers from ${this.#archive.host ?? "the file"}${all === null ? "" : `, up to ${exactBytes(all)}`}`;
    return h("button", { type: "button", class: "quiet", title, click: () => void this.#archive.count() }, "Count");
  }
}

function head(image: ReportImage, { source }: Report): HTMLElement {
  const [first, ...more] = image.names;
  const without = source.format === "filesystem" ? "Plain filesystem" : untitled(image);
  const name = first && short(first);
  const long = name !== undefined && name.length > 80;
  const title = h("h1", { id: "image-title", class: long && "long" }, name ? foreign(name) : without);
  return h(
    "header",
    { class: "image-head" },
    h("div", { class: "title" }, title, first?.canonical && copyButton(first.canonical, "name")),
    first && first.canonical !== name && h("p", { class: "name" }, canonical(first)),
    more.length > 0 && rows(h("ul", { class: "names" }), more, otherName),
  );
}

function otherName(name: ReportName): HTMLElement {
  const differs = name.canonical !== short(name) && [" ", canonical(name)];
  const copy = name.canonical !== null && copyButton(name.canonical, "name");
  return h("li", {}, h("strong", {}, foreign(short(name))), differs, " ", copy);
}

/** As docker shows it. */
function short(name: ReportName): string {
  return name.familiar ?? name.raw;
}

function canonical(name: ReportName): HTMLElement {
  const words =
    name.canonical === null ? "a tag; the archive does not say of which repository" : foreign(name.canonical);
  return h("span", { class: "canonical" }, words);
}

/** What stands in place of a name where an image has none. */
function untitled(image: ReportImage): string {
  const key = image.digest ?? image.id;
  return key === null ? "Image without a name" : `Untagged image ${shortDigest(key)}`;
}

/** A few words that tell an image from the others of its archive. */
export function imageLabel(image: ReportImage): { name: string; rest: string } {
  const [first, ...more] = image.names;
  const name = first ? plain(short(first), 120) : untitled(image);
  return { name: more.length > 0 ? `${name} +${more.length}` : name, rest: plain(platform(image.platform), 60) };
}

function sharedWith(layer: ReportLayer, { images }: Report, place: number): number {
  const same = (other: ReportLayer): boolean =>
    layer.diffId !== null ? other.diffId === layer.diffId : layer.digest !== null && other.digest === layer.digest;
  return images.filter((image, other) => other !== place && image.layers.some(same)).length;
}
