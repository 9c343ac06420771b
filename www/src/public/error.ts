import type { Place } from "./report.js";

/** Something that layerglass cannot go on from. `code` is stable; `message` says what happened, `hint` what to do. */
export class LayerglassError extends Error {
  /** Such as `tar/truncated`; docs/codes.md explains each. */
  readonly code: string;
  /** Where in the source, as far as that is known. */
  readonly at?: Place;
  /** What the reader can do about it. */
  readonly hint?: string;

  constructor(code: string, message: string, details: { at?: Place | null; hint?: string; cause?: unknown } = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.name = "LayerglassError";
    this.code = code;
    if (details.at) this.at = details.at;
    if (details.hint) this.hint = details.hint;
  }
}
