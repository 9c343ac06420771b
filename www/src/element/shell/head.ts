// The image's head: how it is called, what names it for good, when it was made, how large it is.
import { html, nothing } from "lit";
import type { LayerglassError, ReportImage, ReportName } from "../../index.js";
import { shortDigest, shortName } from "../../words/names.js";
import { copyButton } from "../parts/copy.js";
import { foreign } from "../parts/foreign.js";
import { digest, facts, moment, platform, size } from "../parts/pieces.js";
import type { Shown, Ui } from "../view.js";
import { sign } from "./findings.js";
import { pickers } from "./pickers.js";
import { bar, leftText, progressText, type Running } from "./progress.js";
import { troubleRows } from "./trouble.js";

/** A name that is longer is set smaller. */
const LONG = 60;

export function head(shown: Shown, image: ReportImage): unknown {
  const { ui } = shown;
  const { words } = ui;
  const [first] = image.names;
  const title = first ? shortName(first) : untitled(shown, image);
  return html`<header class="head" part="head">
    <div class="title">
      <h2 class=${title.length > LONG ? "long" : ""}>${foreign(ui, title)}</h2>
      ${first?.canonical ? copyButton(ui, first.canonical, words.text("name.image")) : nothing} ${pickers(shown)}
    </div>
    <div class="keys">
      ${first && first.canonical !== title ? canonical(ui, first) : nothing}
      ${image.digest === null ? nothing : key(ui, "name.digest", image.digest)}
      ${image.id === null ? nothing : key(ui, "name.id", image.id)}
    </div>
    ${facts(
      [words.text("platforms.label"), platform(ui, image.platform)],
      [words.text("head.created"), moment(ui, image.created)],
      [named(ui, "head.stored"), size(ui, image.size)],
      [named(ui, "head.content"), contentSize(shown, image)],
      [named(ui, "head.merged"), mergedSize(shown, image)],
    )}
    ${shown.session.measuring.kind === "failed" ? uncounted(shown, shown.session.measuring.error) : nothing}
  </header>`;
}

/** What stands in place of a name where an image has none. */
export function untitled({ ui: { words }, report }: Shown, image: ReportImage): string {
  if (report.source.format === "filesystem") return words.text("name.filesystem");
  const key = image.digest ?? image.id;
  return key === null ? words.text("name.none") : words.text("name.untagged", { digest: shortDigest(key) });
}

export function canonical(ui: Ui, name: ReportName): unknown {
  const text = name.canonical === null ? ui.words.text("name.tag-only") : foreign(ui, name.canonical);
  return html`<span class="canonical">${text}</span>`;
}

function key(ui: Ui, label: "name.digest" | "name.id", of: string): unknown {
  const name = ui.words.text(label);
  return html`<span class="key"><span class="label">${name}</span> ${digest(ui, of, name)}</span>`;
}

function named({ words }: Ui, label: "head.stored" | "head.content" | "head.merged"): unknown {
  return html`<span title=${words.text(`${label}-title`)}>${words.text(label)}</span>`;
}

/** Room for the longest number, so that nothing moves when it comes. */
function later(value: unknown): unknown {
  return html`<span class="later">${value}</span>`;
}

/** What kept the layers from being counted. */
function uncounted({ ui, session }: Shown, error: LayerglassError): unknown {
  return html`<div class="uncounted failure">
    <p>${sign(ui, "error")} ${ui.words.text("head.uncounted")}</p>
    ${troubleRows(ui, error, () => void session.measure())}
  </div>`;
}

/** Docker's number counts the files in the layers, so it is there only when all of them were read. */
function contentSize({ ui, session, report }: Shown, image: ReportImage): unknown {
  const { words } = ui;
  if (image.contentSize !== null) return later(size(ui, image.contentSize));
  const { measuring, verifying } = session;
  if (measuring.kind === "running") return later(counting(ui, measuring, () => session.cancelMeasuring()));
  // Who verifies counts as well.
  if (verifying.kind === "running" || (measuring.kind === "idle" && session.isCheap)) {
    return later(html`<span class="sub">${words.text("head.counting", { share: "" })}</span>`);
  }
  if (measuring.kind === "failed") return later(html`<span class="sub">${words.text("head.uncountable")}</span>`);
  if (measuring.kind === "done") return later(size(ui, null));
  const all = report.source.size;
  const title = words.text("head.count-title", {
    host: session.host ?? session.name,
    size: all === null ? "?" : words.bytes(all),
  });
  const count = () => void session.measure();
  return later(
    html`<button type="button" class="quiet" title=${title} @click=${count}>${words.text("head.count")}</button>`,
  );
}

/** In the room that the numbers will have, so that they move nothing when they come; the bar in the gap above. */
function counting({ words }: Ui, running: Running, cancel: () => void): unknown {
  const { progress } = running;
  const share = progress?.total ? words.share(progress.bytes, progress.total) : "";
  const label = words.text("head.stop-counting");
  return html`<span class="sub" title=${progressText(words, running)}>${words.text("head.counting", { share })}</span>
    <button type="button" class="quiet stop" aria-label=${label} title=${label} @click=${cancel}>✕</button>
    <span class="counting" part="progress">${bar(words.text("state.progress"), running)}</span>`;
}

function mergedSize({ ui, session: { measuring } }: Shown, image: ReportImage): unknown {
  const left = measuring.kind === "running" ? leftText(ui.words, measuring) : "";
  return later(left ? html`<span class="sub">${left}</span>` : size(ui, image.mergedSize));
}
