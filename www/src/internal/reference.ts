import type { Reference } from "../public/report.js";
import { toError } from "./errors.js";
import { coreNow } from "./load.js";

/**
 * Parses what people type: `mysql`, `ghcr.io/owner/app:1.2@sha256:…`. Throws with a code `reference/…` that names the
 * rule which is broken; with `usage/not-initialised` before `init()` or a first `open()` is done.
 */
export function parseReference(text: string): Reference {
  const core = coreNow();
  try {
    return core.parseReference(text);
  } catch (thrown) {
    throw toError(thrown);
  }
}
