// What custom-elements.json says of the element, beside the class and its sources: nothing missing, nothing made up.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { filled, page } from "../../scripts/element-tables.mjs";

const folder = fileURLToPath(new URL("../../src/element/", import.meta.url));
const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

let LayerGlass;
let about;
let sources;
before(async () => {
  ({ LayerGlass } = await import("../../dist/element-node.js"));
  const manifest = JSON.parse(read("dist/custom-elements.json"));
  about = manifest.modules.flatMap(({ declarations }) => declarations).find(({ name }) => name === "LayerGlass");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
  sources = files.map((name) => read(`src/element/${name}`).replaceAll(/\/\*\*[^]*?\*\//g, "")).join("\n");
});

const names = (list) => list.map(({ name }) => name).sort();
const unique = (list) => [...new Set(list)].sort();
const matches = (pattern) => [...sources.matchAll(pattern)].map(([, found]) => found);

test("its place in the package and its tag", () => {
  const { modules } = JSON.parse(read("dist/custom-elements.json"));
  const defined = modules.flatMap(({ path, exports }) => exports.map((one) => ({ path, ...one })));
  const definition = defined.find(({ kind }) => kind === "custom-element-definition");
  assert.equal(definition.path, "dist/element-define.js");
  assert.deepEqual(definition.declaration, { name: "LayerGlass", module: "dist/element.js" });
  assert.equal(about.tagName, "layer-glass");
  const { exports, customElements } = JSON.parse(read("package.json"));
  assert.equal(customElements, "dist/custom-elements.json");
  assert.equal(exports["./element"].default, "./dist/element.js");
  assert.equal(exports["./element/define"].default, "./dist/element-define.js");
});

test("the attributes are those that the class observes", () => {
  assert.deepEqual(names(about.attributes), [...LayerGlass.observedAttributes].sort());
});

test("properties and methods are those of the class, without what it has of Lit", () => {
  const inherited = Object.getPrototypeOf(LayerGlass.prototype);
  const own = Object.getOwnPropertyNames(LayerGlass.prototype).filter((name) => !(name in inherited));
  assert.deepEqual(names(about.members), own.sort());
  for (const { name, kind } of about.members) {
    const { value } = Object.getOwnPropertyDescriptor(LayerGlass.prototype, name);
    assert.equal(kind, typeof value === "function" ? "method" : "field", name);
  }
});

test("the events are those that are declared, and that are told", () => {
  const declared = [...sources.matchAll(/"(layerglass-[a-z-]+)": (CustomEvent<\w+>);/g)];
  assert.equal(sources.match(/\bdispatchEvent\(/g).length, 1, "whatever is dispatched is told by tell()");
  const documented = about.events.map(({ name, type }) => `${name} ${type.text}`).sort();
  assert.deepEqual(documented, declared.map(([, name, type]) => `${name} ${type}`).sort());
  assert.deepEqual(unique(matches(/(?<![#.\w])tell\([^;"]*"([^"]+)"/g)), names(about.events));
});

test("the parts are those of the templates", () => {
  assert.doesNotMatch(sources, /\bpart=(\$|[^"])/, "a part whose name is computed cannot be compared");
  const used = matches(/\bpart="([^"]*)"/g).flatMap((part) => part.split(/\s+/));
  assert.deepEqual(names(about.cssParts), unique(used));
});

test("the custom properties are those of the styles, with their defaults", () => {
  assert.deepEqual(names(about.cssProperties), unique(matches(/(--lg-[a-z-]+)/g)));
  for (const { name, default: value } of about.cssProperties) {
    if (value) assert.ok(sources.includes(`var(${name}, ${value})`), `${name} is not ${value}`);
  }
});

test("everything is described, and nothing private is told", () => {
  const { attributes, members, events, cssParts, cssProperties } = about;
  for (const { name, description } of [...attributes, ...members, ...events, ...cssParts, ...cssProperties]) {
    assert.ok(description, `${name} is not described`);
    assert.doesNotMatch(name, /^[#_]/);
  }
});

test("docs/element.md has the tables of now: `npm run docs` writes them", async () => {
  const text = readFileSync(page, "utf8");
  assert.equal(text, await filled(text));
});
