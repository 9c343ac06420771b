// What the element's bundle takes from elsewhere.
import { fileURLToPath } from "node:url";

const api = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/**
 * Leaves the API out of the bundle and imports the package's own `index.js` instead, so that every element of a page and
 * the scripts beside them share one engine. Refuses a bundle that would carry a part of it.
 */
export const oneEngine = {
  name: "one-engine",
  setup(build) {
    build.onResolve({ filter: /\/index\.js$/, namespace: "file" }, async ({ path, pluginData, ...from }) => {
      if (pluginData === oneEngine) return undefined;
      const found = await build.resolve(path, { ...from, pluginData: oneEngine });
      return found.path === api ? { path: "./index.js", external: true } : found;
    });
    build.onEnd(({ metafile }) => {
      const copied = Object.keys(metafile?.inputs ?? {}).filter((name) =>
        /^src\/(internal|public)\/|^wasm\//.test(name),
      );
      if (copied.length === 0) return undefined;
      return { errors: [{ text: `the element would carry a copy of the API: ${copied.join(", ")}` }] };
    });
  },
};
