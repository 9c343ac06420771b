// The page: what was asked for becomes what is shown, and what is shown becomes the link.
import { render } from "lit";
import { init, parseReference, type Source } from "../index.js";
import { plain } from "../words/plain.js";
import type { Frame } from "./frame.js";
import { addressOf, type Given, holdsSecret, referenceIn, referenceOf } from "./given.js";
import type { Dropped } from "./folder.js";
import { lastPart } from "../words/names.js";
import { hashOf, type Look, NO_LOOK, parseRoute, type Route } from "./route.js";
import * as screens from "./screens.js";
import { isUsed, used } from "./settings.js";
import { applyLook, type Item, lookOf, routeOf, Shelf } from "./shelf.js";
import { calledAloud } from "./strip.js";
import type { Key } from "./words/index.js";

/** How long a closed image can be brought back, in milliseconds, and how many can. */
const UNDO = 10_000;
const CLOSED = 12;

/** It lies beside the page. */
const SAMPLE = "sample.tar";

type Entry = "push" | "replace";

export class App implements screens.Ways {
  readonly shelf: Shelf;
  readonly #frame: Frame;
  #screen: screens.Screen | null = null;
  #shownLook: Look = NO_LOOK;
  #sampleFile: Promise<File> | null = null;
  /** With where each stood in the strip; the last one at the end. */
  #closed: (readonly [Item, place: number])[] = [];

  constructor(stage: HTMLElement, frame: Frame) {
    this.#frame = frame;
    this.shelf = new Shelf(stage, {
      onchange: (item) => this.#changed(item),
      onselect: (item) => this.looked(item),
      onrequest: (url) => frame.requested(url),
    });
  }

  /** Shows what the address of the page says. */
  follow(): void {
    const route = parseRoute(location.hash);
    const item = this.shelf.ofRoute(route, itemOf(history.state));
    if (item && "look" in route) {
      applyLook(item, route.look);
      return this.#show(item);
    }
    switch (route.kind) {
      case "home":
        return this.#stand(null, "home");
      case "archive":
        return this.#stand(screens.chooseAgain(this), "archive");
      case "sample":
        return void this.#openSample(route.look, "replace");
      case "url":
        return this.#followLink(route.url, route.look);
      case "image":
        return void this.#notYet(route.reference);
      case "library":
        return this.#stand(screens.library(this), "library");
      case "unknown":
        return this.#stand(screens.unknown(route.hash, this), "unknown");
    }
  }

  /** Goes on from the field. */
  enter(given: Given): void {
    if (given.kind === "url") this.#openAddress(given.url, NO_LOOK, "push");
    if (given.kind === "reference") this.#go({ kind: "image", reference: given.reference.input.trim() });
    if (given.kind === "digest" && given.place) {
      const { item, image, layer, document } = given.place;
      const view = document !== null ? "raw" : layer !== null ? "layers" : null;
      applyLook(item, { ...(image && { image }), view, layer: layer === null ? null : String(layer), document });
      this.present(item);
    }
  }

  async dropped(dropped: readonly Promise<Dropped>[]): Promise<void> {
    const found = await Promise.all(dropped);
    const items: Item[] = [];
    for (const thing of found) {
      if (thing.kind !== "sources") continue;
      for (const { name, source } of thing.sources) items.push(this.shelf.add(name, { kind: "archive" }, source));
      if (thing.more) this.#frame.toast.show({ key: "drop.many", ...thing.more, lasts: UNDO });
    }
    const inVain = found.filter((thing) => thing.kind !== "sources");
    const [vain] = inVain;
    if (items[0]) {
      this.present(items[0]);
      const name = inVain.map(({ name }) => name).join(", ");
      if (vain) this.#frame.toast.show({ key: "drop.vain", name, lasts: UNDO });
      if (vain) this.announce(this.#frame.words.text("drop.vain", { name: plain(name, 80) }));
      return;
    }
    if (!vain) return;
    history.pushState(null, "", "#/");
    const screen = vain.kind === "nothing" ? screens.noArchive(vain.name, this) : screens.unreadable(vain.name, this);
    this.#stand(screen, "vain");
  }

  /** One that is open already. */
  present(item: Item): void {
    this.#write(item, "push");
    this.#show(item);
  }

  announce = (text: string): void => this.#frame.announce(text);

  choose = (): void => this.#frame.chooseFile();

  sample = (): void => {
    const open = this.shelf.items.find(({ origin }) => origin.kind === "sample");
    if (open) this.present(open);
    else void this.#openSample(NO_LOOK, "push");
  };

  close(item: Item): void {
    const wasCurrent = item === this.shelf.current;
    const place = this.shelf.remove(item);
    if (wasCurrent) {
      const next = this.shelf.items[place] ?? this.shelf.items[place - 1];
      if (next) this.present(next);
      else this.#go({ kind: "home" });
    }
    this.#frame.focusMain();
    this.#say("closed.said", item);
    this.#closed = [...this.#closed, [item, place] as const].slice(-CLOSED);
    this.#offerUndo();
    this.#frame.draw();
  }

  #offerUndo(): void {
    const { toast } = this.#frame;
    const [item, place] = this.#closed.at(-1) ?? [];
    if (!item || place === undefined) return toast.clear();
    const run = (): void => {
      this.#closed.pop();
      this.shelf.put(item, place);
      this.present(item);
      this.#say("closed.again", item);
      this.#frame.focusMain();
      this.#offerUndo();
    };
    toast.show({ key: "closed.said", name: item.name, action: { key: "closed.undo", run }, lasts: UNDO });
  }

