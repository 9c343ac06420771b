// The engine: the core and the sources that it holds open. It runs in a worker, or on the caller's thread.
import { LayerglassError } from "../public/error.js";
import { type Core, startCore } from "./load.js";
import type { Control } from "./pace.js";
import type { Arguments, Operation, Operations, Result } from "./protocol.js";
import { Held } from "./held.js";
import { adapt } from "./sources/adapt.js";
import type { OnRequest } from "./sources/http.js";

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

  /** Does one operation. Throws what the core, the source or the signal throws. */
  call<K extends Operation>(type: K, args: Arguments<K>, control: EngineControl): Promise<Result<K>> {
    const handle: Handlers[K] = this.#handlers[type];
    return Promise.resolve().then(() => handle(control, ...args));
  }

  readonly #handlers: Handlers = {
    start: (_control, module) => {
      this.#core = startCore(module);
    },
    open: async (control, source, options) => {
      const supply = await adapt(source, control);
      const stop = () => supply.close();
      control.signal?.addEventListener("abort", stop, { once: true });
      const held = await Held.open(this.#core, supply, options, control).finally(() => {
        control.signal?.removeEventListener("abort", stop);
      });
      this.#sources.set(control.id, held);
      return { held: control.id, report: held.report(), error: held.error() };
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
