// A body on its way to the visitor: no faster than he takes it, and kept nowhere.
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "./refusal.js";

/** Milliseconds. */
export interface Patience {
  /** A registry may fall silent for so long. */
  readonly silence: number;
  /** A visitor may leave what was sent for so long. */
  readonly stalled: number;
}

export const PATIENCE: Patience = { silence: 30_000, stalled: 300_000 };

/** Resolves once all of it is sent. Where it breaks off, so does the answer: it must not look whole. */
export async function passOn(
  answer: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
  { silence, stalled }: Patience = PATIENCE,
): Promise<void> {
  const stop = () => void answer.destroy();
  signal.addEventListener("abort", stop, { once: true });
  const listen = () =>
    setTimeout(() => answer.destroy(new Refusal(504, "UNKNOWN", "the registry fell silent")), silence);
  let silent = listen();
  try {
    for await (const piece of answer) {
      // While the visitor is waited for, the registry is not.
      clearTimeout(silent);
      if (!response.write(piece)) await drained(response, signal, stalled);
      silent = listen();
    }
    response.end();
  } finally {
    clearTimeout(silent);
    signal.removeEventListener("abort", stop);
    answer.destroy();
  }
}

async function drained(response: ServerResponse, signal: AbortSignal, stalled: number): Promise<void> {
  const timer = setTimeout(() => response.destroy(), stalled);
  try {
    await once(response, "drain", { signal });
  } finally {
    clearTimeout(timer);
  }
}
