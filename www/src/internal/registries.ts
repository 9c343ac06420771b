// Registries, as the engine asks them: one of the core's for all calls with the same settings, so that tokens and
// documents are fetched once.
import { BlobFeed } from "./blob-feed.js";
import type { EngineControl } from "./engine.js";
import type { HeldOptions } from "./first-view.js";
import type { Kit } from "./kit.js";
import type { Core } from "./load.js";
import type { RegistryQuestion, RegistryTold } from "./protocol.js";
import type { RegistrySupply, StreamSupply } from "./sources/source.js";
import { stoppable } from "./stoppable.js";

/** Who uses one of the core's registries, and how many tasks each has under way. */
interface Shared {
  readonly registry: InstanceType<Core["Registry"]>;
  readonly users: Map<EngineControl, number>;
}

/** Kept, though nobody uses them: what they know is asked for again. */
const MOST = 8;

const NOBODY: RegistryTold = { settings: "{}", keys: 0, insecure: [] };

export class Registries {
  readonly #core: Core;
  readonly #kit: Kit;
  /** By settings and credentials, the last used one last. */
  readonly #known = new Map<string, Shared>();

  constructor(core: Core, kit: Kit) {
    this.#core = core;
    this.#kit = kit;
  }

  async ask(
    question: RegistryQuestion,
    words: readonly string[],
    options: object,
    told: RegistryTold,
    control: EngineControl,
  ): Promise<unknown> {
    const shared = this.#join(told, control);
    const { registry } = shared;
    // Each takes its words, its options as JSON, and what gives it up.
    const asked = registry[question] as (...args: [...words: string[], stop: Promise<unknown>]) => Promise<unknown>;
    try {
      return await atWork(shared, control, () =>
        stoppable([control.signal], (stop) => asked.call(registry, ...words, JSON.stringify(options), stop)),
      );
    } finally {
      shared.users.delete(control);
    }
  }

  /** Finds the image; `control` is the one of the source until that is closed. */
  async open(
    reference: string,
    { registry: told = NOBODY, spool: _, ...options }: HeldOptions,
    control: EngineControl,
  ): Promise<RegistrySupply> {
    const json = JSON.stringify({ ...options, kind: "registry", seekable: true });
    const shared = this.#join(told, control);
    try {
      const opening = await atWork(shared, control, () =>
        stoppable([control.signal], (stop) => shared.registry.open(reference, json, stop)),
      );
      return this.#supply(shared, control, opening, json);
    } catch (thrown) {
      shared.users.delete(control);
      throw thrown;
    }
  }

  #supply(shared: Shared, control: EngineControl, opening: RegistrySupply["opening"], json: string): RegistrySupply {
    const { LayerglassError } = this.#kit;
    const closing = new AbortController();
    const part: RegistrySupply["part"] = (name, size, isHashed, signal) =>
      new BlobFeed({
        size,
        isHashed,
        begin: (at) => shared.registry.blob(opening, name, at),
        atWork: (task) => atWork(shared, control, task),
        signals: () => [closing.signal, signal()],
        closed: () => new LayerglassError("usage/closed", "the source was closed"),
      });
    return {
      kind: "registry",
      opening,
      resolution: opening.resolution() ?? null,
      json,
      part,
      stream: (name, size, isHashed) =>
        streamOf(
          part(name, size, isHashed, () => undefined),
          size,
        ),
      close: () => {
        closing.abort(new LayerglassError("usage/closed", "the inspection was closed"));
        shared.users.delete(control);
      },
    };
  }

  #join(told: RegistryTold, control: EngineControl): Shared {
    const key = `${told.keys} ${told.settings}`;
    const shared = this.#known.get(key) ?? this.#make(told);
    shared.users.set(control, 0);
    this.#known.delete(key);
    this.#known.set(key, shared);
    for (const [other, { registry, users }] of this.#known) {
      if (this.#known.size <= MOST) break;
      if (users.size > 0) continue;
      this.#known.delete(other);
      registry.free();
    }
    return shared;
  }

  #make({ settings, keys }: RegistryTold): Shared {
    const users: Shared["users"] = new Map();
    // All users have the same credentials: any of them can be asked.
    const credentials = async (host: string) => [...users.keys()].at(-1)?.credential(host) ?? null;
    const onRequest = (url: string) => {
      for (const [{ onRequest }, tasks] of users) if (tasks > 0) onRequest(url);
    };
    const told = JSON.stringify({ ...(JSON.parse(settings) as object), browser: !this.#kit.isNode });
    return { registry: new this.#core.Registry(told, keys > 0 ? credentials : undefined, onRequest), users };
  }
}

/** Requests that are sent meanwhile are told to this user. */
async function atWork<T>({ users }: Shared, control: EngineControl, task: () => Promise<T>): Promise<T> {
  const add = (count: number) => {
    const before = users.get(control);
    if (before !== undefined) users.set(control, before + count);
  };
  add(1);
  return task().finally(() => add(-1));
}

function streamOf({ feed, close }: ReturnType<RegistrySupply["part"]>, size: number): StreamSupply {
  let at = 0;
  const next = async () => {
    const bytes = await feed.take(at, size);
    at += bytes?.length ?? 0;
    return bytes;
  };
  return { kind: "stream", size, givesAway: true, next, close };
}
