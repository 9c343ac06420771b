// All that a layer says of a file, beside its bytes.
import { html, nothing } from "lit";
import type { FileRow, ReportImage } from "../../../../index.js";
import { plain } from "../../../../words/plain.js";
import { copyButton } from "../../../parts/copy.js";
import { foreign } from "../../../parts/foreign.js";
import { brief } from "../../../parts/instruction.js";
import { facts, moment, size } from "../../../parts/pieces.js";
import { madeBy } from "../../../shell/stack.js";
import type { Ui } from "../../../view.js";
import { modeText } from "../mode.js";

/** Of an extended attribute: a capability has 20 bytes. */
const VALUE_BYTES = 256;

export function about(ui: Ui, row: FileRow, image: ReportImage): unknown {
  const { words } = ui;
  return facts(
    [words.text("preview.type"), words.text(`preview.type-${row.type}`)],
    [words.text("preview.size"), sizeOf(ui, row)],
    row.below && [words.text("preview.holds"), words.text("preview.entries", { n: row.below.entries })],
    [words.text("preview.mode"), html`<code>${modeText(row)}</code>`],
    [words.text("preview.owner"), owner(ui, row)],
    [words.text("preview.modified"), modified(ui, row)],
    row.device && [words.text("preview.device"), `${row.device[0]}, ${row.device[1]}`],
    [words.text("preview.from"), origin(ui, row, image)],
    ...Object.entries(row.xattrs).map(
      ([name, value]) => [html`<code>${foreign(ui, name)}</code>`, attribute(ui, value)] as const,
    ),
  );
}

/** The path, and a way to copy it as a container would write it. */
export function pathLine(ui: Ui, { path }: FileRow): unknown {
  const absolute = path === "." ? "/" : `/${path}`;
  return html`<p class="path copyable">
    <code title=${plain(absolute)}>${foreign(ui, absolute)}</code
    >${copyButton(ui, absolute, ui.words.text("preview.path"))}
  </p>`;
}

function sizeOf(ui: Ui, row: FileRow): unknown {
  if (row.below) return exactly(ui, row.below.size);
  if (row.type !== "file" && row.type !== "hardlink") return nothing;
  const holes = row.storedSize < row.size && row.type === "file";
  const stored = holes
    ? html` · ${ui.words.text("preview.stored", { size: ui.words.bytes(row.storedSize) })}`
    : nothing;
  return html`${exactly(ui, row.size)}${stored}`;
}

function exactly(ui: Ui, of: number): unknown {
  const exact = of < 1000 ? nothing : html` <span class="sub">${ui.words.text("size.exact", { n: of })}</span>`;
  return html`${size(ui, of)}${exact}`;
}

function owner(ui: Ui, { uid, gid, uname, gname }: FileRow): unknown {
  const named = uname === "" && gname === "" ? nothing : html`${foreign(ui, `${uname}:${gname}`)} `;
  return html`${named}<code>${uid}:${gid}</code>`;
}

/** A header may say any number of seconds. */
function modified(ui: Ui, { mtime }: FileRow): unknown {
  const date = new Date(mtime * 1000);
  return Number.isNaN(date.getTime()) ? String(mtime) : moment(ui, date.toISOString().replace(/\.\d+Z$/, "Z"));
}

function origin(ui: Ui, { layer: index, change }: FileRow, image: ReportImage): unknown {
  const { words } = ui;
  const layer = image.layers[index];
  const go = (): void => ui.pick({ view: "layers", layer: index });
  return html`<button type="button" class="link" @click=${go}>${words.text("preview.layer", { n: index + 1 })}</button>
    <span class="sub">${words.text(`preview.change-${change}`)}</span>
    ${layer ? brief(ui, madeBy(image, layer)) : nothing}`;
}

function attribute(ui: Ui, base64: string): unknown {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const start = bytes.subarray(0, VALUE_BYTES);
  const more = bytes.length > start.length ? "…" : "";
  const text = /^[\x20-\x7e]*$/.test(String.fromCharCode(...start));
  const written = text
    ? String.fromCharCode(...start)
    : `0x${Array.from(start, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return html`<code>${foreign(ui, written + more)}</code>`;
}
