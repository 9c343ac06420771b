// Errors at the boundaries: from the core's plain objects, between threads, and what a signal's abort becomes.
import { LayerglassError } from "../public/error.js";
import type { PlainError } from "../public/report.js";

/** An error as it travels between threads: errors themselves lose their fields when they are cloned. */
export type Failure = Pick<PlainError, "code" | "message" | "hint" | "at">;

/** Whatever was thrown, as the error that a caller sees. */
export function toError(thrown: unknown): LayerglassError {
  if (thrown instanceof LayerglassError) return thrown;
  if (thrown instanceof WebAssembly.RuntimeError) {
    return new LayerglassError("internal/trap", `the core stopped: ${thrown.message}`, {
      hint: "this is a fault of layerglass: please report it with the file, if you can share it",
      cause: thrown,
    });
  }
  if (isFailure(thrown)) return new LayerglassError(thrown.code, thrown.message, { at: thrown.at, hint: thrown.hint });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LayerglassError("internal/unexpected", message, { cause: thrown });
}

/** The fields that travel. */
export function toFailure(thrown: unknown): Failure {
  const { code, message, hint, at } = toError(thrown);
  return { code, message, hint: hint ?? "", at: at ?? null };
}

function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "hint" in thrown && "message" in thrown;
}
