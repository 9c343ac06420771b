// Errors as the command shows them, and the exit code that each means.
import { LayerglassError } from "../index.js";
import { json, jsonLine, printable } from "./text.js";
import type { Terminal } from "./terminal.js";

export const DONE = 0;
export const NO = 1;
export const USAGE = 2;
export const UNREADABLE = 3;
export const NETWORK = 4;
export const LIMIT = 5;
export const INTERRUPTED = 130;

export function exitCode({ code }: LayerglassError): number {
  if (code.startsWith("usage/no-such-") || code === "usage/not-a-file") return NO;
  if (code === "source/not-yet") return USAGE;
  if (code.startsWith("registry/no-")) return code === "registry/no-search" ? NETWORK : NO;
  switch (code.split("/")[0]) {
    case "usage":
    case "reference":
    case "platform":
      return USAGE;
    case "network":
    case "registry":
      return NETWORK;
    case "limit":
      return LIMIT;
    default:
      return UNREADABLE;
  }
}

/** What was thrown; that it is anything but a `LayerglassError` is a fault of ours. */
export function toError(thrown: unknown): LayerglassError {
  if (thrown instanceof LayerglassError) return thrown;
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new LayerglassError("internal/unexpected", message, {
    hint: "this is a fault of layerglass: please report it",
  });
}

/** Says what went wrong on standard error, with what helps on the next line. */
export function sayError(error: LayerglassError, { err }: Pick<Terminal, "err">): void {
  err(`layerglass: ${error.code}: ${printable(error.message)}\n`);
  if (error.hint) err(`${printable(error.hint)}\n`);
}

/** The shape of an error in JSON. */
export function errorJson({ code, message, at, hint }: LayerglassError): Record<string, unknown> {
  return { code, message, at: at ?? null, hint: hint ?? null };
}

/** A whole document where there is nothing else to print. */
export function sayErrorAsJson(error: LayerglassError, { out }: Terminal): void {
  out(`${json({ schemaVersion: 1, error: errorJson(error) })}\n`);
}

/** The only row where there is nothing else to print. */
export function sayErrorAsRow(error: LayerglassError, { out }: Terminal): void {
  out(`${jsonLine({ schemaVersion: 1, error: errorJson(error) })}\n`);
}

export function usage(code: string, message: string, hint: string): LayerglassError {
  return new LayerglassError(`usage/${code}`, message, { hint });
}
