// Where a link leads and what a whiteout removes: looked up once, shown with a way to go there.
import { html, nothing } from "lit";
import type { FileRow } from "../../../../index.js";
import { foreign } from "../../../parts/foreign.js";
import { size } from "../../../parts/pieces.js";
import type { Ui } from "../../../view.js";
import type { Previewed } from "../preview.js";
import { removedBy, targetOf } from "./link.js";

export class Links {
  /** What stands there; null is nothing, undefined that it is not known yet. */
  #found: FileRow | null | undefined;
  #isAsked = false;

  render(ui: Ui, of: Previewed): unknown {
    const target = targetOf(of.row);
    if (target !== null) return this.#leads(ui, of, target);
    const removed = removedBy(of.row);
    return removed === null ? nothing : this.#removes(ui, of, removed);
  }

  #leads(ui: Ui, of: Previewed, target: string): unknown {
    const { words } = ui;
    this.#ask(ui, () => of.files.entry(target));
    const found = this.#found;
    const key = of.row.type === "hardlink" ? "preview.same-file" : "preview.leads-to";
    return html`<p class="leads">
      ${words.rich(key, { target: html`<code>${foreign(ui, of.row.linkTarget ?? "")}</code>` })}
      ${found === null ? html`<span class="sub">${words.text("preview.leads-nowhere")}</span>` : nothing}
      ${
        found
          ? html`<button type="button" class="quiet" @click=${() => of.go(found.path)}>
              ${words.text("preview.go")}
            </button>`
          : nothing
      }
    </p>`;
  }

  #removes(ui: Ui, of: Previewed, removed: string): unknown {
    const { words } = ui;
    const { below } = of;
    if (below) this.#ask(ui, () => below.entry(removed));
    const found = below ? this.#found : null;
    const path = html`<code>${foreign(ui, removed === "." ? "/" : removed)}</code>`;
    const what = of.row.type === "opaque" ? "preview.hides" : "preview.removes";
    return html`<p class="leads">${words.rich(what, { path })}</p>
      ${
        found === undefined
          ? nothing
          : html`<p class="sub">
              ${
                found === null
                  ? words.text("preview.removes-nothing")
                  : words.rich("preview.removed", {
                      type: words.text(`preview.type-${found.type}`),
                      size: size(ui, found.below?.size ?? found.size),
                      number: found.layer + 1,
                    })
              }
            </p>`
      }`;
  }

  #ask(ui: Ui, entry: () => Promise<FileRow | null>): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    entry()
      // A path that cannot be looked up leads nowhere either.
      .catch(() => null)
      .then((found) => {
        this.#found = found;
        ui.redraw();
      });
  }
}
