// Modules of src/internal, which the package does not export, compiled for a test.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after } from "node:test";
import { build } from "esbuild";

const source = fileURLToPath(new URL("../../../src/internal/", import.meta.url));

/** Imports a module by its path in src/internal, without `.ts`. */
export async function internal(name) {
  const outdir = await mkdtemp(join(tmpdir(), "layerglass-internal-"));
  after(() => rm(outdir, { recursive: true, force: true }));
  const outfile = join(outdir, "module.mjs");
  const external = ["node:*"];
  await build({
    entryPoints: [join(source, `${name}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    external,
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}
