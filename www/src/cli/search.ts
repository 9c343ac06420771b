// layerglass search: as docker search.
import { search as ask } from "../index.js";
import { onlyReference } from "./args.js";
import { type Command, JSON_OUTPUT, NO_TRUNC, type Words } from "./command.js";
import { DONE, NO, usage } from "./failure.js";
import { registrySettings } from "./network.js";
import { table } from "./table.js";
import { json } from "./text.js";

/** Where docker cuts descriptions. */
const SHORT = 45;

export const search: Command = {
  name: "search",
  summary: "Search Docker Hub, or the registry that the term begins with",
  usage: "TERM [--filter stars=N] [--filter is-official=true] [--limit N] [--no-trunc] [--json]",
  options: {
    filter: { type: "string", short: "f", multiple: true, value: "KEY=VALUE", help: "stars=N, is-official=true|false" },
    limit: { type: "string", value: "N", help: "Results at most, from 1 to 100; 25 by default" },
    "no-trunc": NO_TRUNC,
    json: JSON_OUTPUT,
  },
  examples: [
    { line: "layerglass search --filter stars=3 mysql", does: "what people like" },
    { line: "layerglass search --filter is-official=true --json nginx", does: "official images, as JSON" },
  ],
  async run(words, terminal) {
    const options = { ...filters(words), limit: limit(words), registry: registrySettings() };
    const report = await ask(onlyReference(search, words), options);
    if (words.flag("json")) terminal.out(`${json(report)}\n`);
    else {
      const columns = [
        { title: "NAME" },
        { title: "DESCRIPTION", flexible: true },
        { title: "STARS" },
        { title: "OFFICIAL" },
      ];
      const cut = (text: string) =>
        words.flag("no-trunc") || text.length <= SHORT ? text : `${text.slice(0, SHORT - 1)}…`;
      const rows = report.results.map(({ name, description, stars, official }) => [
        name,
        cut(description ?? ""),
        String(stars ?? ""),
        official ? "[OK]" : "",
      ]);
      terminal.out(`${table(columns, rows, { columns: terminal.columns, title: (text) => text }).join("\n")}\n`);
    }
    return report.results.length > 0 ? DONE : NO;
  },
};

function filters(words: Words): { stars?: number; official?: boolean } {
  const found: { stars?: number; official?: boolean } = {};
  for (const filter of words.texts("filter")) {
    const [, key, value = ""] = /^([^=]*)=(.*)$/s.exec(filter) ?? [];
    if (key === "stars" && /^\d{1,9}$/.test(value)) found.stars = Number(value);
    else if (key === "is-official" && /^(true|false|1|0)$/.test(value)) found.official = /^(true|1)$/.test(value);
    else throw usage("filter", `there is no filter ${filter}`, "use stars=N, is-official=true or is-official=false");
  }
  return found;
}

function limit(words: Words): number | undefined {
  const text = words.text("limit");
  if (text === undefined) return undefined;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 100) throw usage("option", `--limit is from 1 to 100, not ${text}`, "leave it out for 25");
  return number;
}
