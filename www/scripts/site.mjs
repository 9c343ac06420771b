// What the page needs beside its modules: the script that runs before the first paint, hints of what to load, and the
// service worker with the list of files that a visit without network has.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { build } from "esbuild";

/** Never asked for by a visit: what the worker itself is, what only tools read, what only an installation shows. */
const NOT_KEPT = /\.map$|\.png$|\.txt$|^service-worker\.js$/;

/** `metafile`: esbuild's account of the modules that lie in `site` already. */
export async function finishSite(site, metafile, dev) {
  await script(site, "first", {}, dev);
  const page = join(site, "index.html");
  const markup = readFileSync(page, "utf8");
  const { version: release } = JSON.parse(readFileSync("package.json", "utf8"));
  const marks = { "<!-- what main.js needs -->": hints(metafile).join("\n    "), "%VERSION%": release };
  const missing = Object.keys(marks).find((mark) => !markup.includes(mark));
  if (missing) throw new Error(`${page} has no place for ${missing}`);
  const filled = Object.entries(marks).reduce((text, [mark, filled]) => text.replace(mark, filled), markup);
  writeFileSync(page, dev ? filled : smallMarkup(filled));
  const files = kept(site);
  const version = hash(JSON.stringify(files), "hex").slice(0, 16);
  const define = { PRECACHED: JSON.stringify(files), PRECACHED_VERSION: JSON.stringify(version) };
  await script(site, "service-worker", define, dev);
}

/** Without comments and indentation, neither of which is shown. */
function smallMarkup(markup) {
  return markup.replace(/<!--[^]*?-->/g, "").replace(/\s*\n\s*/g, "\n");
}

/** A script of its own that shares no chunk: neither a classic script nor a worker at its start can import one. */
function script(site, name, define, dev) {
  return build({
    entryPoints: [`src/page/${name}.ts`],
    outdir: site,
    bundle: true,
    format: "iife",
    target: ["es2022"],
    minify: !dev,
    sourcemap: dev,
    define,
    logLevel: "warning",
  });
}

/** Without them the browser would find each file only after the one that names it. What is needed first stands first. */
function hints(metafile) {
  const page = ["main.js", ...importedBy("main.js", metafile)];
  const worker = importedBy("worker.js", metafile).filter((name) => !page.includes(name));
  const module = (name) => `<link rel="modulepreload" href="${name}" />`;
  const wasm = `<link rel="preload" href="layerglass_bg.wasm" as="fetch" type="application/wasm" crossorigin />`;
  return [...page.map(module), wasm, ...worker.map(module)];
}

/** The chunks that an entry imports, and those that they do; what is loaded later is not among them. */
function importedBy(entry, { outputs }) {
  const found = new Set();
  const follow = (name) => {
    const [, { imports }] = Object.entries(outputs).find(([path]) => basename(path) === name);
    for (const { path, kind } of imports) {
      const next = basename(path);
      if (kind !== "import-statement" || found.has(next)) continue;
      found.add(next);
      follow(next);
    }
  };
  follow(entry);
  return [...found];
}

/** Each file that a visit may ask for, and the hash of its bytes as browsers compare it. */
function kept(site) {
  const names = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(site, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((name) => !NOT_KEPT.test(name))
    .sort();
  const address = (name) => (name === "index.html" ? "./" : name);
  return Object.fromEntries(
    names.map((name) => [address(name), `sha256-${hash(readFileSync(join(site, name)), "base64")}`]),
  );
}

function hash(bytes, encoding) {
  return createHash("sha256").update(bytes).digest(encoding);
}
