// Sources for an engine on another thread: what can be cloned is, the rest is read through a message port.
import { LayerglassError } from "../../public/error.js";
import type { Source } from "../../public/source.js";
import { type Failure, toError, toFailure } from "../errors.js";
import { adaptHere } from "./here.js";
import type { Costs, FedSupply, RandomSupply } from "./source.js";

/** A source as it travels. */
export type Portable = Blob | Uint8Array | FileSystemDirectoryHandle | { readonly href: string } | Remote;

/** A supply on the other side of a port. */
export interface Remote {
  readonly port: MessagePort;
  readonly kind: FedSupply["kind"];
  readonly size: number | null;
  readonly costs: Costs | null;
}

interface Request {
  readonly id: number;
  readonly method: "read" | "next" | "open" | "close";
  readonly args: readonly unknown[];
}

type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly failure: Failure });

/** An argument in a form that can be posted; ports that must be transferred with it are added to `transfer`. */
export function portable(argument: unknown, transfer: Transferable[]): unknown {
  if (argument instanceof URL) return { href: argument.href } satisfies Portable;
  const supply = adaptHere(argument as Source);
  return supply ? serve(supply, transfer) : argument;
}

function serve(supply: FedSupply, transfer: Transferable[]): Remote {
  const { remote } = lend(supply);
  transfer.push(remote.port);
  return remote;
}

/** Makes a supply readable from another thread: the port of `remote` is to be transferred. */
export function lend(supply: FedSupply): { readonly remote: Remote; close(): void } {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = async ({ data: { id, method, args } }: MessageEvent<Request>) => {
    const moved: Transferable[] = [];
    try {
      if (method === "close") port1.close();
      port1.postMessage({ id, value: await perform(supply, method, args, moved) } satisfies Answer, moved);
    } catch (thrown) {
      port1.postMessage({ id, failure: toFailure(thrown) } satisfies Answer);
    }
  };
  const random = supply.kind === "random";
  const remote: Remote = {
    port: port2,
    kind: supply.kind,
    size: supply.kind === "folder" ? null : supply.size,
    costs: random ? supply.costs : null,
  };
  const close = () => {
    port1.close();
    supply.close();
  };
  return { remote, close };
}

async function perform(
  supply: FedSupply,
  method: Request["method"],
  args: readonly unknown[],
  moved: Transferable[],
): Promise<unknown> {
  if (method === "close") return supply.close();
  if (supply.kind === "folder") {
    const file = await supply.open(args[0] as string);
    return file && serve(file, moved);
  }
  const bytes =
    supply.kind === "stream"
      ? await supply.next()
      : await supply.read(args[0] as number, args[1] as number, new Uint8Array(0));
  // Cloning a view would clone all of its buffer.
  const own = supply.kind === "stream" && supply.givesAway ? bytes : bytes?.slice();
  if (own) moved.push(own.buffer);
  return own;
}

export function isRemote(source: object): source is Remote {
  return "port" in source && source.port instanceof MessagePort;
}

/** The supply on the other side of the port. */
export function fromRemote({ port, kind, size, costs }: Remote): FedSupply {
  const { ask, giveUp } = asker(port);
  const close = () => {
    port.postMessage({ id: 0, method: "close", args: [] } satisfies Request);
    port.close();
    giveUp();
  };
  if (kind === "random" && size !== null && costs !== null) {
    return { kind, size, costs, read: (offset, length) => ask("read", offset, length), close };
  }
  if (kind === "stream") return { kind, size, next: () => ask("next"), close };
  return {
    kind: "folder",
    open: async (name) => {
      const file = await ask<Remote | undefined>("open", name);
      return file && (fromRemote(file) as RandomSupply);
    },
    close,
  };
}

function closed(): LayerglassError {
  return new LayerglassError("usage/closed", "the source was closed");
}

interface Asker {
  ask<T>(method: Request["method"], ...args: unknown[]): Promise<T>;
  /** Fails what was asked: a closed port answers no more, and whoever waits holds a machine of the core. */
  giveUp(): void;
}

function asker(port: MessagePort): Asker {
  const waiting = new Map<number, (answer: Answer) => void>();
  let next = 1;
  let isClosed = false;
  port.onmessage = ({ data }: MessageEvent<Answer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  const ask = async <T>(method: Request["method"], ...args: unknown[]) => {
    if (isClosed) throw closed();
    const id = next++;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      port.postMessage({ id, method, args } satisfies Request);
    });
    if ("failure" in answer) throw toError(answer.failure);
    return answer.value as T;
  };
  const giveUp = () => {
    isClosed = true;
    const failure = toFailure(closed());
    for (const [id, answer] of waiting) answer({ id, failure });
    waiting.clear();
  };
  return { ask, giveUp };
}
