// Builds the npm package (dist/) and the page (site/) from src/ and from the wasm that `cargo xtask build` put into
// wasm/. Every file of dist/ lies beside the wasm module, so that `new URL("./…", import.meta.url)` finds it.
//
//   node scripts/build.mjs [dist] [site] [--dev]      both without a word; --dev: readable, with source maps, no types
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const www = fileURLToPath(new URL("..", import.meta.url));
process.chdir(www);

const words = process.argv.slice(2);
const dev = words.includes("--dev");
const targets = words.filter((word) => !word.startsWith("--"));
const wants = (target) => targets.length === 0 || targets.includes(target);

if (!existsSync("wasm/layerglass_bg.wasm")) {
  console.error("build: wasm/layerglass_bg.wasm is missing; `cargo xtask build` makes it, then runs this");
  process.exit(1);
}
if (wants("dist")) await buildPackage();
if (wants("site") && existsSync("src/page/main.ts")) await buildSite();

async function buildPackage() {
  empty("dist");
  await bundle("dist", { index: "src/index.ts", worker: "src/internal/worker.ts", cli: "src/cli/main.ts" });
  cpSync("wasm/layerglass_bg.wasm", "dist/layerglass_bg.wasm");
  if (!dev) declareTypes();
}

async function buildSite() {
  empty("site");
  await bundle("site", { main: "src/page/main.ts", worker: "src/internal/worker.ts" });
  cpSync("wasm/layerglass_bg.wasm", "site/layerglass_bg.wasm");
  if (existsSync("page")) cpSync("page", "site", { recursive: true });
  for (const name of listed("sample")) if (name.endsWith(".tar")) cpSync(join("sample", name), join("site", name));
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
function declareTypes() {
  const { status } = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.types.json"], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  cpSync("../src/wasm/types.d.ts", "dist/types/public/report.d.ts");
  // What index.d.ts does not lead to would only be in the way, and names modules that are not in the package.
  const needed = ["client.d.ts", "reference.d.ts"];
  for (const name of readdirSync("dist/types/internal")) {
    if (!needed.includes(name)) rmSync(join("dist/types/internal", name), { recursive: true });
  }
}

function empty(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function listed(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}
