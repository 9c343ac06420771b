// What of a file is drawn: a picture, JSON, text or bytes, and what has to be said of it.
import { html, nothing } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Ui } from "../../../view.js";
import { type Content, type Look, MOST } from "./content.js";
import { Drawn } from "./drawn.js";
import { MOST_PIXELS } from "./picture.js";

/** One file that was read, and how it is looked at. */
export class Looking {
  readonly content: Content;
  readonly #drawn: Drawn | null;
  /** What somebody chose; null is the best there is. */
  #chosen: Look | null = null;

  constructor(content: Content) {
    this.content = content;
    const { picture, start } = content;
    this.#drawn = picture && content.looks.includes("picture") ? new Drawn(start.bytes, picture.type) : null;
  }

  /** The buttons that choose; nothing where there is no choice. */
  choice(ui: Ui): unknown {
    const looks = this.#looks;
    if (looks.length < 2) return nothing;
    const choose = (look: Look) => (): void => {
      this.#chosen = look;
      ui.redraw();
    };
    return html`<span class="looks" role="group" aria-label=${ui.words.text("preview.look")}>
      ${looks.map(
        (look) =>
          html`<button type="button" aria-pressed=${look === this.#look} @click=${choose(look)}>
            ${ui.words.text(`preview.${look}`)}
          </button>`,
      )}
    </span>`;
  }

  /** `readAll`: the visitor wants more than the beginning. */
  render(ui: Ui, size: number, readAll: () => void): unknown {
    const { start } = this.content;
    if (start.bytes.length === 0) return html`<p class="sub">${ui.words.text("preview.empty")}</p>`;
    return html`${this.#notes(ui)} ${start.isWhole ? nothing : cut(ui, start.bytes.length, size, readAll)}
    ${keyed(this.#look, this.#body(ui))}`;
  }

  /** Lets go of what the browser keeps of a picture. */
  close(): void {
    this.#drawn?.close();
  }

  /** Without a picture that the browser did not draw. */
  get #looks(): readonly Look[] {
    const { looks } = this.content;
    return this.#drawn?.problem ? looks.filter((look) => look !== "picture") : looks;
  }

  get #look(): Look {
    const looks = this.#looks;
    return this.#chosen && looks.includes(this.#chosen) ? this.#chosen : (looks[0] ?? "hex");
  }

  #body(ui: Ui): unknown {
    const { json, lines, hex } = this.content;
    switch (this.#look) {
      case "picture":
        return this.#drawn?.render(ui);
      case "formatted":
        return json?.render(ui);
      case "text":
        return lines?.render(ui);
      case "hex":
        return hex.render(ui);
    }
  }

  #notes({ words }: Ui): unknown {
    const { decoded, picture } = this.content;
    const notes: string[] = [];
    if (this.#look === "text" && decoded && decoded.encoding !== "utf-8") {
      notes.push(words.text(decoded.encoding === "latin-1" ? "preview.latin-1" : "preview.utf-16"));
    }
    if (this.#drawn?.problem) notes.push(words.text(this.#drawn.problem));
    const pixels = picture?.pixels;
    if (pixels && pixels.width * pixels.height > MOST_PIXELS) {
      notes.push(words.text("preview.too-many-pixels", { width: pixels.width, height: pixels.height }));
    } else if (this.#looks.indexOf("picture") > 0 && this.#look !== "picture")
      notes.push(words.text("preview.intricate"));
    return notes.map((note) => html`<p class="note">${note}</p>`);
  }
}

function cut(ui: Ui, read: number, size: number, readAll: () => void): unknown {
  const { words } = ui;
  const sizes = { read: words.bytes(read), size: words.bytes(size) };
  return html`<p class="cut">
    <span class="sub">${words.text("preview.cut", sizes)}</span>
    ${
      size > MOST
        ? html`<span class="sub">${words.text("preview.too-large")}</span>`
        : html`<button type="button" class="quiet" @click=${readAll}>${words.text("preview.read-all", sizes)}</button>`
    }
  </p>`;
}
