import { html, nothing, type PropertyValues } from "lit";
import { LayerglassError, type Report } from "../index.js";
import { attributeNotices, type Chosen, chosen, imageKey, loadingOf, type Notice } from "./chosen.js";
import { type ElementState, type SelectDetail, tell } from "./events.js";
import { type Change, Session } from "./session.js";
import { LitElement } from "./lit.js";
import { Frame } from "./shell/frame.js";
import { failed, loadable, nothingGiven, opening, stopped } from "./shell/states.js";
import { type Given, sourceOf } from "./source.js";
import { Speech } from "./speech.js";
import { styles } from "./styles/index.js";
import type { Choice, Shown, Ui } from "./view.js";
import { Teller } from "./teller.js";

/** Milliseconds between two drawings of a count that goes on in the background. */
const REDRAW = 250;

/** How near the window `loading="lazy"` is near enough. */
const NEAR = "300px";

/**
 * Shows what is in a container image: its layers to scale, the instructions that made them, history, configuration and
 * the exact documents. The archive is read where it lies; nothing is uploaded.
 *
 * @summary Looks into a container image, in the page.
 * @tagname layer-glass
 *
 * @fires {CustomEvent<StateDetail>} layerglass-state - Opening began, ended, failed or was cancelled: `detail.state`.
 * @fires {CustomEvent<LoadDetail>} layerglass-load - The report is ready: `detail.report`.
 * @fires {CustomEvent<ErrorDetail>} layerglass-error - Nothing can be shown of the source: `detail.error`, with `code` and `hint`.
 * @fires {CustomEvent<ProgressDetail>} layerglass-progress - Bytes of a long task: `detail.phase`, `bytes`, `total`.
 * @fires {CustomEvent<SelectDetail>} layerglass-select - The visitor chose a view, an image or a layer. Not fired for what the page sets.
 * @fires {CustomEvent<RequestDetail>} layerglass-request - A request was made for this source: `detail.url`.
 *
 * @csspart base - Everything inside the element.
 * @csspart head - Name, digests, sizes and findings of the image.
 * @csspart stack - The layers, drawn to scale.
 * @csspart band - One layer of the stack.
 * @csspart tabs - The row that chooses the view.
 * @csspart panel - The view that is shown.
 * @csspart progress - Bytes, rate, time left and Cancel.
 * @csspart failure - What stands in place of a source that could not be opened.
 * @csspart notice - A line about an attribute that could not be followed.
 * @csspart copy - A copy button.
 *
 * @cssproperty --lg-paper - Background.
 * @cssproperty --lg-ink - Text.
 * @cssproperty --lg-soft - Text of second rank.
 * @cssproperty --lg-line - Hairlines.
 * @cssproperty --lg-wash - Background of what is set apart.
 * @cssproperty --lg-accent - The one accent: links, focus, what is picked.
 * @cssproperty --lg-on-accent - Text on the accent.
 * @cssproperty --lg-band - The bands of the layer stack.
 * @cssproperty --lg-error - Text of errors.
 * @cssproperty --lg-warning - Text of warnings.
 * @cssproperty --lg-good - Text of what was verified.
 * @cssproperty --lg-sans - Font of text.
 * @cssproperty --lg-mono - Font of digests, commands and documents.
 * @cssproperty [--lg-radius=6px] - Corners of controls.
 * @cssproperty [--lg-padding=0] - Space around everything inside the element.
 * @cssproperty [--lg-sticky-top=0px] - How far from the top of the window the layer stack stays: the height of a header that stays too.
 */
export class LayerGlass extends LitElement {
  /** @internal */
  static override readonly styles = styles;

  /** @internal */
  static override readonly properties = {
    src: {},
    file: { attribute: false },
    image: {},
    platform: {},
    view: {},
    layer: {},
    theme: { reflect: true },
    lang: { reflect: true },
    loading: {},
  };

