// `init` and `open`.
import type { InitOptions, OpenOptions } from "../public/options.js";
import type { Inspection } from "../public/inspection.js";
import type { Source } from "../public/source.js";
import { OpenInspection } from "./inspection.js";
import { begin, lease } from "./shared-engine.js";

/**
 * Loads the core ahead of the first `open`, or from another place than beside this module. Optional; only the first
 * call, and only before the first `open`, has a say.
 */
export async function init(options: InitOptions = {}): Promise<void> {
  await begin(options);
}

/**
 * Opens a source and finds the images in it. Reads no more than that needs, unless `measure` or `verify` ask for it: of
 * an image in a registry its index, manifest and config, whose digests are compared. Its layers are fetched when
 * something is asked of them, each once; a single file of a layer that is not compressed alone.
 *
 * Rejects with a {@link LayerglassError} where nothing can be made of the source: with `reference/…` for what is no name,
 * `registry/…` where the registry refuses, `network/…` where it cannot be reached. What is wrong with an image that can be
 * shown is a finding in its report.
 */
export async function open(source: Source, options: OpenOptions = {}): Promise<Inspection> {
  // JavaScript's null for no options is as good as none.
  const given = (options as OpenOptions | null) ?? {};
  given.signal?.throwIfAborted();
  const leased = lease();
  try {
    return await OpenInspection.open(leased, source, given);
  } catch (error) {
    leased.release();
    throw error;
  }
}
