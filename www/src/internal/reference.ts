import type { Reference } from "../public/report.js";
import { LayerglassError } from "../public/error.js";
import { toError } from "./errors.js";
import { coreNow } from "./load.js";

/**
 * Parses what people type: `mysql`, `ghcr.io/owner/app:1.2@sha256:…`. Throws with a code `reference/…` that names the
 * rule which is broken; with `usage/not-initialised` before `init()` or a first `open()` is done.
 */
export function parseReference(text: string): Reference {
  // The core takes text only: anything else would stop it.
  if (typeof text !== "string") {
    throw new LayerglassError("reference/not-text", `a reference is text, not ${typeof text}`, {
      hint: "write it as docker does, such as mysql:8",
    });
  }
  const core = coreNow();
  try {
    return core.parseReference(text);
  } catch (thrown) {
    throw toError(thrown);
  }
}
