// Builds the npm package (dist/) and the page (site/) from src/ and from the wasm that `cargo xtask build` put into
// wasm/. Every file of dist/ lies beside the wasm module, so that `new URL("./…", import.meta.url)` finds it.
//
//   node scripts/build.mjs [dist] [site] [--dev] [--out DIR]
//
// Both without a word. --dev: readable, with source maps, no types. --out: into this folder, which is emptied first;
// for one target only.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { declareTypes } from "./declarations.mjs";
import { gatewayApart } from "./gateway-apart.mjs";
import { manifest } from "./manifest.mjs";
import { oneEngine } from "./one-engine.mjs";
import { ownFetch } from "./own-fetch.mjs";
import { finishSite } from "./site.mjs";
import { makeSmaller } from "./smaller.mjs";
import { smallTemplates } from "./templates.mjs";
import { thirdParty } from "./third-party.mjs";

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
  const entries = { index: "src/index.ts", worker: "src/internal/worker.ts", cli: "src/cli/main.ts" };
  const api = await bundle(dist, entries, { plugins: [gatewayApart] });
  await bundle(dist, { gateway: "src/gateway/index.ts" });
  const element = { element: "src/element/index.ts", "element-define": "src/element/define.ts" };
  const elements = [
    await bundle(dist, element, { plugins: [oneEngine] }),
    // Where there is no document, Lit's own variant for Node: importing it does nothing.
    await bundle(dist, element, {
      plugins: [oneEngine],
      entryNames: "[name]-node",
      conditions: ["node"],
      alias: { "@lit-labs/ssr-dom-shim": "./scripts/no-dom.mjs" },
    }),
  ];
  if (!dev) await makeSmaller(dist);
  cpSync("wasm/layerglass_bg.wasm", join(dist, "layerglass_bg.wasm"));
  writeFileSync(join(dist, "THIRD-PARTY.txt"), thirdParty([api, ...elements]));
  writeFileSync(join(dist, "custom-elements.json"), await manifest());
  if (!dev && !declareTypes(join(dist, "types"))) fail("the declarations have errors");
}

async function buildSite(site) {
  empty(site);
  const scripts = await bundle(site, { main: "src/page/main.ts", worker: "src/internal/worker.ts" });
  cpSync("wasm/layerglass_bg.wasm", join(site, "layerglass_bg.wasm"));
  writeFileSync(join(site, "THIRD-PARTY.txt"), thirdParty([scripts]));
  cpSync("page", site, { recursive: true });
  if (!dev) await build({ entryPoints: [join(site, "style.css")], outdir: site, allowOverwrite: true, minify: true });
  for (const name of readdirSync("sample")) if (name.endsWith(".tar")) cpSync(join("sample", name), join(site, name));
  if (!dev) await makeSmaller(site);
  await finishSite(site, scripts, dev);
}

/**
 * One ES module for each entry, and chunks for what they share. Node's own modules are only loaded at run time. Gives
 * esbuild's account of what went where.
 */
async function bundle(outdir, entryPoints, { plugins = [], ...more } = {}) {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const { metafile } = await build({
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
    metafile: true,
    logLevel: "warning",
    plugins: [...plugins, ownFetch, ...(dev ? [] : [smallTemplates])],
    ...more,
  });
  return metafile;
}

function empty(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function fail(why) {
  console.error(`build: ${why}`);
  process.exit(1);
}
