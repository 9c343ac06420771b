// The engine: the core and the sources that it holds open. It runs in a worker, or on the caller's thread.
import { LayerglassError } from "../public/error.js";
import { isNode } from "./host.js";
import { kit } from "./kit.js";
import { type Core, startCore } from "./load.js";
import { Nested } from "./nested.js";
import type { Control } from "./pace.js";
import type { Team } from "./pool.js";
import type { Arguments, Operation, Operations, Result } from "./protocol.js";
import type { Registries } from "./registries.js";
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
  readonly onRequest: OnRequest;
  /** Asks whoever made the call for credentials. */
  readonly credential: (host: string) => Promise<unknown>;
}

/** Layers below this are read sooner than a browser has started a worker. */
const WORTHWHILE = 4 << 20;

export class Engine {
  readonly #sources = new Map<number, Held>();
  /** A link exists only once it is started. */
  #core!: Core;
  #module!: WebAssembly.Module;
  readonly #script: string | undefined;
  readonly #nested = new Nested();
  #asked: Promise<Registries> | undefined;

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
      this.#module = module;
    },
    open: async (control, source, options) => {
      const supply =
        typeof source === "string"
          ? await (await this.#registries()).open(source, options, control)
          : await adapt(source, { ...control, insecure: options.registry?.insecure });
      const stop = () => supply.close();
      control.signal?.addEventListener("abort", stop, { once: true });
      const held = await Held.open({ core: this.#core, team: this.#team }, supply, options, control).finally(() => {
        control.signal?.removeEventListener("abort", stop);
      });
      this.#sources.set(control.id, held);
      const resolution = supply.kind === "registry" ? supply.resolution : null;
      return { held: control.id, report: held.report(), error: held.error(), resolution };
    },
    ask: async (control, question, words, options, told) =>
      (await this.#registries()).ask(question, words, options, told, control),
    layer: async (control, job, options) =>
      (await import("./held-layers.js")).readForAnother(kit, this.#core, job, options, control),
    report: (_control, held) => this.#held(held).report(),
    raw: (_control, held, name) => this.#held(held).raw(name),
    measure: (control, held) => this.#held(held).measure(control),
    verify: (control, held) => this.#held(held).verify(control),
    files: async (control, held, whose, question, args) =>
      (await this.#held(held).files()).ask(whose, question, args, control),
    next: async (control, held, stream) => (await this.#held(held).files()).next(stream, control),
    drop: async (_control, held, stream) => (await this.#held(held).files()).drop(stream),
    close: (_control, held) => {
      const source = this.#sources.get(held);
      source?.close();
      this.#sources.delete(held);
      // Who closes the last source ends this worker next.
      return source && this.#nested.gone();
    },
  };

  /** Whoever asks no registry does not download what asks one. */
  readonly #registries = (): Promise<Registries> =>
    (this.#asked ??= import("./registries.js").then(({ Registries }) => new Registries(this.#core, kit)));

  readonly #team = async (): Promise<Team | undefined> => {
    const script = this.#script;
    const module = this.#module;
    if (script) {
      const start = () => this.#nested.start(script, module);
      return { cores: navigator.hardwareConcurrency, worthwhile: ({ size }) => size >= WORTHWHILE, start };
    }
    // A page whose engine has no worker can start none.
    return isNode ? (await import("./pool-node.js")).nodeTeam(module, kit) : undefined;
  };

  #held(number: number): Held {
    const held = this.#sources.get(number);
    if (!held) throw new LayerglassError("usage/closed", "the inspection was closed");
    return held;
  }
}
