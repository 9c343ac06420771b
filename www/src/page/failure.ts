// What is shown in place of an archive that could not be opened.

import type { LayerglassError } from "../index.js";
import type { Archive } from "./archive.js";
import { h } from "./dom.js";
import { sentence } from "./findings.js";
import { foreign } from "./foreign.js";
import { facts } from "./pieces.js";

/** What happened, by the start of the code; the error itself says why we think so and what to do. */
const TITLES: readonly (readonly [prefix: string, title: string])[] = [
  ["source/empty", "This file is empty"],
  ["archive/not-an-archive", "This is not an image archive"],
  ["archive/empty", "This archive is empty"],
  ["layout/missing", "This folder holds no image"],
  ["tar/truncated", "This archive ends too early"],
  ["compression/truncated", "This file ends too early"],
  ["compression/unsupported", "This compression cannot be read"],
  ["compression/", "This file is damaged"],
  ["tar/", "This archive is damaged"],
  ["json/", "This archive is damaged"],
  ["limit/", "This archive asks for more than is safe"],
  ["network/", "This address could not be read"],
  ["source/", "This could not be read"],
  ["init/", "layerglass could not start"],
  ["internal/", "layerglass failed"],
];

export function failureTitle(error: LayerglassError): string {
  return TITLES.find(([prefix]) => error.code.startsWith(prefix))?.[1] ?? "This could not be opened";
}

export function failure(archive: Archive, error: LayerglassError, ways: HTMLElement): HTMLElement {
  return h(
    "section",
    { class: "failure", role: "group", "aria-labelledby": "failure-title" },
    h("p", { class: "name" }, foreign(archive.name)),
    h("h1", { id: "failure-title" }, failureTitle(error)),
    facts(
      ["What was seen", foreign(sentence(error.message))],
      error.hint ? ["What helps", foreign(sentence(error.hint))] : null,
      ["Code", h("code", {}, foreign(error.code))],
    ),
    ways,
  );
}
