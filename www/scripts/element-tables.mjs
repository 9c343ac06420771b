// The tables of docs/element.md, from the element's manifest: its JSDoc is the one place where they are written.
//
//   node scripts/element-tables.mjs      writes them into docs/element.md
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { manifest } from "./manifest.mjs";

export const page = fileURLToPath(new URL("../../docs/element.md", import.meta.url));

const BEGIN = "<!-- tables:begin -->";
const END = "<!-- tables:end -->";

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, await filled(readFileSync(page, "utf8")));

/** `text` with the tables of now between its marks. */
export async function filled(text) {
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest.split(END);
  return `${before}${BEGIN}\n\n${tables(JSON.parse(await manifest()))}\n${END}${after}`;
}

function tables({ modules }) {
  const element = modules.flatMap(({ declarations }) => declarations ?? []).find(({ tagName }) => tagName);
  const { members, events, cssParts, cssProperties } = element;
  const open = members.filter(({ privacy, static: isStatic }) => privacy !== "private" && !isStatic);
  const fields = open.filter(({ kind, attribute, readonly }) => kind === "field" && !attribute && readonly);
  return [
    section("Attributes", ["attribute", "what it says"], rows(element.attributes)),
    "`file` is a property only. Every attribute has a property of the same name.\n",
    section(
      "Properties",
      ["property", "what it says"],
      rows([...open.filter(({ name }) => name === "file"), ...fields]),
    ),
    section(
      "Methods",
      ["method", "what it does"],
      rows(
        open.filter(({ kind }) => kind === "method"),
        "()",
      ),
    ),
    section("Events", ["event", "when"], rows(events)),
    section("Parts", ["part", "what it is"], rows(cssParts)),
    section("Custom properties", ["property", "what it is", "default"], rows(cssProperties, "", true)),
  ].join("\n");
}

function section(title, head, lines) {
  return `### ${title}\n\n| ${head.join(" | ")} |\n|${" --- |".repeat(head.length)}\n${lines.join("\n")}\n`;
}

function rows(things, behind = "", withDefault = false) {
  return things.map((thing) => {
    const cells = [`\`${thing.name}${behind}\``, text(thing.description)];
    if (withDefault) cells.push(thing.default ? `\`${thing.default}\`` : "");
    return `| ${cells.join(" | ")} |`;
  });
}

function text(description = "") {
  return description.replaceAll("\n", " ").replaceAll("|", "\\|").trim();
}
