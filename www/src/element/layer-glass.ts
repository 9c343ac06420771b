import { html, type PropertyValues } from "lit";
import type { LayerglassError, Report } from "../index.js";
import { attributeNotices, chosen, imageKey, type Notice, selected, WITHIN } from "./chosen.js";
import { type ElementState, type SelectDetail, tell } from "./events.js";
import { FocusKeeper } from "./focus.js";
import { Hold } from "./hold.js";
import { LitElement } from "./lit.js";
import { Live } from "./live.js";
import type { Change, Session } from "./session.js";
import { Frame } from "./shell/frame.js";
import { notice, noticeText } from "./shell/notice.js";
import { instead } from "./shell/states.js";
import { type Given, isAnother } from "./source.js";
import { Speech } from "./speech.js";
import { styles } from "./styles/index.js";
import type { Choice, Shown, Ui } from "./view.js";
import { Teller } from "./teller.js";

/** Milliseconds between two drawings of a count that goes on in the background. */
const REDRAW = 250;

/** Properties of which each may lead to another image. */
const ANOTHER = ["src", "file", "image", "platform"] as const;

/**
 * Shows what is in a container image: its layers to scale, the instructions that made them, every file, history,
 * configuration and the exact documents. The archive is read where it lies; nothing is uploaded.
 *
 * @summary Looks into a container image, in the page.
 * @tagname layer-glass
 *
 * @fires {CustomEvent<StateDetail>} layerglass-state - Opening began, ended, failed or was cancelled: `detail.state`.
 * @fires {CustomEvent<LoadDetail>} layerglass-load - The report is ready: `detail.report`.
 * @fires {CustomEvent<ErrorDetail>} layerglass-error - Nothing can be shown of the source: `detail.error`, with `code` and `hint`.
 * @fires {CustomEvent<ProgressDetail>} layerglass-progress - Bytes of a long task: `detail.phase`, `bytes`, `total`.
 * @fires {CustomEvent<SelectDetail>} layerglass-select - The visitor chose a view, an image, a layer, a document or a file. Not fired for what the page sets.
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
    document: {},
    path: {},
    theme: { reflect: true },
    lang: { reflect: true, useDefault: true },
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
  /** `overview`, `layers`, `files`, `history`, `waste`, `config` or `raw`. */
  declare view: string | null;
  /** The picked layer: its index (0 is the base), digest or diff ID. */
  declare layer: string | null;
  /** The document that `raw` shows: its digest, or a name such as `index.json`. Forgotten with the image that it was set for. */
  declare document: string | null;
  /** The file that `files` shows, from the root: `/etc/passwd`. Forgotten with the image that it was set for. */
  declare path: string | null;
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
  readonly #live = new Live();
  readonly #focus = new FocusKeeper();
  readonly #hold = new Hold(this, {
    onchange: (change) => this.#changed(change),
    onrequest: (url) => tell(this, "layerglass-request", { url }),
    onrefused: (error) => this.#teller.refused(error),
  });
  #notices: readonly Notice[] = [];
  /** Taken out of the document: put back, it starts anew. */
  #isForgotten = false;
  /** Of the image that was drawn last. */
  #place: number | null = null;
  #drawn = 0;

  constructor() {
    super();
    this.lang = "";
    this.src = this.file = this.image = this.platform = this.view = this.layer = null;
    this.document = this.path = this.theme = this.loading = null;
    const speech = this.#speech;
    this.#ui = {
      get words() {
        return speech.words;
      },
      redraw: () => this.requestUpdate(),
      announce: (text) => {
        this.#live.say(text);
        this.requestUpdate();
      },
      pick: (choice) => this.#pick(choice),
    };
    this.#teller = new Teller(this, this.#ui);
  }

  /** The newest report; null until the source is open. */
  get report(): Report | null {
    return this.#hold.report;
  }

  /** Why nothing is shown; null where something is. */
  get error(): LayerglassError | null {
    return this.#hold.error;
  }

  /** What the source is called: the name of the file, the last part of the address. */
  get name(): string {
    return this.#hold.session?.name ?? "";
  }

  /** `empty`, `waiting` (for a click, or to come near), `opening`, `open`, `cancelled` or `failed`. */
  get state(): ElementState {
    return this.#hold.state;
  }

  /** What is shown, as `layerglass-select` would tell it; null until the source is open. */
  get shown(): SelectDetail | null {
    return this.report && selected(this.report, this);
  }

  /** Opens the source: after a cancel, a failure, or where `loading` waits for a click. */
  open(): void {
    this.#hold.open(this.isUpdatePending);
  }

  /** Stops opening. */
  cancel(): void {
    this.#hold.cancel();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#speech.listen(() => this.requestUpdate());
    // Also for the language that is spoken where it stands now.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#speech.rest();
    // Moved within one task it never notices.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#forget();
      this.#isForgotten = true;
    });
  }

  /** @internal */
  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#focus.before(this.shadowRoot);
    if (!this.isConnected) return;
    if (this.#isForgotten || isAnother(changed, this)) {
      this.#forget();
      this.#isForgotten = false;
      this.#hold.take();
    } else if (changed.has("loading") && this.state === "waiting") this.#hold.start();
    // Another image, and not a word on what to see of it: it begins with its own.
    const isAnotherImage = this.#place !== null && ANOTHER.some((name) => changed.has(name));
    for (const name of WITHIN) if (isAnotherImage && !changed.has(name)) this[name] = null;
    const { report } = this;
    const { words } = this.#ui;
    const found = report && chosen(report, this);
    const place = found?.choice.image ?? null;
    // What is remembered of one image says nothing of the next, whoever chose it.
    if (place !== this.#place) this.#frame.reset();
    this.#place = place;
    this.#notices = [...attributeNotices(this, words.language), ...(found?.notices ?? [])];
    const texts = this.#notices.map((each) => noticeText(this.#ui, each));
    if (found?.absent) texts.push(words.text("state.not-in-archive", { view: found.absent }));
    // With what opening comes to, not with its beginning.
    if (this.#hold.isSettled) this.#live.notice(texts);
  }

  /** @internal */
  protected override render(): unknown {
    const ui = this.#ui;
    const { session, report, refused } = this.#hold;
    return html`<div class="glass" part="base" lang=${ui.words.tag} dir="ltr">
      ${this.#notices.map((each) => notice(ui, each))}
      ${session && report ? this.#frame.render(this.#shown(session, report)) : instead(ui, session, refused, this)}
      <p class="unseen" role="status" aria-live="polite">${this.#live.draw(!this.hasUpdated)}</p>
    </div>`;
  }

  /** @internal */
  protected override updated(): void {
    this.#focus.after(this.renderRoot as ShadowRoot);
    // Not before: what a listener sets while properties are looked at would be lost.
    this.#hold.begin();
  }

  /** @internal */
  protected override firstUpdated(): void {
    // The live region speaks of what changes in it, so what there is to say comes with a second drawing.
    this.requestUpdate();
  }

  #shown(session: Session, report: Report): Shown & { readonly absent: string | null } {
    const { choice, absent } = chosen(report, this);
    const image = report.images[choice.image] ?? null;
    const layer = choice.layer === null ? null : (image?.layers[choice.layer] ?? null);
    return { ui: this.#ui, session, report, choice, image, layer, absent };
  }

  #forget(): void {
    this.#hold.letGo();
    this.#frame.reset();
  }

  #changed(change: Change): void {
    const { session } = this.#hold;
    if (!session) return;
    if (change === "opening") this.#teller.opening(session, this.state);
    if (change === "measuring") this.#teller.measuring(session);
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
    if (picked.image !== undefined) {
      const image = report.images[picked.image];
      this.image = image ? imageKey(image, picked.image) : null;
      this.layer = this.document = this.path = null;
    }
    for (const name of ["view", ...WITHIN] as const) if (picked[name] !== undefined) this[name] = picked[name];
    if (picked.layer !== undefined) this.layer = picked.layer === null ? null : String(picked.layer);
    this.requestUpdate();
    const { shown } = this;
    if (shown) tell(this, "layerglass-select", shown);
  }

  /** @internal */
  protected override async scheduleUpdate(): Promise<unknown> {
    // They are there before anything is drawn; the language may change again while they are on their way.
    for (let words; (words = this.#speech.ready(this));) await words;
    return super.scheduleUpdate();
  }
}
