// The engine: the core and the sources that it holds open. It runs in a worker, or on the caller's thread.
import { LayerglassError } from "../public/error.js";
import { type Team, readLayer } from "./layers.js";
import { type Core, startCore } from "./load.js";
import { type Control, Pace } from "./pace.js";
import type { Arguments, Operation, Operations, Result } from "./protocol.js";
import { Held } from "./held.js";
import { adapt } from "./sources/adapt.js";
import { fromBlob } from "./sources/blob.js";
import type { OnRequest } from "./sources/http.js";
import { Window } from "./window.js";

type Handlers = {
  [K in Operation]: (control: EngineControl, ...args: Parameters<Operations[K]>) => Result<K> | Promise<Result<K>>;
};

/** A task's control, and the signal itself: a source that waits for bytes is let go at once. */
export interface EngineControl extends Control {
  /** Of the call; what a call opens is known by the call's number from then on. */
  readonly id: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRequest: OnRequest;
}

export class Engine {
  readonly #sources = new Map<number, Held>();
  /** A link exists only once it is started. */
  #core!: Core;
  #team: Team | undefined;
  readonly #script: string | undefined;

  /** `script`: of the worker that it runs in, so that there can be more of them. */
  constructor(script?: string) {
    this.#script = script;
  }

  /** Does one operation. Throws what the core, the source or the signal throws. */
  call<K extends Operation>(type: K, args: Arguments<K>, control: EngineControl): Promise<Result<K>> {
    const handle: Handlers[K] = this.#handlers[type];
    return Promise.resolve().then(() => handle(control, ...args));
  }

  readonly #handlers: Handlers = {
    start: (_control, module) => {
      this.#core = startCore(module);
      if (this.#script) this.#team = { script: this.#script, module };
    },
    open: async (control, source, options) => {
      const supply = await adapt(source, control);
      const stop = () => supply.close();
      control.signal?.addEventListener("abort", stop, { once: true });
      const held = await Held.open({ core: this.#core, team: this.#team }, supply, options, control).finally(() => {
        control.signal?.removeEventListener("abort", stop);
      });
      this.#sources.set(control.id, held);
      return { held: control.id, report: held.report(), error: held.error() };
    },
    layer: async (control, { blob, hash }, options) => {
      if (!blob) return undefined;
      const reader = new this.#core.LayerReader(options, hash);
      await readLayer(reader, new Window(fromBlob(blob)), new Pace(control, "measure", blob.size));
      return reader.pack();
    },
    report: (_control, held) => this.#held(held).report(),
    raw: (_control, held, name) => this.#held(held).raw(name),
    measure: (control, held) => this.#held(held).measure(control),
    verify: (control, held) => this.#held(held).verify(control),
    close: (_control, held) => {
      this.#sources.get(held)?.close();
      this.#sources.delete(held);
    },
  };

  #held(number: number): Held {
    const held = this.#sources.get(number);
    if (!held) throw new LayerglassError("usage/closed", "the inspection was closed");
    return held;
  }
}
