// Modules of src/ that the package does not export, compiled for a test.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after } from "node:test";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../src/", import.meta.url));

/** Imports a module by its path in src/, without `.ts`. */
export async function source(name) {
  const outdir = await mkdtemp(join(tmpdir(), "layerglass-source-"));
  after(() => rm(outdir, { recursive: true, force: true }));
  const outfile = join(outdir, "module.mjs");
  const external = ["node:*"];
  await build({
    entryPoints: [join(root, `${name}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    external,
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
