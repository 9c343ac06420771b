import type { Place, ReportFinding } from "../index.js";
import { h, rows } from "./dom.js";
import { foreign } from "./foreign.js";
import { section } from "./pieces.js";

const SIGNS = { error: "✕", warning: "!", info: "i" };
const ORDER = ["error", "warning", "info"];

/** What is wrong or worth knowing, the worst first; null where nothing is. */
export function findingsSection(id: string, title: string, findings: readonly ReportFinding[]): HTMLElement | null {
  if (findings.length === 0) return null;
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return section(id, title, null, rows(h("ul", { class: "findings" }), sorted, finding));
}

function finding({ severity, message, hint, code, at }: ReportFinding): HTMLElement {
  const where = at === null ? "" : placeWords(at);
  return h(
    "li",
    { class: `finding ${severity}` },
    h(
      "p",
      {},
      sign(severity),
      " ",
      foreign(sentence(message)),
      hint && [" ", h("span", { class: "hint" }, foreign(sentence(hint)))],
    ),
    h("p", { class: "sub" }, h("code", {}, foreign(code)), where && [" · ", foreign(where)]),
  );
}

/** The severity as a word, with a sign before it: colour alone says nothing. */
export function sign(severity: "error" | "warning" | "info"): HTMLElement {
  const mark = h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[severity]);
  return h("strong", { class: `severity ${severity}` }, mark, severity);
}

/** "layer 3 (index 2), blobs/sha256/…, at byte 512". */
function placeWords({ layer, path, offset }: Place): string {
  const parts: string[] = [];
  if (layer !== undefined) parts.push(`layer ${layer + 1} (index ${layer})`);
  if (path !== undefined) parts.push(path);
  if (offset !== undefined) parts.push(`at byte ${offset.toLocaleString("en")}`);
  return parts.join(", ");
}

/** The core writes messages to follow a colon; here they stand alone. A word that is a name keeps its spelling. */
export function sentence(message: string): string {
  const named = /^\S*[./:_-]\S/.test(message);
  const start = named ? message : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?…]$/.test(start) || start === "" ? start : `${start}.`;
}
