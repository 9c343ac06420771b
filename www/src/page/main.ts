// The page: its markup stands in index.html, its parts in the modules beside this one. This puts them together.
import { render } from "lit";
import { init } from "../index.js";
import { VIEWS } from "../element/index.js";
import { firstLanguage, type Language } from "../words/language.js";
import { shortName } from "../words/names.js";
import { plain } from "../words/plain.js";
import { App } from "./app.js";
import { acceptDrops, acceptPastes } from "./drop.js";
import type { Frame } from "./frame.js";
import { listen, sheet } from "./keys.js";
import { workOffline } from "./offline.js";
import { Omnibox } from "./omnibox.js";
import { settings } from "./settings.js";
import { applyLook, type Item } from "./shelf.js";
import { store, stored } from "./stored.js";
import { Strip } from "./strip.js";
import { Toast } from "./toast.js";
import type { Tour, TourActions } from "./tour.js";
import { Trust } from "./trust.js";
import { englishWords, type PageWords, translate, wordsIn } from "./words/index.js";

const root = document.documentElement;
const at = {
  main: byId("main"),
  stage: byId("stage"),
  screen: byId("screen"),
  trust: byId("trust"),
  status: byId("status"),
  sheet: byId("sheet", HTMLDialogElement),
  keys: byId("keys"),
  settings: byId("settings-form"),
  popover: byId("settings"),
  file: byId("file", HTMLInputElement),
  field: byId("field", HTMLInputElement),
};

let words: PageWords = englishWords;
let isStarted = false;
const trust = new Trust();
const toast = new Toast(byId("toast"), () => words);
const update = new Toast(byId("update"), () => words);

const frame: Frame = {
  get words() {
    return words;
  },
  toast,
  draw,
  show(kind) {
    // What was said of the last thing is not so any more, and what was opened is not to lie behind the sheet.
    announce("");
    at.sheet.close();
    root.dataset["route"] = kind;
    draw();
    titled();
    void offerTour();
    scrollTo(0, 0);
    // The focus may have been in what is no longer there or not seen. A page that has just come begins at its top.
    const active = document.activeElement ?? document.body;
    if (isStarted && (active === document.body || active.getClientRects().length === 0)) focusMain();
    isStarted = true;
  },
  titled,
  requested(url) {
    trust.count(url);
    draw();
  },
  announce,
  focusMain,
  chooseFile: () => at.file.click(),
};

const app = new App(at.stage, frame);

const strip = new Strip(byId("strip"), {
  show: (item) => app.present(item),
  close: (item) => app.close(item),
});

const omnibox = new Omnibox(byId("omnibox", HTMLFormElement), at.field, byId("given"), {
  words: () => words,
  find: (start) => app.shelf.find(start),
  onenter(given) {
    const note = byId("given").textContent ?? "";
    app.enter(given);
    const isDone = given.kind === "url" || given.kind === "reference" || (given.kind === "digest" && given.place);
    if (isDone) {
      omnibox.empty();
      focusMain();
    }
    if (!isDone || given.kind === "digest") announce(note);
  },
});

let tour: Tour | null = null;
const tourActions: TourActions = {
  language: () => words.language,
  announce,
  choose: () => frame.chooseFile(),
  onlook: (item, look) => {
    applyLook(item, look);
    app.looked(item);
    draw();
  },
  onend: focusMain,
};

start();

function start(): void {
  // Ready before the first file comes. Should it fail, opening that file says so.
  init().catch(() => {});
  for (const element of document.querySelectorAll("[data-drawn]")) element.replaceChildren();
  byId("choose").addEventListener("click", () => frame.chooseFile());
  byId("open-sample").addEventListener("click", () => app.sample());
  byId("help").addEventListener("click", () => at.sheet.showModal());
  at.file.addEventListener("change", () => {
    open([...(at.file.files ?? [])]);
    at.file.value = "";
  });
  const drops = {
    ondrop: (dropped: Parameters<App["dropped"]>[0]) => void app.dropped(dropped),
    ontext: (text: string) => omnibox.take(text),
  };
  acceptDrops(byId("curtain"), drops);
  acceptPastes(drops);
  listenToKeys();
  addEventListener("popstate", () => app.follow());
  app.follow();
  void speak(stored().language);
  workOffline(offerUpdate);
}

function open(files: readonly File[]): void {
  const sources = files.map((file) => ({ name: file.name, source: file }));
  void app.dropped([Promise.resolve({ kind: "sources", sources })]);
}

function draw(): void {
  app.draw(at.screen);
  strip.render(words, app.shelf);
  render(trust.render(words), at.trust);
  const theme = { language: choose(speak, "language"), theme: choose(paint, "theme"), forget };
  render(settings(words, theme), at.settings);
  render(sheet(words), at.keys);
  for (const { element } of app.shelf.items) {
    element.lang = words.tag;
    element.theme = stored().theme;
  }
  omnibox.look();
}

