// The engine: the core and the sessions in it. It runs in a worker, or on the caller's thread.
import { LayerglassError } from "../public/error.js";
import { type Core, loadCore } from "./load.js";
import type { Control } from "./pace.js";
import type { Arguments, Operation, Operations, Result } from "./protocol.js";
import { Session } from "./session.js";
import { adapt } from "./sources/adapt.js";

type Handlers = {
  [K in Operation]: (control: EngineControl, ...args: Parameters<Operations[K]>) => Result<K> | Promise<Result<K>>;
};

/** A task's control, and the signal itself: a source that waits for bytes is let go at once. */
export interface EngineControl extends Control {
  readonly signal?: AbortSignal | undefined;
}

export class Engine {
  readonly #sessions = new Map<number, Session>();
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
      const session = await Session.open(core, supply, options, control).finally(() => {
        control.signal?.removeEventListener("abort", stop);
      });
      const number = this.#next++;
      this.#sessions.set(number, session);
      return { session: number, report: session.report(), error: session.error() };
    },
    report: (_control, session) => this.#session(session).report(),
    raw: (_control, session, name) => this.#session(session).raw(name),
    verify: (control, session) => this.#session(session).verify(control),
    close: (_control, session) => {
      this.#sessions.get(session)?.close();
      this.#sessions.delete(session);
    },
  };

  #session(number: number): Session {
    const session = this.#sessions.get(number);
    if (!session) throw new LayerglassError("usage/closed", "the inspection was closed");
    return session;
  }
}