  #say(key: Key, { name }: Item): void {
    this.#frame.announce(this.#frame.words.text(key, { name: plain(name, 80) }));
  }

  /** What the item shows has changed: the link follows. Another view, image or document can be gone back from. */
  looked(item: Item): void {
    if (item !== this.shelf.current) return;
    const look = lookOf(item);
    const { view, image, document } = this.#shownLook;
    const isAnother = look.view !== view || look.image !== image || look.document !== document;
    this.#write(item, isAnother ? "push" : "replace");
    this.#frame.titled();
  }

  /** Draws the screen that stands in place of an image, if one does, in the words of now. */
  draw(place: HTMLElement): void {
    render(this.#screen?.render(this.#frame.words) ?? "", place);
  }

  get screenTitle(): string | null {
    return this.#screen?.title(this.#frame.words) ?? null;
  }

  #changed(item: Item): void {
    if (item === this.shelf.current) this.#frame.titled();
    this.#frame.draw();
  }

  #show(item: Item): void {
    const isAnother = item !== this.shelf.current;
    this.#screen = null;
    this.#shownLook = lookOf(item);
    this.shelf.show(item);
    this.#frame.show("open");
    // One that is about to open says so itself.
    if (isAnother && item.element.state !== "empty")
      this.#frame.announce(calledAloud(this.#frame.words, item, this.shelf));
  }

  /** Shows a screen, or the empty page. */
  #stand(screen: screens.Screen | null, kind: Route["kind"] | "vain"): void {
    this.#screen = screen;
    this.shelf.show(null);
    this.#frame.show(kind);
    if (screen) this.#frame.announce(screen.title(this.#frame.words));
  }

  #go(route: Route): void {
    history.pushState(null, "", hashOf(route));
    this.follow();
  }

  #write(item: Item, entry: Entry): void {
    this.#shownLook = lookOf(item);
    const hash = hashOf(routeOf(item));
    const state = { item: item.id };
    const isSame = location.hash === hash && itemOf(history.state) === item.id;
    if (entry === "replace" || isSame) history.replaceState(state, "", hash);
    else history.pushState(state, "", hash);
  }

  #open(name: string, origin: Item["origin"], source: Source | null, look: Look, entry: Entry): void {
    const item = this.shelf.add(name, origin, source);
    applyLook(item, look);
    this.#write(item, entry);
    this.#show(item);
  }

  async #openSample(look: Look, entry: Entry): Promise<void> {
    const { hash } = location;
    const file = await (this.#sampleFile ??= sampleFile()).catch(() => (this.#sampleFile = null));
    // Something else may have been asked for meanwhile.
    if (location.hash !== hash) return;
    if (file) return this.#open(file.name, { kind: "sample" }, file, look, entry);
    this.#stand(screens.noSample(this), "sample");
  }

  #followLink(address: string, look: Look): void {
    const given = addressOf(address);
    if (given.kind !== "url") return this.#stand(screens.refused(given, this), "url");
    const open = (): void => this.#openAddress(given.url, look, "replace");
    if (isUsed(given.url.host)) return open();
    const notNow = (): void => this.#go({ kind: "home" });
    this.#stand(screens.ask(given.url, open, notNow), "url");
  }

  /** The visitor wants it: a link to the same host need not ask again. */
  #openAddress(url: URL, look: Look, entry: Entry): void {
    used(url.host);
    const open = this.shelf.ofAddress(url.href);
    if (open) {
      if (look !== NO_LOOK) applyLook(open, look);
      this.#write(open, entry);
      return this.#show(open);
    }
    const kind = holdsSecret(url) ? "archive" : "url";
    this.#open(lastPart(url), { kind, url: url.href }, null, look, entry);
  }

  async #notYet(reference: string): Promise<void> {
    const { hash } = location;
    await init().catch(() => {});
    // Something else may have been asked for meanwhile.
    if (location.hash !== hash) return;
    const given = referenceOf(referenceIn(reference), parseReference, this.#frame.words);
    if (given.kind === "reference") this.#stand(screens.notYet(given.reference, this), "image");
    else if (given.kind === "wrong" && given.why === "given.no-core") this.#stand(screens.noCore(), "image");
    else this.#stand(screens.noReference(reference, given, this), "image");
  }
}

/** Which open image an entry of the history is about: links to files are all the same. */
function itemOf(state: unknown): string | null {
  return typeof state === "object" && state !== null && "item" in state ? String(state.item) : null;
}

/** Read like any other file. */
async function sampleFile(): Promise<File> {
  const response = await fetch(SAMPLE);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return new File([await response.blob()], SAMPLE);
}