/** A setting is kept, and followed at once. */
function choose<T>(follow: (value: T) => unknown, name: "language" | "theme"): (value: T) => void {
  return (value) => {
    store({ [name]: value });
    void follow(value);
  };
}

async function speak(language: Language | null): Promise<void> {
  const before = words;
  words = await wordsIn(language ?? firstLanguage(navigator.languages));
  if (words !== before) announce(app.screenTitle ?? "");
  root.lang = words.tag;
  // The markup is English already.
  if (root.hasAttribute("data-untranslated") || root.hasAttribute("data-translated") || words !== englishWords) {
    translate(document, words);
    root.setAttribute("data-translated", "");
    root.removeAttribute("data-untranslated");
  }
  draw();
  for (const line of [toast, update, tour]) line?.render();
  titled();
}

function paint(theme: string): void {
  root.dataset["theme"] = theme;
  draw();
}

function forget(): void {
  store({ hosts: [] });
  announce(words.text("settings.forgotten"));
  draw();
}

function titled(): void {
  const item = app.shelf.current;
  const name = item ? nameOf(item) : app.screenTitle;
  const view = item?.element.shown?.view;
  if (name === null) document.title = words.text("page.name");
  else if (view === undefined || view === "overview")
    document.title = words.text("page.title", { name: plain(name, 80) });
  else document.title = words.text("page.title-view", { name: plain(name, 80), view: words.text(`view.${view}`) });
}

/** The name of the image that is shown, else that of its source. */
function nameOf({ name, element }: Item): string {
  const { report, shown } = element;
  const image = report?.images.find((image, place) => (image.digest ?? image.id ?? String(place)) === shown?.image);
  return image?.names[0] ? shortName(image.names[0]) : name;
}

/** For the sample only; nothing is lost where it cannot be loaded. */
async function offerTour(): Promise<void> {
  const sample = (): Item | null => (app.shelf.current?.origin.kind === "sample" ? app.shelf.current : null);
  if (!tour && sample()) {
    const loaded = await import("./tour.js").catch(() => null);
    if (loaded) tour ??= new loaded.Tour(byId("tour"), tourActions);
  }
  tour?.offer(sample());
}

function listenToKeys(): void {
  listen({
    field: () => omnibox.focus(),
    choose: () => frame.chooseFile(),
    neighbour(step) {
      const item = app.shelf.neighbour(step);
      if (item && item !== app.shelf.current) app.present(item);
    },
    view(place) {
      const item = app.shelf.current;
      const view = VIEWS[place];
      if (!item || !view) return;
      applyLook(item, { view: view === "overview" ? null : view });
      app.looked(item);
      announce(words.text(`view.${view}`));
    },
    layer: pickLayer,
    close: () => app.shelf.current && app.close(app.shelf.current),
    undo: () => toast.act(),
    sheet: () => at.sheet.showModal(),
    escape() {
      if (at.popover.matches(":popover-open")) at.popover.hidePopover();
      else if (tour?.isRunning) tour.end();
      else if (document.activeElement === at.field) focusMain();
      else toast.clear();
    },
  });
}

/** One up or down in the stack, the base being at its bottom. */
function pickLayer(step: 1 | -1): void {
  const item = app.shelf.current;
  const { report, shown } = item?.element ?? {};
  const image = report?.images.find((image, place) => (image.digest ?? image.id ?? String(place)) === shown?.image);
  if (!item || !image || image.layers.length === 0) return;
  const top = image.layers.length - 1;
  const layer = shown?.layer ?? null;
  const next = layer === null ? (step === 1 ? 0 : top) : Math.min(top, Math.max(0, layer + step));
  applyLook(item, { layer: String(next) });
  app.looked(item);
  announce(words.text("keys.layer", { number: next + 1, all: top + 1 }));
}

function offerUpdate(takeOver: () => Promise<boolean>): void {
  const run = async (): Promise<void> => {
    if (!(await takeOver())) update.show({ key: "page.other-tabs", action: { key: "page.reload", run } });
  };
  update.show({ key: "page.new-version", action: { key: "page.reload", run } });
  announce(words.text("page.new-version"));
}

/** Tells people who do not see the page what happened. */
function announce(text: string): void {
  at.status.textContent = text;
}

function focusMain(): void {
  at.main.focus({ preventScroll: true });
}

function byId(id: string): HTMLElement;
function byId<T extends HTMLElement>(id: string, type: new () => T): T;
function byId(id: string, type: new () => HTMLElement = HTMLElement): HTMLElement {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no #${id}`);
  return element;
}
