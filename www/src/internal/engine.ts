// The engine: the core and the sources that it holds open. It runs in a worker, or on the caller's thread.
import { LayerglassError } from "../public/error.js";
import { type Core, loadCore } from "./load.js";
import type { Control } from "./pace.js";
import type { Arguments, Operation, Operations, Result } from "./protocol.js";
import { Held } from "./held.js";
import { adapt } from "./sources/adapt.js";

type Handlers = {
  [K in Operation]: (control: EngineControl, ...args: Parameters<Operations[K]>) => Result<K> | Promise<Result<K>>;
};

/** A task's control, and the signal itself: a source that waits for bytes is let go at once. */
export interface EngineControl extends Control {
  readonly signal?: AbortSignal | undefined;
}

export class Engine {
  readonly #sources = new Map<number, Held>();
  #core: Promise<Core> | undefined;
  #next = 1;

  /** Does one operation. Throws what the core, the source or the signal throws. */
  call<K extends Operation>(type: K, args: Arguments<K>, control: EngineControl): Promise<Result<K>> {
    const handle: Handlers[K] = this.#handlers[type];
    return Promise.resolve().then(() => handle(control, ...args));
  }

  readonly #handlers: Handlers = {
    start: async (_control, module) => {
      this.#core ??= loadCore(module);
      await this.#core;
    },
    open: async (control, source, options) => {
      const core = await (this.#core ??= loadCore());
      const supply = await adapt(source, control.signal);
      const stop = () => supply.close();
      control.signal?.addEventListener("abort", stop, { once: true });
      const held = await Held.open(core, supply, options, control).finally(() => {
        control.signal?.removeEventListener("abort", stop);
      });
      const number = this.#next++;
      this.#sources.set(number, held);
      return { held: number, report: held.report(), error: held.error() };
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
