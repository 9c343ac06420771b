// What was made of a layer's digests, in one word.
import { html, type TemplateResult } from "lit";
import type { ReportLayer } from "../../../index.js";
import type { Ui } from "../../view.js";

const SIGNS = { verified: "✓", differs: "✕", unchecked: "·", absent: "–", elsewhere: "–", unstated: "–" } as const;
export type Check = keyof typeof SIGNS;

export function checkOf({ verification, present, urls }: ReportLayer): Check {
  const words = [verification.digest, verification.diffId];
  if (words.includes("mismatch")) return "differs";
  if (!present) return urls.length > 0 ? "elsewhere" : "absent";
  if (words.includes("absent")) return "absent";
  if (words.includes("verified")) return "verified";
  return words.every((word) => word === "unstated") ? "unstated" : "unchecked";
}

export function checkSign({ words }: Ui, check: Check): TemplateResult {
  return html`<span class="checked ${check}" title=${words.text(`layers.${check}-title`)}
    ><span class="sign" aria-hidden="true">${SIGNS[check]}</span>
    <span class="word">${words.text(`layers.${check}`)}</span></span
  >`;
}
