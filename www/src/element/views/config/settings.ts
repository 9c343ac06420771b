// What a container is started with, in the field's words and order.
import { html, nothing } from "lit";
import { copyButton } from "../../parts/copy.js";
import { foreign } from "../../parts/foreign.js";
import { lazyRows } from "../../parts/lazy.js";
import type { Ui } from "../../view.js";
import type { Key } from "../../words/en.js";
import {
  commandOf,
  type Config,
  type HealthCheck,
  healthCheckOf,
  isEmpty,
  namesOf,
  secondsOf,
  textOf,
} from "./shape.js";
import { code } from "./words.js";

type Show = (ui: Ui, value: unknown, isWindows: boolean) => unknown;

/** Each key that has words of its own. Environment and labels have tables of their own. */
const SETTINGS: readonly (readonly [key: string, name: Key, show: Show])[] = [
  ["Entrypoint", "config.entrypoint", command],
  ["Cmd", "config.command", command],
  ["WorkingDir", "config.folder", code],
  ["User", "config.user", code],
  ["ExposedPorts", "config.ports", names],
  ["Volumes", "config.volumes", names],
  ["StopSignal", "config.signal", code],
  ["Healthcheck", "config.health", health],
  ["Shell", "config.shell", command],
  ["OnBuild", "config.on-build", lines],
];

/** Keys that are shown elsewhere than among the others. */
export const KNOWN: ReadonlySet<string> = new Set(["Env", "Labels", ...SETTINGS.map(([key]) => key)]);

/** A map: an object would also have words for `constructor`, and an image may have that for a key. */
const HEALTH_OPTIONS: ReadonlyMap<string, Key> = new Map([
  ["Interval", "config.health-interval"],
  ["Timeout", "config.health-timeout"],
  ["StartPeriod", "config.health-start-period"],
  ["StartInterval", "config.health-start-interval"],
  ["Retries", "config.health-retries"],
]);

const ROW_HEIGHT = 24;

export function settings(ui: Ui, config: Config, isWindows: boolean): unknown {
  const rows = SETTINGS.map(([key, name, show]) => {
    const value = config[key];
    if (!isEmpty(value)) return fact(ui.words.text(name), show(ui, value, isWindows));
    if (key !== "User" || isWindows) return nothing;
    return fact(ui.words.text(name), html`<span class="sub">${ui.words.text("config.user-unstated")}</span>`);
  });
  return html`<section>
    <h3>${ui.words.text("config.starts-title")}</h3>
    <dl class="settings">${rows}</dl>
  </section>`;
}

export function fact(name: unknown, value: unknown): unknown {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function command(ui: Ui, value: unknown, isWindows: boolean): unknown {
  return copied(ui, commandOf(value, isWindows) ?? "");
}

function copied(ui: Ui, line: string): unknown {
  return html`${code(ui, line)} ${copyButton(ui, line, ui.words.text("config.command-copied"))}`;
}

function names(ui: Ui, value: unknown): unknown {
  return list(ui, value, "names");
}

function lines(ui: Ui, value: unknown): unknown {
  return list(ui, value, "lines");
}

function list(ui: Ui, value: unknown, look: "names" | "lines"): unknown {
  const items = namesOf(value);
  if (items === null) return code(ui, value);
  return html`<div role="list" class=${look}>
    ${lazyRows(items, ROW_HEIGHT, (name) => html`<div role="listitem">${code(ui, name)}</div>`)}
  </div>`;
}

function health(ui: Ui, value: unknown, isWindows: boolean): unknown {
  const check = healthCheckOf(value, isWindows);
  if (check === null) return code(ui, value);
  if (check.kind === "command") return html`${copied(ui, check.command)} ${healthOptions(ui, check)}`;
  return html`${ui.words.text(check.kind === "none" ? "config.health-off" : "config.health-inherited")}
  ${healthOptions(ui, check)}`;
}

function healthOptions(ui: Ui, { options }: HealthCheck): unknown {
  if (options.length === 0) return nothing;
  return html`<ul class="options sub">
    ${options.map(([name, value]) => {
      const key = HEALTH_OPTIONS.get(name);
      const seconds = secondsOf(value);
      const shown = seconds === null ? foreign(ui, textOf(value)) : ui.words.text("time.seconds", { n: seconds });
      return html`<li>${key === undefined ? foreign(ui, name) : ui.words.text(key)} ${shown}</li>`;
    })}
  </ul>`;
}
