// The layer stack: newest on top, base at the bottom, each layer's bar drawn to scale and starting where the one below
// it ends; between them, as thin lines, the instructions that made no layer.

import type { ReportHistory, ReportImage, ReportLayer } from "../index.js";
import { type Child, h, rows } from "./dom.js";
import { foreign, plain } from "./foreign.js";
import { digest, section, size } from "./pieces.js";
import { count, exactBytes, share } from "./words.js";

type Band = { layer: ReportLayer; made: ReportHistory | null } | { layer: null; made: ReportHistory };

/** What a view tells the stack about a layer that the layer itself does not know. */
export interface LayerNotes {
  /** How many other images of the archive have it too. */
  shared(layer: ReportLayer): number;
  /** A place for what is known of the layer once it has been read. */
  later(render: (image: ReportImage) => Child): HTMLElement;
}

export function layersSection(image: ReportImage, notes: LayerNotes): HTMLElement {
  const total = image.layers.reduce((sum, layer) => sum + (layer.size ?? 0), 0);
  const below = belowEach(image.layers);
  const list = h("ol", { class: "stack" });
  const all = rows(list, bands(image).reverse(), (band) =>
    band.layer === null ? line(band.made) : layerBand(band.layer, band.made, below.get(band.layer) ?? 0, total, notes),
  );
  const summary =
    image.layers.length === 0
      ? "none"
      : [count(image.layers.length, "layer"), ", ", size(total), image.layers.length > 1 && ", base at the bottom"];
  return section("layers", "Layers", h("p", { class: "sub" }, summary), all);
}

/** History and layers as one list from the base up. Layers that no history entry claims keep their place. */
function bands(image: ReportImage): Band[] {
  const list: Band[] = [];
  let next = 0;
  const layersBefore = (end: number): void => {
    for (const layer of image.layers.slice(next, end)) list.push({ layer, made: null });
    next = Math.max(next, end);
  };
  for (const made of image.history) {
    const layer = made.layer === null ? undefined : image.layers[made.layer];
    if (layer === undefined) list.push({ layer: null, made });
    else {
      layersBefore(layer.index);
      list.push({ layer, made });
      next = layer.index + 1;
    }
  }
  layersBefore(image.layers.length);
  return list;
}

function belowEach(layers: readonly ReportLayer[]): Map<ReportLayer, number> {
  const below = new Map<ReportLayer, number>();
  let sum = 0;
  for (const layer of layers) {
    below.set(layer, sum);
    sum += layer.size ?? 0;
  }
  return below;
}

function layerBand(
  layer: ReportLayer,
  made: ReportHistory | null,
  below: number,
  total: number,
  notes: LayerNotes,
): HTMLElement {
  const part = layer.size ?? 0;
  const bar = h("div", { class: "bar", "aria-hidden": "true" }, h("span"));
  // By the object model and not by an attribute: the page's policy allows no style in markup.
  bar.style.setProperty("--from", String(total > 0 ? below / total : 0));
  bar.style.setProperty("--share", String(total > 0 ? part / total : 0));
  const name = layer.digest ?? layer.diffId;
  const shared = notes.shared(layer);
  return h(
    "li",
    { class: "layer" },
    h("span", { class: "n", title: `layer ${layer.index + 1} (index ${layer.index})` }, String(layer.index + 1)),
    h("div", { class: "made" }, instruction(made) ?? h("span", { class: "sub" }, "no history entry")),
    h("span", { class: "size", title: layer.size === null ? null : exactBytes(layer.size) }, size(layer.size)),
    h("span", { class: "share" }, layer.size === null ? "" : share(part, total)),
    bar,
    h(
      "div",
      { class: "sub details" },
      name !== null && digest(name, `digest of layer ${layer.index + 1}`),
      !layer.present &&
        h("span", { class: "absent" }, layer.urls.length > 0 ? "stored elsewhere" : "not in the archive"),
      layer.compression !== null && layer.compression !== "none" && h("span", {}, layer.compression),
      shared > 0 && h("span", { class: "shared" }, `shared with ${count(shared, "other image")} here`),
      notes.later((newer) => layerNumbers(newer.layers[layer.index])),
    ),
  );
}

/** What is known of a layer once it has been read. */
function layerNumbers(layer: ReportLayer | undefined): Child {
  if (!layer) return null;
  const { files, uncompressedSize, compression, verification } = layer;
  const words: Child[] = [];
  if (uncompressedSize !== null && compression !== "none")
    words.push(h("span", {}, size(uncompressedSize), " unpacked"));
  if (files !== null) words.push(h("span", {}, count(files, "file")));
  if (verification.digest === "mismatch" || verification.diffId === "mismatch") {
    words.push(h("span", { class: "absent" }, "digest differs"));
  } else if (verification.digest === "verified" || verification.diffId === "verified") {
    words.push(h("span", {}, "verified"));
  }
  return words;
}

function line(made: ReportHistory): HTMLElement {
  return h("li", { class: "line" }, h("div", { class: "made" }, instruction(made) ?? "an entry that says nothing"));
}

/** The instruction on one short line; what is no instruction as it was written. The history has every word of it. */
function instruction(made: ReportHistory | null): HTMLElement | null {
  if (made?.instruction) {
    const { keyword, text } = made.instruction;
    return h("code", {}, h("b", {}, brief(keyword)), " ", brief(text));
  }
  return made?.createdBy ? h("code", {}, brief(made.createdBy)) : null;
}

/** Classic builders name what they copied by its hash: twelve digits of it will do. */
function brief(text: string): HTMLElement {
  const short = text.slice(0, 2000).replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…");
  return foreign(plain(short.replace(/\s+/g, " "), 300));
}
