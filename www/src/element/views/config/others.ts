// Keys that have no words of their own, as they are.
import { html, nothing } from "lit";
import { foreign } from "../../parts/foreign.js";
import { lazyRows } from "../../parts/lazy.js";
import type { Ui } from "../../view.js";
import { fact, KNOWN } from "./settings.js";
import { type Config, isEmpty } from "./shape.js";
import { code } from "./words.js";

/** What older docker versions wrote into every config: of the container that built it, of no use to one that is run. */
const OF_THE_BUILD = new Set([
  "Hostname",
  "Domainname",
  "Image",
  "AttachStdin",
  "AttachStdout",
  "AttachStderr",
  "Tty",
  "OpenStdin",
  "StdinOnce",
]);

const ROW_HEIGHT = 28;

export function others(ui: Ui, config: Config): unknown {
  const rest = Object.entries(config).filter(([key]) => !KNOWN.has(key));
  const telling = rest.filter(tells);
  const silent = rest.filter((entry) => !tells(entry));
  if (rest.length === 0) return nothing;
  return html`<section>
    <h3>${ui.words.text("config.others")}</h3>
    ${telling.length > 0 ? list(ui, telling) : nothing}
    ${
      silent.length > 0
        ? html`<details>
            <summary>${ui.words.text("config.silent", { n: silent.length })}</summary>
            ${list(ui, silent)}
          </details>`
        : nothing
    }
  </section>`;
}

function tells([key, value]: readonly [string, unknown]): boolean {
  return !isEmpty(value) && !OF_THE_BUILD.has(key);
}

function list(ui: Ui, entries: readonly (readonly [string, unknown])[]): unknown {
  return html`<dl class="settings">
    ${lazyRows(entries, ROW_HEIGHT, ([key, value]) => fact(html`<code>${foreign(ui, key)}</code>`, code(ui, shown(value))))}
  </dl>`;
}

/** An empty string could not be seen, so it is spelled as the document spells it. */
function shown(value: unknown): unknown {
  return value === "" ? '""' : value;
}
