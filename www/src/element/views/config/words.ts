// What an image starts, in a few sentences.
import { html } from "lit";
import type { ReportImage } from "../../../index.js";
import { foreign } from "../../parts/foreign.js";
import type { Ui } from "../../view.js";
import { type Config, healthCheckOf, isEmpty, namesOf, secondsOf, startOf, textOf } from "./shape.js";

/** Ports or volumes that a sentence names before it counts the rest. */
const NAMED = 6;

/** "Runs `nginx` in `/` as `root`. Listens on `80/tcp`. Stops on `SIGQUIT`." */
export function inWords(ui: Ui, image: ReportImage): unknown {
  const { config } = image;
  if (config === null) return html`<p class="in-words">${ui.words.text("config.unknown")}</p>`;
  const isWindows = image.platform.os === "windows";
  const sentences = [
    starts(ui, config, isWindows),
    ...declared(ui, config),
    stops(ui, config),
    health(ui, config, isWindows),
  ];
  return html`<ul class="in-words">
    ${sentences.filter((sentence) => sentence !== null).map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;
}

export function code(ui: Ui, value: unknown): unknown {
  return html`<code>${foreign(ui, textOf(value), { lines: true })}</code>`;
}

function starts(ui: Ui, config: Config, isWindows: boolean): unknown {
  const start = startOf(config, isWindows);
  const folder = isEmpty(config["WorkingDir"]) ? (isWindows ? "C:\\" : "/") : config["WorkingDir"];
  const isStated = !isEmpty(config["User"]);
  const parts = {
    command: code(ui, start ?? ""),
    folder: code(ui, folder),
    user: code(ui, isStated ? config["User"] : "root"),
  };
  if (start === null) return ui.words.text("config.starts-nothing");
  return ui.words.rich(isWindows && !isStated ? "config.starts" : "config.starts-as", parts);
}

function declared(ui: Ui, { ExposedPorts, Volumes }: Config): unknown[] {
  const ports = namesOf(ExposedPorts) ?? [];
  const volumes = namesOf(Volumes) ?? [];
  return [
    ports.length === 0 ? null : ui.words.rich("config.listens", { names: named(ui, ports) }),
    volumes.length === 0 ? null : ui.words.rich("config.keeps", { n: volumes.length, names: named(ui, volumes) }),
  ];
}

function stops(ui: Ui, { StopSignal: signal }: Config): unknown {
  return isEmpty(signal) ? null : ui.words.rich("config.stops", { signal: code(ui, signal) });
}

function health(ui: Ui, { Healthcheck }: Config, isWindows: boolean): unknown {
  const check = healthCheckOf(Healthcheck, isWindows);
  if (check?.kind !== "command") return null;
  const seconds = secondsOf(check.options.find(([name]) => name === "Interval")?.[1]);
  const command = code(ui, check.command);
  return seconds === null
    ? ui.words.rich("config.checks", { command })
    : ui.words.rich("config.checks-every", { command, n: seconds });
}

function named(ui: Ui, names: readonly string[]): unknown[] {
  const separator = ui.words.text("config.separator");
  const shown = names.slice(0, NAMED).map((name, at) => [at === 0 ? "" : separator, code(ui, name)]);
  const left = names.length - NAMED;
  return left > 0 ? [shown, ui.words.text("config.and-more", { n: left })] : shown;
}
