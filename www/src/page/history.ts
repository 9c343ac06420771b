import type { ReportHistory, ReportImage } from "../index.js";
import { h, rows } from "./dom.js";
import { foreign } from "./foreign.js";
import { moment, section, size } from "./pieces.js";
import { count } from "./words.js";

const JOINED = {
  exact: null,
  guessed: "There are more or fewer entries than layers; they were joined in order from the base.",
  none: "The history does not say which entry made which layer.",
};

/** What the image says of how it was made, the newest first as `docker history` has it. */
export function historySection(image: ReportImage): HTMLElement {
  const { history, historyJoin } = image;
  const entries = h("p", { class: "sub" }, history.length === 0 ? "none" : count(history.length, "entry", "entries"));
  if (history.length === 0) return section("history", "History", entries);
  const note = JOINED[historyJoin];
  const body = h("tbody");
  const head = h(
    "thead",
    {},
    h("tr", {}, [
      h("th", { scope: "col", class: "created" }, "Created"),
      h("th", { scope: "col" }, "Created by"),
      h("th", { scope: "col", class: "size" }, "Size"),
    ]),
  );
  const table = h("table", { class: "entries" }, head, body);
  const all = rows(body, [...history].reverse(), (entry) => row(entry, image), table);
  return section("history", "History", entries, note && h("p", { class: "sub" }, note), all);
}

function row(entry: ReportHistory, image: ReportImage): HTMLElement {
  const layer = entry.layer === null ? undefined : image.layers[entry.layer];
  return h(
    "tr",
    {},
    h("td", { class: "created" }, moment(entry.created) ?? "–"),
    h(
      "td",
      {},
      entry.createdBy
        ? h("code", {}, foreign(entry.createdBy, { lines: true }))
        : h("span", { class: "sub" }, "not stated"),
      entry.comment && h("p", { class: "sub" }, foreign(entry.comment, { lines: true })),
      entry.author && h("p", { class: "sub" }, "by ", foreign(entry.author)),
    ),
    h(
      "td",
      { class: "size" },
      layer ? size(layer.size) : h("span", { class: "sub" }, entry.emptyLayer ? "no layer" : "–"),
    ),
  );
}
