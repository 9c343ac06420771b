// The core asks the network by calling `fetch` as it finds it: in the package that is our own.
import { readFile } from "node:fs/promises";

/** Gives the generated glue our `fetch` in place of the global one. */
export const ownFetch = {
  name: "own-fetch",
  setup(build) {
    build.onLoad({ filter: /\/wasm\/layerglass\.js$/ }, async ({ path }) => ({
      contents: `import { fetch } from "../src/internal/fetch.js";\n${await readFile(path, "utf8")}`,
    }));
  },
};
