// Two minutes with the sample: what an image is, shown in the element itself. Loaded, with its words, for the sample only.
import { html, nothing, render } from "lit";
import type { Language } from "../words/language.js";
import { Words } from "../words/words.js";
import type { Item } from "./shelf.js";
import type { Look } from "./route.js";
import { tour as en } from "./words/en/tour.js";
import { tour as zh } from "./words/zh/tour.js";

type Key = keyof typeof en;

const WORDS: Readonly<Record<Language, Words<Key>>> = { en: new Words("en", en), zh: new Words("zh", zh) };

/** The part of the element that a step points at. */
type Part = "stack" | "panel" | "head";

interface Step {
  readonly name: "layers" | "instruction" | "empty" | "shared" | "tags" | "still";
  readonly part: Part;
  /** The sample's images by their place: 0 is 1.0 and latest, 1 is 1.1. */
  readonly look: Partial<Look>;
}

const STEPS: readonly Step[] = [
  { name: "layers", part: "stack", look: { view: null, image: "0", layer: null } },
  { name: "instruction", part: "panel", look: { view: "layers", image: "0", layer: "0" } },
  { name: "empty", part: "panel", look: { view: "history", image: "0", layer: null } },
  { name: "shared", part: "stack", look: { view: "layers", image: "1", layer: "2" } },
  { name: "tags", part: "head", look: { view: null, image: "0", layer: null } },
  { name: "still", part: "panel", look: { view: "config", image: "0", layer: null } },
];

/** Pixels that are left free around what a step points at. */
const EDGE = 16;

export interface TourActions {
  language(): Language;
  announce(text: string): void;
  choose(): void;
  /** A step wants the item to be shown so. */
  onlook(item: Item, look: Partial<Look>): void;
  /** It has ended, and the focus has to go somewhere. */
  onend(): void;
}

export class Tour {
  readonly #place: HTMLElement;
  readonly #actions: TourActions;
  #item: Item | null = null;
  #at = 0;
  #isRunning = false;
  #isDeclined = false;

  constructor(place: HTMLElement, actions: TourActions) {
    this.#place = place;
    this.#actions = actions;
    place.addEventListener("keydown", (event) => this.#key(event));
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get #words(): Words<Key> {
    return WORDS[this.#actions.language()];
  }

  /** Offers itself for the sample; for anything else, and once it was declined, it is gone. */
  offer(item: Item | null): void {
    if (item === this.#item) return;
    this.#point(null);
    this.#item = item;
    this.#isRunning = this.#isDeclined = false;
    this.render();
  }

  start(): void {
    this.#isRunning = true;
    this.#isDeclined = false;
    this.#go(0);
  }

  end(): void {
    if (!this.#isRunning) return;
    this.decline();
    this.#actions.announce(this.#words.text("tour.ended"));
    this.#actions.onend();
  }

  decline(): void {
    this.#point(null);
    this.#isRunning = false;
    this.#isDeclined = true;
    this.render();
  }

  render(): void {
    const isThere = this.#item !== null && !this.#isDeclined;
    render(isThere ? (this.#isRunning ? this.#panel() : this.#offer()) : nothing, this.#place);
    document.documentElement.toggleAttribute("data-tour", this.#isRunning);
  }

  #go(at: number): void {
    const step = STEPS[at];
    const item = this.#item;
    if (!step || !item) return;
    this.#at = at;
    this.#actions.onlook(item, step.look);
    this.render();
    this.#place.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    this.#point(step.part);
    void shown(item).then(() => {
      if (this.#isRunning && this.#at === at) reveal(item, step.part, this.#place);
    });
  }

  /** A frame around the part; the page's style draws it. */
  #point(part: Part | null): void {
    const element = this.#item?.element;
    if (part === null) element?.removeAttribute("data-pointed");
    else element?.setAttribute("data-pointed", part);
  }

  #key(event: KeyboardEvent): void {
    if (!this.#isRunning || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowRight") this.#go(this.#at + 1);
    else if (event.key === "ArrowLeft") this.#go(this.#at - 1);
    else return;
    event.preventDefault();
  }

  #offer(): unknown {
    const words = this.#words;
    return html`<aside class="tour offer" aria-label=${words.text("tour.label")}>
      <p>${words.text("tour.offer")}</p>
      <p class="actions">
        <button type="button" class="primary" @click=${() => this.start()}>${words.text("tour.start")}</button>
        <button type="button" class="quiet" @click=${() => this.decline()}>${words.text("tour.dismiss")}</button>
      </p>
    </aside>`;
  }

  #panel(): unknown {
    const words = this.#words;
    const step = STEPS[this.#at];
    if (!step) return nothing;
    const isLast = this.#at === STEPS.length - 1;
    const key = (part: "title" | "text"): Key => `tour.${step.name}.${part}`;
    return html`<aside class="tour" aria-label=${words.text("tour.label")}>
      <div>
        <p class="sub">${words.text("tour.step", { n: this.#at + 1, all: STEPS.length })}</p>
        <h2 tabindex="-1">${words.text(key("title"))}</h2>
        <p>${words.text(key("text"))}</p>
      </div>
      <p class="actions">
        ${
          isLast
            ? html`<button type="button" class="primary" @click=${this.#actions.choose}>
                ${words.text("tour.choose")}
              </button>`
            : html`<button type="button" class="primary" @click=${() => this.#go(this.#at + 1)}>
                ${words.text("tour.next")}
              </button>`
        }
        <button type="button" ?disabled=${this.#at === 0} @click=${() => this.#go(this.#at - 1)}>
          ${words.text("tour.back")}
        </button>
        <button type="button" class="quiet" @click=${() => this.end()}>${words.text("tour.end")}</button>
      </p>
    </aside>`;
  }
}

/** Frames that a view is waited for: its code may have to be fetched. */
const PATIENCE = 60;

async function shown({ element }: Item): Promise<void> {
  await element.updateComplete;
  for (let frame = 0; frame < PATIENCE && element.shadowRoot?.querySelector(".panel > [aria-busy]"); frame++) {
    await new Promise(requestAnimationFrame);
  }
}

/** Scrolls as little as shows where the part begins, and some of it, above the tour. */
function reveal({ element }: Item, part: Part, tour: HTMLElement): void {
  const found = element.shadowRoot?.querySelector(`[part~="${part}"]`);
  if (!found) return;
  const { top, height } = found.getBoundingClientRect();
  const end = tour.getBoundingClientRect().top;
  const below = top + Math.min(height + EDGE, end / 2) - end;
  if (top < EDGE) scrollBy(0, top - EDGE);
  else if (below > 0) scrollBy(0, Math.min(below, top - EDGE));
}
