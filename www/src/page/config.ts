// The configuration in words. Its values are whatever the image says, so nothing here trusts their shape.

import type { ReportImage } from "../index.js";
import { type Child, h, rows } from "./dom.js";
import { foreign } from "./foreign.js";
import { facts, section } from "./pieces.js";

type Config = Record<string, unknown>;

/** Each key that has words of its own, in the order in which they are shown. */
const WORDS: readonly (readonly [key: string, name: string, show: (value: unknown) => Child])[] = [
  ["Entrypoint", "Entrypoint", command],
  ["Cmd", "Command", command],
  ["WorkingDir", "Working directory", code],
  ["User", "User", code],
  ["ExposedPorts", "Ports", keys],
  ["Volumes", "Volumes", keys],
  ["Env", "Environment", environment],
  ["Labels", "Labels", labels],
  ["StopSignal", "Stop signal", code],
  ["Healthcheck", "Health check", healthcheck],
  ["Shell", "Shell", command],
  ["OnBuild", "On build", list],
];

/** Names that older docker versions wrote into every config, with values that say nothing. */
const SILENT = [
  "Hostname",
  "Domainname",
  "Image",
  "AttachStdin",
  "AttachStdout",
  "AttachStderr",
  "Tty",
  "OpenStdin",
  "StdinOnce",
];

export function configSection(image: ReportImage): HTMLElement {
  const config = image.config;
  if (config === null) {
    return section("config", "Config", null, h("p", { class: "sub" }, "This image has no config here."));
  }
  const known = WORDS.map(([key, name, show]): [string, Child] | null => {
    const value = config[key];
    if (key === "User" && isEmpty(value)) return [name, image.platform.os === "windows" ? null : "not stated, so root"];
    return isEmpty(value) ? null : [name, show(value)];
  });
  const others = Object.entries(config)
    .filter(([key, value]) => !isEmpty(value) && !SILENT.includes(key) && !WORDS.some(([word]) => word === key))
    .map(([key, value]): [Child, Child] => [foreign(key), code(value)]);
  return section("config", "Config", null, facts(...known, ...others), annotations(image));
}

function annotations(image: ReportImage): Child {
  const all = Object.entries(image.annotations);
  return all.length > 0 && facts(["Annotations", labels(image.annotations)]);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** A command line that a shell would read as these words. */
function command(value: unknown): Child {
  if (!Array.isArray(value)) return code(value);
  return h("code", {}, foreign(value.map((word) => (typeof word === "string" ? quoted(word) : text(word))).join(" ")));
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function environment(value: unknown): Child {
  if (!Array.isArray(value)) return code(value);
  return rows(h("ul", { class: "pairs" }), value, (variable) => {
    const all = text(variable);
    const equals = all.indexOf("=");
    return equals < 0 ? pair(all, null) : pair(all.slice(0, equals), all.slice(equals + 1));
  });
}

function labels(value: unknown): Child {
  if (!isRecord(value)) return code(value);
  return rows(h("ul", { class: "pairs" }), Object.entries(value), ([name, label]) => pair(name, text(label)));
}

function pair(name: string, value: string | null): HTMLElement {
  const shown = value !== null && [h("span", { class: "equals" }, "="), foreign(value, { lines: true })];
  return h("li", {}, h("code", {}, h("b", {}, foreign(name)), shown));
}

function keys(value: unknown): Child {
  return isRecord(value) ? list(Object.keys(value)) : list(value);
}

function list(value: unknown): Child {
  if (!Array.isArray(value)) return code(value);
  return rows(h("ul", { class: "words" }), value, (item) => h("li", {}, code(item)));
}

/** Docker counts its intervals in nanoseconds. */
function healthcheck(value: unknown): Child {
  if (!isRecord(value)) return code(value);
  const { Test: test, ...rest } = value as { Test?: unknown };
  const options = Object.entries(rest).map(([key, option]) =>
    typeof option === "number" && option >= 1e6 ? `${key} ${option / 1e9} s` : `${key} ${text(option)}`,
  );
  return [command(test), options.length > 0 && h("p", { class: "sub" }, foreign(options.join(", ")))];
}

function code(value: unknown): HTMLElement {
  return h("code", {}, foreign(text(value), { lines: true }));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

function isRecord(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
