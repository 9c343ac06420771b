// What is wrong or worth knowing, the worst first: a short list of plain sentences with what to do.
import { html, nothing } from "lit";
import type { Report, ReportImage } from "../../index.js";
import { explain, placeOf, type Trouble } from "../explain.js";
import { foreign } from "../parts/foreign.js";
import type { Session } from "../session.js";
import type { Shown, Ui } from "../view.js";

export type Severity = "error" | "warning" | "info";
export type Finding = Trouble & { readonly severity: Severity };

const ORDER: readonly Severity[] = ["error", "warning", "info"];
const SIGNS: Readonly<Record<Severity, string>> = { error: "✕", warning: "!", info: "i" };

/** More would push the image itself out of the first screen. */
const SHOWN = 3;

/** Those of the source and those of the image, and what kept the source from being read to its end. */
export function findings(report: Report, image: ReportImage | null, { opening }: Session): Finding[] {
  const all: Finding[] = [...report.findings, ...(image?.findings ?? [])];
  const error = opening.kind === "done" ? opening.value.error : null;
  // The report is of the part before; that must be seen, where no finding says it.
  if (error && !all.some(({ code }) => code === error.code)) {
    const { code, message, hint, at } = error;
    all.push({ severity: "error", code, message, hint: hint ?? "", at: at ?? null });
  }
  return all.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/**
 * Those that are known when the image is first shown stand in a list. What is found later, while layers are counted or
 * verified, would push everything down under the reader: a button says how many, and shows them.
 */
export class FindingsList {
  #all = false;
  /** Which were known at first; null before that. */
  #known: ReadonlySet<string> | null = null;

  /** The button for what was found later. */
  late({ ui }: Shown, list: readonly Finding[]): unknown {
    const known = (this.#known ??= keysOf(list));
    const n = list.filter((each) => !known.has(keyOf(each))).length;
    if (n === 0) return nothing;
    const show = (): void => {
      this.#known = keysOf(list);
      ui.redraw();
    };
    return html`<button type="button" class="quiet late" @click=${show}>
      <span class="sign" aria-hidden="true">!</span>${ui.words.text("findings.late", { n })}
    </button>`;
  }

  render({ ui }: Shown, all: readonly Finding[]): unknown {
    const known = (this.#known ??= keysOf(all));
    const list = all.filter((each) => known.has(keyOf(each)));
    if (list.length === 0) return nothing;
    const { words } = ui;
    const toggle = (): void => {
      this.#all = !this.#all;
      ui.redraw();
    };
    const left = list.length - SHOWN;
    return html`<section class="findings" aria-label=${words.text("findings.label")}>
      <ul>
        ${list.slice(0, this.#all ? list.length : SHOWN).map((each) => finding(ui, each))}
      </ul>
      ${
        left > 0
          ? html`<button type="button" class="quiet" aria-expanded=${this.#all} @click=${toggle}>
              ${this.#all ? words.text("findings.fewer") : words.text("findings.all", { n: left })}
            </button>`
          : nothing
      }
    </section>`;
  }

  reset(): void {
    this.#all = false;
    this.#known = null;
  }
}

function keysOf(list: readonly Finding[]): ReadonlySet<string> {
  return new Set(list.map(keyOf));
}

function keyOf({ code, message, at }: Finding): string {
  return JSON.stringify([code, message, at]);
}

export function finding(ui: Ui, found: Finding): unknown {
  const { text, hint, original } = explain(ui.words, found);
  // A sentence that names the place need not be told it again.
  const places = placeOf(ui.words, found.at).filter((place) => !text.includes(place));
  const where = places.join(" · ");
  return html`<li class="finding ${found.severity}">
    <p>
      ${sign(ui, found.severity)} ${foreign(ui, text)}
      ${hint ? html`<span class="hint">${foreign(ui, hint)}</span>` : nothing}
    </p>
    <p class="sub">
      <code>${foreign(ui, found.code)}</code>${where ? html` · ${foreign(ui, where)}` : nothing}
      ${original ? html` · <span lang="en">${foreign(ui, original)}</span>` : nothing}
    </p>
  </li>`;
}

/** The severity as a word, with a sign before it: colour alone says nothing. */
export function sign({ words }: Ui, severity: Severity): unknown {
  return html`<strong class="severity ${severity}"
    ><span class="sign" aria-hidden="true">${SIGNS[severity]}</span>${words.text(`findings.${severity}`)}</strong
  >`;
}
