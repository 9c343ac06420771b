// The gateway's own modules, for what cannot be tried from outside without the internet: bundled here, for no package
// exports them.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ask } from "./serve.mjs";

const modules = `
  export { Allowed } from "./src/gateway/allowed.js";
  export { isPublic } from "./src/gateway/addresses.js";
  export { answeredWith, askedWith } from "./src/gateway/headers.js";
  export { gateway } from "./src/gateway/gateway.js";
  export { KNOWN } from "./src/gateway/registries.js";
  export { Turns } from "./src/gateway/turns.js";
`;

const { outputFiles } = await build({
  stdin: { contents: modules, resolveDir: fileURLToPath(new URL("../../", import.meta.url)), loader: "ts" },
  bundle: true,
  format: "esm",
  platform: "node",
  write: false,
});

export const parts = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);

/** A gateway in this process; gives `ask`. It ends with the test. */
export async function gatewayOf(t, options) {
  const server = createServer(parts.gateway(options));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address();
  return { port, ask: (path, more) => ask(port, `/gateway/${path}`, more) };
}

/** Waits until it holds, or fails. */
export async function eventually(holds, what) {
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(what);
}
