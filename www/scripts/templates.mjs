// Takes out of templates what only their readers need: esbuild keeps what stands between backticks as it is.
import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

/** A style sheet without anything put in. */
const SHEET = /\bcss`([^`$\\]*)`/g;

/** Minifies `css` templates, and takes the indentation from `html` ones: of white space that is collapsed anyway. */
export const smallTemplates = {
  name: "small-templates",
  setup(build) {
    build.onLoad({ filter: /\/src\/(element|page)\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const sheets = await Promise.all([...text.matchAll(SHEET)].map(([, sheet]) => minified(sheet, path)));
      const contents = text.replaceAll(SHEET, () => `css\`${sheets.shift()}\``).replaceAll(/\n[ \t]+/g, "\n");
      return { contents, loader: "ts" };
    });
  },
};

async function minified(sheet, sourcefile) {
  const { code } = await transform(sheet, { loader: "css", minify: true, target: "es2022", sourcefile });
  return code.trim().replaceAll("\\", "\\\\");
}
