// The package as its users get it: packed, installed, imported, typed.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { pathOf } from "../support/fixtures.mjs";
import { startServe } from "../support/serve.mjs";

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
    /^(package\.json|(README|CHANGELOG)\.md|LICENSE-(MIT|APACHE)|dist\/(THIRD-PARTY\.txt|custom-elements\.json|[a-z_-]+(-[A-Z0-9]+)?\.(js|wasm)|types\/(index|(public|internal|element)\/[a-z-]+)\.d\.ts)|site\/(THIRD-PARTY\.txt|manifest\.webmanifest|sample\.tar|index\.html|style\.css|icon(-maskable)?\.svg|icon-(maskable-)?\d+\.png|[a-z-]+(-[A-Z0-9]+)?\.js))$/;
  for (const name of names) assert.match(name, expected);
  for (const name of [
    "dist/index.js",
    "dist/worker.js",
    "dist/cli.js",
    "dist/element.js",
    "dist/element-define.js",
    "dist/custom-elements.json",
    "dist/layerglass_bg.wasm",
    "site/index.html",
    "site/main.js",
    "site/service-worker.js",
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
  assert.equal(
    run(script).trim(),
    "LayerglassError,catalog,checkLogin,init,manifest,open,parseReference,referrers,resolve,search,tagDetails,tags",
  );
});

test("importing the element where there is no page does nothing, and defines nothing", () => {
  const script = `
    for (const name of ["fetch", "Worker", "MessageChannel", "Response", "Blob", "customElements", "document"]) delete globalThis[name];
    WebAssembly.compile = () => { throw new Error("compiled at import"); };
    const { LayerGlass } = await import("layerglass/element");
    const defined = await import("layerglass/element/define");
    console.log(typeof LayerGlass, defined.LayerGlass === LayerGlass, typeof globalThis.customElements, typeof globalThis.window);`;
  assert.equal(run(script).trim(), "function true undefined undefined");
});

test("the element and the API beside it are of one engine", async () => {
  const beside = await bundled('import { open } from "layerglass"; open(1);');
  const both = await bundled('import { open } from "layerglass"; import "layerglass/element/define"; open(1);');
  const added = Object.keys(both.inputs).filter((name) => !(name in beside.inputs));
  assert.ok(Object.keys(beside.inputs).every((name) => name in both.inputs));
  assert.ok(
    added.some((name) => name.endsWith("dist/element-define.js")),
    added.join(),
  );
  const copies = added.filter((name) => /new URL\("\.\//.test(readFileSync(join(app, name), "utf8")));
  assert.deepEqual(copies, []);
});

test("bundlers keep the definition, and drop a class that is not used", async () => {
  const { text: defined } = await bundled('import "layerglass/element/define";');
  assert.match(defined, /\.define\("layer-glass"/);
  const { text: unused } = await bundled('import { LayerGlass } from "layerglass/element";');
  assert.equal(unused.trim(), "");
});

test("it carries the notices of what is bundled", () => {
  const text = readFileSync(join(app, "node_modules/layerglass/dist/THIRD-PARTY.txt"), "utf8");
  for (const part of ["lit-html 3", "lit-element 4", "@lit/reactive-element 2", "flate2 1", "sha2 0"]) {
    assert.ok(text.includes(`\n${part}.`), part);
  }
  assert.match(text, /Redistributions in binary form must reproduce/);
});

/** An app that a bundler makes of this script: its text, and what went into it. */
async function bundled(script) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, resolveDir: app },
    absWorkingDir: app,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "browser",
    external: ["node:*"],
    logLevel: "error",
  });
  return { text: outputFiles[0].text, inputs: metafile.inputs };
}

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

test("it serves the page: what that needs is in it, the core once", async (t) => {
  const served = await startServe(t, [], { cli: join(app, "node_modules/layerglass/dist/cli.js") });
  const { text } = await served.ask("/");
  const named = [...text.matchAll(/(?:href|src)="([\w.-]+)"/g)].map(([, name]) => name);
  assert.ok(named.includes("layerglass_bg.wasm") && named.includes("main.js"), named.join());
  const { text: worker } = await served.ask("/service-worker.js");
  const kept = [...worker.matchAll(/"?([\w./-]+)"?:"(sha256-[^"]+)"/g)];
  assert.ok(kept.length > 20, `${kept.length} files are kept for a visit without network`);
  for (const [, name, hash] of kept) {
    const { status, bytes } = await served.ask(name === "./" ? "/" : `/${name}`);
    assert.equal(status, 200, name);
    assert.equal(`sha256-${createHash("sha256").update(bytes).digest("base64")}`, hash, name);
  }
});

test("its types hold under the strictest options, without Node's", () => {
  const script = `
    import { init, manifest, open, parseReference, resolve, tags, LayerglassError } from "layerglass";
    import type { Inspection, RegistrySettings, Report, Resolution, Verified } from "layerglass";
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
    export async function ask(): Promise<(string | null)[]> {
      const registry: RegistrySettings = { mirrors: ["https://mirror.example"], credentials: async (host) => ({ username: host, password: "" }) };
      const { digest, steps }: Resolution = await resolve("mysql", { platform: "linux/arm64", registry, timing: true });
      const { bytes, mediaType } = await manifest("mysql", { registry });
      const { tags: rows } = await tags("mysql", { registry: { mirrors: { "ghcr.io": [] }, gateway: "https://gateway.example" } });
      const { resolution } = await open("mysql", { registry });
      return [digest, mediaType, String(bytes.length), ...steps.map(({ rule }) => rule), ...rows.map(({ name }) => name), resolution?.id ?? null];
    }
    // @ts-expect-error: a number is nothing that can be opened
    void open(5);`;
  compile("use.ts", script);
});

test("the element's types hold likewise, without Lit's: the tag, its properties, its events", () => {
  const script = `
    import "layerglass/element/define";
    import { LayerGlass, type SelectDetail } from "layerglass/element";
    import type { Report } from "layerglass";
    export function use(file: File): LayerGlass {
      const glass = document.createElement("layer-glass");
      glass.file = file;
      glass.view = "history";
      glass.addEventListener("layerglass-load", ({ detail }) => { const report: Report = detail.report; void report; });
      glass.addEventListener("layerglass-select", (event) => { const detail: SelectDetail = event.detail; void detail.layer; });
      glass.addEventListener("layerglass-error", ({ detail }) => detail.error.code.length);
      glass.addEventListener("click", (event) => event.clientX);
      document.querySelector("layer-glass")?.open();
      void glass.updateComplete.then(() => glass.report?.images.length);
      // @ts-expect-error: there is no such view of a number
      glass.view = 7;
      // @ts-expect-error: what it shows is not for the page to say
      glass.report = null;
      return new LayerGlass() satisfies HTMLElement;
    }`;
  compile("element.ts", script);
});

/** Fails where the compiler has anything to say, about the script or about the package's declarations. */
function compile(name, script) {
  writeFileSync(join(app, name), script);
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
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...options, ...lib, name], {
    cwd: app,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
}
