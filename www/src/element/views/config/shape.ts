// The values of a config are whatever the image says: a list may be a word, a word a list, and either anything else.
import { commandLine } from "../../parts/command.js";

export type Config = Record<string, unknown>;

/** Null, false, and what has nothing in it. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

export function isRecord(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string as it is, all else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** The names of a set, which Go writes as an object; a list is taken for one too. Null for what is neither. */
export function namesOf(value: unknown): string[] | null {
  if (isRecord(value)) return Object.keys(value);
  return Array.isArray(value) ? value.map(textOf) : null;
}

/** The command that a list of words makes; null where there is none. */
export function commandOf(value: unknown, isWindows: boolean): string | null {
  if (isEmpty(value)) return null;
  return Array.isArray(value) ? commandLine(value.map(textOf), isWindows) : textOf(value);
}

/** What a container runs: the entrypoint, with the command as its arguments. */
export function startOf({ Entrypoint, Cmd, ArgsEscaped }: Config, isWindows: boolean): string | null {
  // Docker's own word for a command line that Windows is to get exactly as it is.
  const isLine = isWindows && ArgsEscaped === true;
  const parts = [Entrypoint, Cmd].filter((part) => !isEmpty(part));
  if (parts.length === 0) return null;
  return parts
    .map((part) => (isLine && Array.isArray(part) ? part.map(textOf).join(" ") : commandOf(part, isWindows)))
    .join(" ");
}

/** `NAME=value` at its first `=`; value null where there is none. */
export function variableOf(entry: unknown): readonly [name: string, value: string | null] {
  const all = textOf(entry);
  const equals = all.indexOf("=");
  return equals < 0 ? [all, null] : [all.slice(0, equals), all.slice(equals + 1)];
}

/** How health is checked: a command, and numbers such as docker's intervals in nanoseconds. */
export interface HealthCheck {
  readonly kind: "command" | "none" | "inherited";
  readonly command: string;
  readonly options: readonly (readonly [name: string, value: unknown])[];
}

/** Null for what is not shaped like one. */
export function healthCheckOf(value: unknown, isWindows: boolean): HealthCheck | null {
  if (!isRecord(value)) return null;
  const { Test, ...rest } = value;
  const options = Object.entries(rest);
  if (isEmpty(Test)) return { kind: "inherited", command: "", options };
  if (!Array.isArray(Test)) return null;
  const [kind, ...words] = Test.map(textOf);
  if (kind === "NONE") return { kind: "none", command: "", options };
  if (kind === "CMD-SHELL") return { kind: "command", command: words.join(" "), options };
  return { kind: "command", command: commandLine(kind === "CMD" ? words : Test.map(textOf), isWindows), options };
}

/** Seconds of a duration in nanoseconds; null for what is none. */
export function secondsOf(value: unknown): number | null {
  return typeof value === "number" && value >= 1e6 ? value / 1e9 : null;
}
