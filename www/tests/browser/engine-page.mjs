// A bare page that has the package and nothing else, in a real Chromium, served as a test wants it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../support/chromium.mjs";

const dist = process.env["LAYERGLASS_DIST"] ?? fileURLToPath(new URL("../../dist/", import.meta.url));
const fixtures = fileURLToPath(new URL("../../../tests/fixtures/", import.meta.url));

/** What the page itself ships with; its worker is held to the same. */
export const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; connect-src 'self'";

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", wasm: "application/wasm" };

/** The files that are not in a folder. */
const MADE = {
  "/": `<!doctype html><title>engine</title><input type="file" multiple><script type="module" src="page.js"></script>`,
  "/page.js": `import * as layerglass from "./dist/index.js";
globalThis.layerglass = layerglass;
globalThis.fixture = async (name) => new File([await (await fetch("/fixtures/" + name)).blob()], name);
globalThis.failure = (task) => task.then(() => null, ({ name, code, message, hint }) => ({ name, code, message, hint }));`,
};

/**
 * Serves `/`, `/page.js`, `/dist/…` and `/fixtures/…`. `headers` go with every answer; `answer(path, response)` may
 * answer in place of the server by returning true, and can be set later.
 */
export async function serveEngine({ headers = {}, files = {}, answer } = {}) {
  const served = { requests: [], answer };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    served.requests.push(pathname);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (served.answer?.(pathname, response)) return;
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const body = files[pathname] ?? MADE[pathname] ?? read(pathname);
    if (body === undefined) return response.writeHead(404).end();
    const type = TYPES[pathname === "/" ? "html" : pathname.split(".").pop()] ?? "application/octet-stream";
    if (!response.hasHeader("content-type")) response.setHeader("content-type", type);
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  served.origin = `http://127.0.0.1:${server.address().port}`;
  served.url = `${served.origin}/`;
  served.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return served;
}

function read(pathname) {
  const [, folder, ...rest] = normalize(pathname).split("/");
  const root = { dist, fixtures }[folder];
  const path = root && join(root, ...rest);
  return path && existsSync(path) ? readFileSync(path) : undefined;
}

/** A browser for one file of tests. */
export async function startBrowser() {
  assert.ok(existsSync(dist), `the package is not built: ${dist} is missing; run \`cargo xtask build\``);
  return launch();
}

/**
 * Opens an address in a page that is watched: what goes wrong in it fails the test, unless the console says `allowed`
 * words. `policy`: breaches of the Content-Security-Policy are what the test is about.
 */
export async function openPage(t, browser, url, { allowed = [], policy = false } = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (!["error", "warning"].includes(message.type()) || allowed.some((words) => text.includes(words))) return;
    if (!(policy && text.includes("Content Security Policy"))) wrong.push(`console: ${text}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(url);
  await page.waitForFunction(() => "layerglass" in globalThis);
  return page;
}

/** Opens a fixture in the page as a file, with every call there is; gives what they said. */
export function look(page, name, init = {}) {
  return page.evaluate(
    async ({ name, init, from }) => {
      const { init: prepare, open } = globalThis.layerglass;
      await prepare(init);
      const file = new File([await (await fetch(`${from}fixtures/${name}`)).blob()], name);
      const inspection = await open(file);
      const measured = await inspection.measure();
      const verified = await inspection.verify();
      const raw = await inspection.raw(measured.images[0].id);
      inspection.close();
      return { images: measured.images, ok: verified.ok, raw: raw.length };
    },
    { name, init, from: init.from ?? "/" },
  );
}
