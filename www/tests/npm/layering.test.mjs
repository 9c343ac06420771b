// Who may know whom inside www: the API at the bottom, the element and the command on it, the page on the element.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** By folder of src/: what else of src/ it may import. A folder ends with a slash, all else is one module. */
const MAY_USE = {
  "index.ts": ["internal/", "public/"],
  "public/": [],
  "internal/": ["public/"],
  "words/": ["index"],
  "element/": ["index", "public/", "words/"],
  "cli/": ["index", "public/", "gateway/"],
  "gateway/": ["public/", "internal/fetch", "internal/ways"],
  "page/": ["index", "public/", "words/", "element/index", "element/define"],
};

/** What lies outside of src/, by the few modules that may name it. */
const OUTSIDE = {
  "internal/load": ["../wasm/layerglass"],
  "public/report": ["../../src/wasm/types.d.ts"],
};

const modules = readdirSync(src, { recursive: true })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"));

/** The modules of this package that a text imports, by their paths from src/. */
function importedBy(name, text) {
  const code = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const named = [...code.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]*)"/g)].map(([, path]) => path);
  return named.map((path) => posix.normalize(posix.join(dirname(name), path)).replace(/\.js$/, ""));
}

function mayUse(name, target) {
  const own = Object.keys(MAY_USE).find((folder) => name.startsWith(folder));
  const allowed = [own, ...(MAY_USE[own] ?? []), ...(OUTSIDE[name.replace(/\.ts$/, "")] ?? [])];
  return allowed.some((each) => (each?.endsWith("/") ? target.startsWith(each) : target === each));
}

const strangers = (name, text) => importedBy(name, text).filter((target) => !mayUse(name, target));

test("no module imports what its folder may not know", () => {
  assert.ok(modules.length > 50, `${modules.length} modules`);
  const wrong = modules.flatMap((name) =>
    strangers(name, readFileSync(join(src, name), "utf8")).map((target) => `${name} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test("an import of each kind is seen", () => {
  const inside = "../internal/client";
  for (const statement of [
    `import { open } from "${inside}.js";`,
    `import type { Link } from "${inside}.js";`,
    `import {\n  open,\n} from "${inside}.js";`,
    `export { open } from "${inside}.js";`,
    `export * from "${inside}.js";`,
    `import "${inside}.js";`,
    `const { open } = await import("${inside}.js");`,
  ]) {
    assert.deepEqual(strangers("element/session.ts", statement), ["internal/client"], statement);
  }
  assert.deepEqual(strangers("page/app.ts", `import { Session } from "../element/session.js";`), ["element/session"]);
  assert.deepEqual(strangers("words/words.ts", `import { en } from "../page/words/en.js";`), ["page/words/en"]);
  assert.deepEqual(strangers("page/app.ts", `import { LayerGlass } from "../element/index.js";`), []);
});
