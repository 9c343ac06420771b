// The small parts that the views are made of.

import type { Progress, ReportPlatform } from "../index.js";
import { announce, type Child, h } from "./dom.js";
import { foreign, plain } from "./foreign.js";
import { bytes, date, exactBytes, platform, seconds, shortDigest } from "./words.js";

/** A headed part of the page, or nothing where it would be empty. */
export function section(id: string, title: string, aside: Child, ...children: Child[]): HTMLElement {
  const heading = h("h2", { id }, title);
  return h("section", { "aria-labelledby": id, class: id }, h("div", { class: "head" }, heading, aside), ...children);
}

/** A list of facts; rows without a value are left out. */
export function facts(...list: ([name: Child, value: Child] | null)[]): HTMLElement {
  return h(
    "dl",
    { class: "facts" },
    list.map((fact) => fact && fact[1] && h("div", {}, h("dt", {}, fact[0]), h("dd", {}, fact[1]))),
  );
}

/** "60.4 kB", with the exact number in its title. */
export function size(of: number | null, unknown = "–"): HTMLElement {
  return of === null
    ? h("span", { class: "size" }, unknown)
    : h("span", { class: "size", title: exactBytes(of) }, bytes(of));
}

/** Twelve digits of a digest, the whole of it in the title and a click away. */
export function digest(of: string, name: string): HTMLElement {
  return h(
    "span",
    { class: "copyable" },
    h("code", { class: "digest", title: plain(of) }, foreign(shortDigest(of))),
    copyButton(of, name),
  );
}

/** A button that copies `text`, named for those who do not see what it stands beside. */
export function copyButton(text: string, name: string): HTMLButtonElement {
  const button = h("button", { type: "button", class: "copy", "aria-label": `Copy ${name}` }, "Copy");
  button.addEventListener("click", async () => {
    const copied = await copy(text);
    button.textContent = copied ? "Copied" : "Not copied";
    announce(copied ? `${name} copied` : `The browser did not allow copying; the whole ${name} is ${plain(text)}`);
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  return button;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A date, exact and as a distance. What is no date is shown as it was written. */
export function moment(created: string | null): Child {
  if (created === null) return null;
  const at = date(created);
  if (at === null) return foreign(created);
  const parts = [at.day, " ", h("span", { class: "clock" }, at.clock), " ", h("span", { class: "ago" }, at.ago)];
  return h("time", { datetime: created, title: created }, parts);
}

export function platformWords(of: ReportPlatform): HTMLElement {
  return foreign(platform(of), { class: "platform" });
}

/** A bar with bytes, rate, time left and a way to stop. Update it with every progress. */
export class ProgressLine {
  readonly element: HTMLElement;
  readonly #bar = h("progress", { "aria-label": "Progress" });
  readonly #text = h("span", { class: "numbers" }, " ");
  readonly #since = performance.now();

  constructor(stop: () => void) {
    const cancel = h("button", { type: "button", class: "quiet", click: stop }, "Cancel");
    this.element = h("div", { class: "progress" }, this.#bar, h("p", {}, this.#text, cancel));
  }

  update({ bytes: done, total }: Progress): void {
    const elapsed = (performance.now() - this.#since) / 1000;
    const words = [total === null ? bytes(done) : `${bytes(done)} of ${bytes(total)}`];
    if (elapsed > 0.5 && done > 0) {
      const rate = done / elapsed;
      words.push(`${bytes(Math.round(rate))}/s`);
      if (total !== null && total > done) words.push(`${seconds((total - done) / rate)} left`);
    }
    if (total !== null && total > 0) {
      this.#bar.max = total;
      this.#bar.value = done;
    }
    this.#text.textContent = words.join(" · ");
  }
}
