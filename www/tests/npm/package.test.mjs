// The package as its users get it: packed, installed, imported, typed.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { pathOf } from "../support/fixtures.mjs";

const www = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "layerglass-package-"));
const app = join(folder, "app");
after(() => rmSync(folder, { recursive: true, force: true }));

let packed;
before(() => {
  const quiet = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  [packed] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", folder], { cwd: www, ...quiet }));
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), '{ "name": "app", "private": true, "type": "module" }');
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename)], {
    cwd: app,
    ...quiet,
  });
});

const run = (script) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: app, encoding: "utf8" });

test("it holds what it needs and nothing else", () => {
  const names = packed.files.map(({ path }) => path);
  const expected =
    /^(package\.json|(README|CHANGELOG)\.md|LICENSE-(MIT|APACHE)|dist\/[a-z_-]+(-[A-Z0-9]+)?\.(js|wasm)|dist\/types\/(index|(public|internal)\/[a-z]+)\.d\.ts)$/;
  for (const name of names) assert.match(name, expected);
  for (const name of [
    "dist/index.js",
    "dist/worker.js",
    "dist/cli.js",
    "dist/layerglass_bg.wasm",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "CHANGELOG.md",
    "README.md",
  ])
    assert.ok(names.includes(name), name);
  const { dependencies } = JSON.parse(readFileSync(join(app, "node_modules/layerglass/package.json"), "utf8"));
  assert.equal(dependencies, undefined);
});

test("importing it does nothing", () => {
  const script = `
    for (const name of ["fetch", "Worker", "MessageChannel", "ReadableStream", "Response", "Blob", "document"]) delete globalThis[name];
    const compile = WebAssembly.compile;
    WebAssembly.compile = () => { throw new Error("compiled at import"); };
    console.log(Object.keys(await import("layerglass")).sort().join());`;
  assert.equal(run(script).trim(), "LayerglassError,init,open,parseReference");
});

test("it opens an archive and lets the process end", () => {
  const script = `
    import { open } from "layerglass";
    import { pathToFileURL } from "node:url";
    const inspection = await open(pathToFileURL(${JSON.stringify(pathOf("small-docker28.tar"))}));
    console.log(inspection.report.images[0].id);`;
  assert.match(run(script), /^sha256:350eba1ca667/);
});

test("its command runs, and says its version", () => {
  const command = join(app, "node_modules/.bin/layerglass");
  const { version } = JSON.parse(readFileSync(join(www, "package.json"), "utf8"));
  assert.equal(execFileSync(command, ["--version"], { encoding: "utf8" }), `layerglass ${version}\n`);
  assert.match(execFileSync(command, ["images", pathOf("small-docker28.tar")], { encoding: "utf8" }), /350eba1ca667/);
});

test("its types hold under the strictest options, without Node's", () => {
  const script = `
    import { init, open, parseReference, LayerglassError, type Inspection, type Report, type Verified } from "layerglass";
    export async function use(file: File, signal: AbortSignal): Promise<string[]> {
      await init({ worker: false });
      const inspection: Inspection = await open(file, { signal, measure: true, onProgress: ({ bytes, total }) => [bytes, total], onRequest: ({ url }) => url.length });
      const report: Report = await inspection.measure({ signal });
      const raw: Uint8Array = await inspection.raw("index.json");
      const verified: Verified | undefined = await inspection.images[0]?.verify();
      inspection.close();
      const code: string = new LayerglassError("a/b", "c").code;
      return [parseReference("a").familiar, code, String(raw.length), String(verified?.ok), ...report.images.map(({ id }) => id ?? "")];
    }
    // @ts-expect-error: a registry is not read by this version
    void open("mysql");`;
  writeFileSync(join(app, "use.ts"), script);
  const options = [
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--module",
    "nodenext",
    "--target",
    "es2022",
  ];
  const lib = ["--lib", "es2023,dom,esnext.disposable", "--types", ""];
  const tsc = join(www, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, ...lib, "use.ts"], {
    cwd: app,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
});
