// Importing the package where there is no page, as servers that render pages do.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

/** Each throws as soon as anything looks at it. */
const TRAPPED = [
  "window",
  "document",
  "self",
  "location",
  "navigator",
  "localStorage",
  "customElements",
  "HTMLElement",
  "Worker",
  "indexedDB",
  "caches",
  "fetch",
];

const run = (script) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", cwd: import.meta.dirname });

test("importing it looks at nothing that a page has", () => {
  const script = `
    const trap = (name) => Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error("looked at " + name); } });
    ${JSON.stringify(TRAPPED)}.forEach(trap);
    console.log(typeof (await import("layerglass")).open);`;
  assert.equal(run(script), "function\n");
});

test("where something made a document it still works as in Node", () => {
  const script = `
    globalThis.window = globalThis;
    globalThis.document = { baseURI: "http://localhost/" };
    const { init, parseReference } = await import("layerglass");
    await init();
    console.log(parseReference("mysql").familiar);`;
  assert.equal(run(script), "mysql\n");
});
