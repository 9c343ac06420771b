// The declarations of the package's public modules, and nothing that they do not lead to.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ENTRIES = ["index.d.ts", "element/index.d.ts", "element/define.d.ts"];

/** Files that the compiler does not copy, or whose place another takes. */
const IN_PLACE = { "public/report.d.ts": "../src/wasm/types.d.ts", "element/lit.d.ts": "src/element/lit.public.d.ts" };

/** Fills the folder `types`; says false where the compiler complains. */
export function declareTypes(types) {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.types.json", "--outDir", types];
  if (spawnSync(process.execPath, tsc, { stdio: "inherit" }).status !== 0) return false;
  for (const [name, source] of Object.entries(IN_PLACE)) cpSync(source, join(types, name));
  const needed = new Set();
  for (const entry of ENTRIES) follow(resolve(types, entry), needed);
  for (const name of readdirSync(types, { recursive: true })) {
    const file = resolve(types, name);
    if (name.endsWith(".d.ts") && !needed.has(file)) rmSync(file);
  }
  removeEmpty(types);
  return true;
}

function follow(file, found) {
  if (found.has(file)) return;
  found.add(file);
  const code = readFileSync(file, "utf8").replaceAll(/\/\*[^]*?\*\//g, "");
  for (const [, , name] of code.matchAll(/\b(from|import)\s*\(?\s*"([^"]+)"/g)) {
    const target = resolve(dirname(file), name.replace(/\.js$/, ".d.ts"));
    if (!name.startsWith(".") || !existsSync(target)) {
      throw new Error(`${file} names "${name}", which its users would have to have`);
    }
    follow(target, found);
  }
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
