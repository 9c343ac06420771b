// Which of the images: by name, and of one name by platform.
import { html, nothing } from "lit";
import type { ReportImage } from "../../index.js";
import { platformText, shortName } from "../../words/names.js";
import { plain } from "../../words/plain.js";
import type { Shown } from "../view.js";
import { untitled } from "./head.js";

/** A longer list is cut: nobody chooses from it, and a name in the address finds any image. */
const MOST = 1000;

interface Option {
  readonly place: number;
  readonly text: string;
}

export function pickers(shown: Shown): unknown {
  const { report, choice, image } = shown;
  if (!image || report.images.length < 2) return nothing;
  const family = familyOf(image);
  const siblings: Option[] = [];
  const families = new Map<string, Option>();
  report.images.forEach((other, place) => {
    const name = familyOf(other);
    if (name === family)
      siblings.push({ place, text: platformText(other.platform) || shown.ui.words.text("platform.unstated") });
    if (!families.has(name) || place === choice.image) families.set(name, { place, text: nameOf(shown, other) });
  });
  return html`<div class="pickers">
    ${families.size > 1 ? select(shown, "images.label", [...families.values()]) : nothing}
    ${siblings.length > 1 ? select(shown, "platforms.label", siblings) : nothing}
  </div>`;
}

function select({ ui, choice }: Shown, label: "images.label" | "platforms.label", options: readonly Option[]): unknown {
  const pick = (event: Event): void => ui.pick({ image: Number((event.target as HTMLSelectElement).value) });
  return html`<label>
    <span class="label">${ui.words.text(label)}</span>
    <select @change=${pick}>
      ${options
        .slice(0, MOST)
        .map(
          ({ place, text }) =>
            html`<option value=${place} .selected=${place === choice.image}>${plain(text, 100)}</option>`,
        )}
    </select>
  </label>`;
}

/** Images that differ in platform only: of one name or, without names, of one index. */
function familyOf({ names, indexDigests, digest, id }: ReportImage): string {
  const [name] = names;
  return name ? (name.canonical ?? name.raw) : (indexDigests[0] ?? digest ?? id ?? "");
}

function nameOf(shown: Shown, image: ReportImage): string {
  const [first, ...more] = image.names;
  if (!first) return untitled(shown, image);
  return more.length > 0 ? `${shortName(first)} +${more.length}` : shortName(first);
}
