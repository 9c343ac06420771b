// The one loop that drives the core's machines.
import type { Wants } from "../public/report.js";
import type { Pace } from "./pace.js";
import type { Feed, Taken } from "./window.js";

/** What both machines of the core have: `Opening`, and `LayerReader`, which never wants a file opened. */
export interface Machine {
  wants(): Wants;
  push(chunk: Uint8Array): void;
  skipped(count: number): void;
  ended(): void;
  opened?(size: number): void;
  missing?(): void;
}

/** A file of a folder. */
export interface OpenFile {
  readonly size: number;
  readonly feed: Feed;
  close(): void;
}

export interface Drive {
  readonly machine: Machine;
  /** Where the bytes come from; of a folder, none before the machine wants a file opened. */
  readonly feed?: Feed;
  readonly open?: (name: string) => Promise<OpenFile | undefined>;
  readonly pace: Pace;
  /** Bytes of the source dealt with, when the machine wants those at `at`. */
  readonly done: (at: number) => number;
}

/** Does what the machine wants until it wants nothing more. What the machine or the source throws passes through. */
export async function drive({ machine, feed, open, pace, done }: Drive): Promise<void> {
  let file: OpenFile | undefined;
  try {
    for (;;) {
      pace.check();
      const wants = machine.wants();
      if (wants.kind === "done") break;
      if (wants.kind === "open") {
        file?.close();
        file = await open?.(wants.name);
        if (file) machine.opened?.(file.size);
        else machine.missing?.();
      } else {
        const supplied = supply(machine, wants, file?.feed ?? feed, pace);
        if (supplied) await supplied;
      }
      const stepped = pace.step(wants.kind === "bytes" ? done(wants.at) : 0);
      if (stepped) await stepped;
    }
  } finally {
    file?.close();
  }
}

/**
 * Gives the machine some of the bytes that it wants. At once where they are there: of an archive of many files each
 * header is asked for, and waiting for what is there costs more than reading it.
 */
export function supply(
  machine: Pick<Machine, "push" | "skipped" | "ended">,
  wants: Wants & { kind: "bytes" },
  feed: Feed | undefined,
  pace: Pace,
): void | Promise<void> {
  const { at, want, skippable } = wants;
  const unread = feed?.skip(at, skippable) ?? 0;
  if (unread > 0) return machine.skipped(unread);
  const give = (bytes: Taken): void => {
    if (!bytes) return machine.ended();
    const passing = feed?.skip(at, skippable) ?? 0;
    if (passing > 0) return machine.skipped(passing);
    pace.push(machine, bytes);
  };
  const taken = feed?.take(at, want);
  return taken instanceof Promise ? taken.then(give) : give(taken);
}
