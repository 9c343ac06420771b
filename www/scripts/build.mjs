// Builds the npm package (dist/) and the page (site/) from src/ and from the wasm that `cargo xtask build` put into
// wasm/. Every file of dist/ lies beside the wasm module, so that `new URL("./…", import.meta.url)` finds it.
//
//   node scripts/build.mjs [dist] [site] [--dev] [--out DIR]
//
// Both without a word. --dev: readable, with source maps, no types. --out: into this folder, which is emptied first;
// for one target only.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values, positionals: targets } = parseArgs({
  allowPositionals: true,
  options: { dev: { type: "boolean", default: false }, out: { type: "string" } },
});
const { dev } = values;
const out = values.out && resolve(values.out);
const www = fileURLToPath(new URL("..", import.meta.url));
process.chdir(www);

const wants = (target) => targets.length === 0 || targets.includes(target);
const strange = targets.find((target) => target !== "dist" && target !== "site");
if (strange) fail(`\`${strange}\` is neither dist nor site`);
if (out && targets.length !== 1) fail("--out needs one target: dist or site");

if (!existsSync("wasm/layerglass_bg.wasm")) {
  fail("wasm/layerglass_bg.wasm is missing; `cargo xtask build` makes it, then runs this");
}
if (wants("dist")) await buildPackage(out ?? "dist");
if (wants("site")) await buildSite(out ?? "site");

async function buildPackage(dist) {
  empty(dist);
  await bundle(dist, { index: "src/index.ts", worker: "src/internal/worker.ts", cli: "src/cli/main.ts" });
  cpSync("wasm/layerglass_bg.wasm", join(dist, "layerglass_bg.wasm"));
  if (!dev) declareTypes(join(dist, "types"));
}

async function buildSite(site) {
  empty(site);
  await bundle(site, { main: "src/page/main.ts", worker: "src/internal/worker.ts" });
  cpSync("wasm/layerglass_bg.wasm", join(site, "layerglass_bg.wasm"));
  cpSync("page", site, { recursive: true });
  for (const name of readdirSync("sample")) if (name.endsWith(".tar")) cpSync(join("sample", name), join(site, name));
}

/** One ES module for each entry, and chunks for what they share. Node's own modules are only loaded at run time. */
async function bundle(outdir, entryPoints) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  await build({
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022"],
    platform: "neutral",
    external: ["node:*"],
    chunkNames: "[name]-[hash]",
    minify: !dev,
    sourcemap: dev,
    legalComments: "none",
    define: { LAYERGLASS_VERSION: JSON.stringify(version) },
    logLevel: "warning",
  });
}

/** The declarations of the public API. `public/report` is the core's own file, which the compiler does not copy. */
function declareTypes(types) {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.types.json", "--outDir", types];
  const { status } = spawnSync(process.execPath, tsc, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
  cpSync("../src/wasm/types.d.ts", join(types, "public/report.d.ts"));
  // What index.d.ts does not lead to would only be in the way, and names modules that are not in the package.
  const needed = ["client.d.ts", "reference.d.ts"];
  for (const name of readdirSync(join(types, "internal"))) {
    if (!needed.includes(name)) rmSync(join(types, "internal", name), { recursive: true });
  }
}

function empty(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function fail(why) {
  console.error(`build: ${why}`);
  process.exit(1);
}
