// The source that an element holds: taken when another one is given, opened when `loading` says so, let go of in time.
import { LayerglassError, type Report } from "../index.js";
import { loadingOf, type Looks } from "./chosen.js";
import type { ElementState } from "./events.js";
import { whenNear } from "./near.js";
import { Session, type SessionEvents } from "./session.js";
import { type Said, sourceOf } from "./source.js";

export interface HoldEvents extends SessionEvents {
  /** What was given cannot even be begun with. */
  onrefused(error: LayerglassError): void;
}

export class Hold {
  session: Session | null = null;
  /** What is wrong with what was given, before anything was opened. */
  refused: LayerglassError | null = null;
  readonly #element: Element & Said & Looks;
  readonly #events: HoldEvents;
  /** Somebody asked for it: `loading` has no say any more. */
  #isWanted = false;
  #isNew = false;
  /** To open what is taken next. */
  #isAsked = false;
  #stopWaiting: (() => void) | undefined;

  constructor(element: Element & Said & Looks, events: HoldEvents) {
    this.#element = element;
    this.#events = events;
  }

  get report(): Report | null {
    return this.session?.report ?? null;
  }

  get error(): LayerglassError | null {
    const state = this.session?.opening;
    return state?.kind === "failed" ? state.error : this.refused;
  }

  get state(): ElementState {
    return this.refused ? "failed" : (this.session?.state ?? "empty");
  }

  /** Whether it has come to something: neither about to begin nor on its way. */
  get isSettled(): boolean {
    return !this.#isNew && this.state !== "opening";
  }

  /** Takes what is given now in place of the last one. Tells nothing yet. */
  take(): void {
    this.letGo();
    this.#isNew = true;
    try {
      const named = sourceOf(this.#element, document.baseURI);
      if (named) this.session = new Session(named.name, named.source, this.#events);
    } catch (thrown) {
      if (!(thrown instanceof LayerglassError)) throw thrown;
      this.refused = thrown;
    }
  }

  /** Begins with what was taken, once. */
  begin(): void {
    if (this.#isNew) {
      this.#isNew = false;
      if (this.refused) this.#events.onrefused(this.refused);
      else this.start();
    }
    if (this.#isAsked) this.open();
  }

  /** Opens it at once, when it comes near, or when it is asked for. */
  start(): void {
    this.#stopWaiting?.();
    const loading = this.#isWanted ? "eager" : loadingOf(this.#element);
    if (loading === "eager") void this.session?.open();
    if (loading === "lazy") this.#stopWaiting = whenNear(this.#element, () => this.open());
  }

  /** `soon`: what was set just before has still to be taken, and is what should be opened. */
  open(soon = false): void {
    this.#isAsked = soon;
    if (soon) return;
    if (this.refused) this.take();
    this.#isWanted = true;
    this.begin();
    void this.session?.open();
  }

  cancel(): void {
    this.#isAsked = false;
    this.session?.cancelOpening();
  }

  letGo(): void {
    this.#stopWaiting?.();
    this.session?.close();
    this.session = this.refused = null;
    this.#isWanted = this.#isNew = false;
  }
}
