// The configuration of an image in words.
import type { Terminal } from "./terminal.js";
import { pad, printable } from "./text.js";

type Config = Record<string, unknown>;

/** Only what is set: an image says little of what it could. Keys without a word here are shown as they are spelled. */
export function configLines(config: Config | null, { bold }: Terminal): string[] {
  if (config === null) return [];
  const known = Object.keys(WORDS).filter((key) => key in config);
  const others = Object.keys(config).filter((key) => !(key in WORDS));
  const facts = [...known, ...others].flatMap((key) => {
    const values = valuesOf(config[key]);
    return values.map(
      (value, index) => `  ${pad(index === 0 ? printable(WORDS[key] ?? key) : "", 14)}${printable(value)}`,
    );
  });
  return facts.length === 0 ? [] : ["", bold("Configuration"), ...facts];
}

const WORDS: Record<string, string> = {
  Entrypoint: "Entrypoint",
  Cmd: "Command",
  Env: "Environment",
  WorkingDir: "Working dir",
  User: "User",
  ExposedPorts: "Ports",
  Volumes: "Volumes",
  StopSignal: "Stop signal",
  Healthcheck: "Healthcheck",
  Shell: "Shell",
  Labels: "Labels",
  OnBuild: "On build",
};

/** Lines for one value; none where it is empty. */
function valuesOf(value: unknown): string[] {
  if (value === null || value === undefined || value === "" || value === false) return [];
  if (Array.isArray(value))
    return value.every((each) => typeof each === "string") ? commandOrList(value) : [JSON.stringify(value)];
  if (typeof value !== "object") return [String(value)];
  return Object.entries(value).map(([key, each]) => (isEmpty(each) ? key : `${key}=${textOf(each)}`));
}

/** Words of a command stand on one line, as JSON where that is clearer; an environment has a line for each. */
function commandOrList(words: readonly string[]): string[] {
  const isList = words.every((word) => /^[A-Za-z_][A-Za-z0-9_.-]*=/.test(word));
  if (words.length === 0) return [];
  if (isList) return [...words];
  return [words.every((word) => /^[^\s"'\\]+$/.test(word)) ? words.join(" ") : JSON.stringify(words)];
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
