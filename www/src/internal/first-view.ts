// The first look at a source: which images there are.
import type { Limits, OpeningOptions } from "../public/report.js";
import { type OpenFile, drive } from "./drive.js";
import type { Core } from "./load.js";
import type { Pace } from "./pace.js";
import type { RegistryTold } from "./protocol.js";
import type { FedSupply, FolderSupply, Supply } from "./sources/source.js";
import { Passage, Window } from "./window.js";

/** The part of `OpenOptions` that is data. */
export interface HeldOptions {
  readonly platform?: string | undefined;
  readonly verify?: boolean | undefined;
  readonly measure?: boolean | undefined;
  readonly spool?: boolean | number | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly registry?: RegistryTold | undefined;
  readonly timing?: boolean | undefined;
}

/** What is to be learned of layers that pass by, too. */
export type PassOptions = HeldOptions & Pick<OpeningOptions, "index" | "digests">;

/** Drives the core until it knows which images there are. */
export async function firstView(
  core: Core,
  supply: FedSupply,
  options: PassOptions,
  pace: Pace,
): Promise<InstanceType<Core["Opening"]>> {
  const opening = new core.Opening(jsonOf(supply, options));
  const bytes =
    supply.kind === "folder"
      ? { open: (name: string) => openFile(supply, name) }
      : { feed: supply.kind === "stream" ? new Passage(supply) : new Window(supply) };
  try {
    await drive({ machine: opening, pace, done: () => opening.progress(), ...bytes });
  } catch (thrown) {
    opening.free();
    throw thrown;
  }
  pace.finish();
  return opening;
}

/** What the core is to know, in the form that it takes. */
export function jsonOf(supply: FedSupply, options: PassOptions): string {
  const kind = supply.kind === "folder" ? "directory" : "archive";
  const seekable = supply.kind !== "stream";
  const url = supply.kind === "folder" ? undefined : supply.url;
  const { spool: _, registry: __, timing: ___, ...told } = options;
  return JSON.stringify({
    ...told,
    kind,
    seekable,
    size: sizeOf(supply) ?? undefined,
    url,
  } satisfies OpeningOptions);
}

export function sizeOf(supply: Supply): number | null {
  return "size" in supply ? supply.size : null;
}

async function openFile(folder: FolderSupply, name: string): Promise<OpenFile | undefined> {
  const file = await folder.open(name);
  return file && { size: file.size, feed: new Window(file), close: () => file.close() };
}
