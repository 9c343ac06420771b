// The source in a line, and what Verify makes of it.
import { html, nothing } from "lit";
import type { Verified, VerifiedBlob } from "../../index.js";
import { explain } from "../explain.js";
import { foreign } from "../parts/foreign.js";
import { digest, size } from "../parts/pieces.js";
import type { Shown, Ui } from "../view.js";
import { sign } from "./findings.js";
import { progressLine } from "./progress.js";

/** Wrong blobs that are listed; the sentence above counts them all. */
const MOST = 100;

/** `late`: what was found after the first view. */
export function sourceLine({ ui, session, report }: Shown, late: unknown): unknown {
  const { words } = ui;
  const { size: bytes, format, compression } = report.source;
  const facts = [
    bytes === null ? nothing : html`${size(ui, bytes)} · `,
    words.text(`format.${format}`),
    compression === "none" ? nothing : html` · ${words.text("source.compressed", { compression })}`,
  ];
  const { verifying } = session;
  const verify = (): void => void session.verify();
  return html`<div class="source">
      <p>
        <strong>${foreign(ui, session.name)}</strong>
        <span class="sub" title=${explain(words, report.source.why).text}>${facts}</span>
      </p>
      ${late}
      <button type="button" ?disabled=${verifying.kind === "running"} @click=${verify}>
        ${words.text("verify.start")}
      </button>
    </div>
    ${verifying.kind === "running" ? progressLine(ui, verifying, () => session.cancelVerifying()) : nothing}
    ${verifying.kind === "done" ? outcome(ui, verifying.value) : nothing}
    ${
      verifying.kind === "failed"
        ? html`<div class="outcome">
            <p>
              ${sign(ui, "error")}
              ${words.rich("verify.failed-why", { text: foreign(ui, explain(words, verifying.error).text) })}
            </p>
          </div>`
        : nothing
    }`;
}

function outcome(ui: Ui, { ok, blobs }: Verified): unknown {
  const wrong = blobs.filter((blob) => !blob.ok);
  return html`<div class="outcome ${ok ? "verified" : "differs"}">
    <p><span class="sign" aria-hidden="true">${ok ? "✓" : "✕"}</span> ${outcomeText(ui, { ok, blobs })}</p>
    ${
      wrong.length === 0
        ? nothing
        : html`<ul>
            ${wrong.slice(0, MOST).map((blob) => differing(ui, blob))}
          </ul>`
    }
  </div>`;
}

/** Also what the live region says. */
export function outcomeText({ words }: Ui, { ok, blobs }: Pick<Verified, "ok" | "blobs">): string {
  const count = (word: VerifiedBlob["verification"]) =>
    blobs.filter(({ verification }) => verification === word).length;
  const wrong = blobs.filter((blob) => !blob.ok).length;
  if (!ok && wrong > 0) return words.text("verify.differs", { n: wrong, all: blobs.length });
  if (!ok) return words.text("verify.incomplete");
  const bytes = words.bytes(blobs.reduce((sum, blob) => sum + (blob.bytes ?? 0), 0));
  const unstated = count("unstated");
  const rest = unstated > 0 ? ` ${words.text("verify.unstated", { n: unstated })}` : "";
  return words.text("verify.ok", { n: count("verified"), bytes }) + rest;
}

function differing(ui: Ui, { kind, digest: of, expected, actual, verification, problem, at }: VerifiedBlob): unknown {
  const { words } = ui;
  const what = words.text(`verify.kind-${kind}`);
  const stated = expected ?? of;
  const why =
    actual !== null
      ? html`${words.text("verify.hashes-to")} ${digest(ui, actual, words.text("verify.actual"))}`
      : problem !== null
        ? foreign(ui, explain(words, { ...problem, hint: "" }).text)
        : words.text(verification === "absent" ? "verify.absent" : "verify.unread");
  return html`<li>
    <p>${what} ${stated === null ? foreign(ui, at?.path ?? "") : digest(ui, stated, what)}</p>
    <p class="sub">${why}</p>
  </li>`;
}