  /** The URL of an archive, relative to the page. Read by ranges where the server allows it. */
  declare src: string | null;
  /** A File, folder, stream or whatever else `open()` takes. Goes before `src`. */
  declare file: Given | null;
  /** Which image of the source: its name, digest, ID or place. */
  declare image: string | null;
  /** `os/architecture[/variant]` of the image to show first. */
  declare platform: string | null;
  /** `overview`, `layers`, `history`, `config` or `raw`. */
  declare view: string | null;
  /** The picked layer: its index (0 is the base), digest or diff ID. */
  declare layer: string | null;
  /** `auto` (as the visitor's system), `light` or `dark`. */
  declare theme: string | null;
  /** `en` or `zh`; without it that of the nearest `lang` around the element. */
  declare lang: string;
  /** `eager`, `lazy` (when it comes near the window) or `click`. */
  declare loading: string | null;

  readonly #ui: Ui;
  readonly #frame = new Frame();
  readonly #speech = new Speech();
  readonly #teller: Teller;
  #session: Session | null = null;
  /** What is wrong with what was given, before anything was opened. */
  #refused: LayerglassError | null = null;
  #document: string | null = null;
  #said = "";
  #isWanted = false;
  #drawn = 0;
  #nearness: IntersectionObserver | undefined;

  constructor() {
    super();
    this.src = this.file = this.image = this.platform = this.view = this.layer = this.theme = this.loading = null;
    const speech = this.#speech;
    this.#ui = {
      get words() {
        return speech.words;
      },
      redraw: () => this.requestUpdate(),
      announce: (text) => this.#announce(text),
      pick: (choice) => this.#pick(choice),
    };
    this.#teller = new Teller(this, this.#ui);
  }

  /** The newest report; null until the source is open. */
  get report(): Report | null {
    return this.#session?.report ?? null;
  }

  /** Why nothing is shown; null where something is. */
  get error(): LayerglassError | null {
    const state = this.#session?.opening;
    return state?.kind === "failed" ? state.error : this.#refused;
  }

  /** What the source is called: the name of the file, the last part of the address. */
  get name(): string {
    return this.#session?.name ?? "";
  }

  /** `empty`, `waiting` (for a click, or to come near), `opening`, `open`, `cancelled` or `failed`. */
  get state(): ElementState {
    if (this.#refused) return "failed";
    const kind = this.#session?.opening.kind;
    if (kind === undefined) return "empty";
    if (kind === "idle") return "waiting";
    return ({ running: "opening", done: "open", stopped: "cancelled", failed: "failed" } as const)[kind];
  }

  /** What is shown, as `layerglass-select` would tell it; null until the source is open. */
  get shown(): SelectDetail | null {
    const { report } = this;
    if (!report) return null;
    const { view, image: place, layer } = this.#chosen(report).choice;
    const image = report.images[place];
    return { view, image: image ? imageKey(image, place) : "", layer };
  }

  /** Opens the source: after a cancel, a failure, or where `loading` waits for a click. */
  open(): void {
    this.#isWanted = true;
    if (this.#refused) this.#take();
    else void this.#session?.open();
  }

  /** Stops opening. */
  cancel(): void {
    this.#session?.cancelOpening();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#speech.listen(() => this.requestUpdate());
    // Taken out and put back elsewhere it starts anew; moved within one task it never noticed.
    if (!this.#session && this.hasUpdated) this.#take();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#speech.rest();
    queueMicrotask(() => {
      if (!this.isConnected) this.#forget();
    });
  }

  /** @internal */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("src") || changed.has("file") || (changed.has("image") && !this.#session)) this.#take();
  }

  /** @internal */
  protected override render(): unknown {
    return html`<div class="glass" part="base" lang=${this.#speech.words.tag}>
      ${this.#notices().map((notice) => this.#frame.notice(this.#ui, notice))} ${this.#body()}
      <p class="unseen" role="status" aria-live="polite">${this.#said}</p>
    </div>`;
  }

  #body(): unknown {
    const ui = this.#ui;
    const session = this.#session;
    if (this.#refused) return failed(ui, "", this.#refused, () => this.open());
    if (!session) return nothingGiven(ui);
    const state = session.opening;
    switch (state.kind) {
      case "idle":
        return loadable(ui, session, () => this.open());
      case "running":
        return opening(ui, session.name, state, () => this.cancel());
      case "stopped":
        return stopped(ui, session.name, () => this.open());
      case "failed":
        return failed(ui, session.name, state.error, () => this.open());
      case "done":
        return session.report ? this.#frame.render(this.#shown(session, session.report)) : nothing;
    }
  }

  #shown(session: Session, report: Report): Shown & { readonly absent: string | null } {
    const { choice, absent } = this.#chosen(report);
    const image = report.images[choice.image] ?? null;
    const layer = choice.layer === null ? null : (image?.layers[choice.layer] ?? null);
    return { ui: this.#ui, session, report, choice, image, layer, absent };
  }

  #chosen(report: Report): Chosen {
    const { view, image, platform, layer } = this;
    return chosen(report, {
      view: view ?? "",
      image: image ?? "",
      platform: platform ?? "",
      layer: layer ?? "",
      document: this.#document,
    });
  }

  #notices(): readonly Notice[] {
    const { report } = this;
    return [...attributeNotices(this), ...(report ? this.#chosen(report).notices : [])];
  }

  /** Takes the source that is given now in place of the last one. */
  #take(): void {
    this.#forget();
    this.#refused = null;
    try {
      const named = sourceOf(this, document.baseURI);
      if (!named) return;
      this.#session = new Session(named.name, named.source, {
        onchange: (change) => this.#changed(change),
        onrequest: (url) => tell(this, "layerglass-request", { url }),
      });
      this.#start(this.#session);
    } catch (thrown) {
      if (!(thrown instanceof LayerglassError)) throw thrown;
      this.#refused = thrown;
      this.#teller.refused(thrown);
    }
  }

  /** Opens at once, when it comes near, or when it is asked for. */
  #start(session: Session): void {
    const loading = this.#isWanted ? "eager" : loadingOf(this);
    if (loading === "eager") void session.open();
    if (loading !== "lazy") return;
    const come = (entries: IntersectionObserverEntry[]): void => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) this.open();
    };
    this.#nearness = new IntersectionObserver(come, { rootMargin: NEAR });
    this.#nearness.observe(this);
  }

  #forget(): void {
    this.#nearness?.disconnect();
    this.#session?.close();
    this.#session = null;
    this.#document = null;
    this.#isWanted = false;
    this.#frame.reset();
  }

  #changed(change: Change): void {
    const session = this.#session;
    if (!session) return;
    if (change === "opening") this.#teller.opening(session, this.state);
    if (change === "verifying") this.#teller.verifying(session);
    if (this.#teller.progress(session)) {
      // Behind a report the numbers may come in less often than they are learned.
      const now = performance.now();
      if (session.opening.kind === "done" && now - this.#drawn < REDRAW) return;
      this.#drawn = now;
    }
    this.requestUpdate();
  }

  /** The visitor's choice becomes what the properties say, so that there is one truth. */
  #pick(picked: Partial<Choice>): void {
    const { report } = this;
    if (!report) return;
    if (picked.view !== undefined) this.view = picked.view;
    if (picked.document !== undefined) this.#document = picked.document;
    if (picked.image !== undefined) {
      const image = report.images[picked.image];
      this.image = image ? imageKey(image, picked.image) : null;
      this.layer = null;
      this.#document = null;
      this.#frame.reset();
    }
    if (picked.layer !== undefined) this.layer = picked.layer === null ? null : String(picked.layer);
    this.requestUpdate();
    const { shown } = this;
    if (shown) tell(this, "layerglass-select", shown);
  }

  /**
   * The words are there before anything is drawn: no flash of another language.
   * @internal
   */
  protected override scheduleUpdate(): void | Promise<unknown> {
    const words = this.#speech.ready(this);
    return words ? words.then(() => super.scheduleUpdate()) : super.scheduleUpdate();
  }

  #announce(text: string): void {
    this.#said = text;
    this.requestUpdate();
  }
}
