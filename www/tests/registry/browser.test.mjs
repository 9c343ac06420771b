// The same registries from a page of another origin: which let it in, what keeps it out, and the ways round that.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../support/command.mjs";
import { openPage, serveEngine, startBrowser } from "../browser/engine-page.mjs";
import { USER, fill, startDistribution } from "./distribution.mjs";
import { startNginx } from "./nginx.mjs";

let browser;
let server;
before(async () => {
  browser = await startBrowser();
  server = await serveEngine();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function started(t, options = {}) {
  const registry = await startDistribution(options);
  t.after(() => registry.close());
  await fill(registry, { auth: options.auth !== undefined });
  return registry;
}

/** Opens an image, and verifies all of it. */
const verified = async ({ name, settings, user }) => {
  const { open } = globalThis.layerglass;
  const registry = { ...settings, ...(user && { credentials: () => user }) };
  try {
    const inspection = await open(name, { registry });
    const { ok } = await inspection.verify();
    const { images } = inspection.report;
    inspection.close();
    return { ok, layers: images[0].layers.length };
  } catch ({ code, message }) {
    return { code, message };
  }
};

const FINE = { ok: true, layers: 3 };
/** What the console of a browser tells of what it refuses. */
const TOLD = ["CORS", "Failed to load resource", "401", "404", "ERR_FAILED"];

async function asked(t, of) {
  const page = await openPage(t, browser, server.url, { allowed: TOLD });
  return page.evaluate(verified, of);
}

/** The page that a gateway serves, with the package in it. */
async function packageAt(t, gateway) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  t.after(() => context.close());
  await context.route(new URL("/dist/*", gateway).href, async (route) => {
    const { pathname } = new URL(route.request().url());
    const response = await fetch(new URL(pathname, server.url));
    await route.fulfill({
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
  const page = await context.newPage();
  await page.goto(new URL("/", gateway).href);
  await page.evaluate(async () => (globalThis.layerglass = await import("/dist/index.js")));
  return page;
}

test("distribution with the headers of the guide lets a page in", async (t) => {
  const registry = await started(t, { cors: true });
  assert.deepEqual(await asked(t, { name: `${registry.host}/team/app:1.0` }), FINE);
});

test("without them nothing is learned but that it failed, and for what", async (t) => {
  const registry = await started(t);
  const { code, message } = await asked(t, { name: `${registry.host}/team/app:1.0` });
  assert.equal(code, "network/failed");
  assert.match(message, /could not be asked for a manifest/);
});

test("a private registry refuses the preflight itself; behind nginx as in the guide it does not", async (t) => {
  const registry = await started(t, { cors: true, auth: "htpasswd" });
  const direct = await asked(t, { name: `${registry.host}/team/app:1.0`, user: USER });
  assert.match(direct.code, /^(?:network\/failed|registry\/denied)$/);
  const nginx = await startNginx(registry.host);
  t.after(() => nginx.close());
  assert.deepEqual(await asked(t, { name: `${nginx.host}/team/app:1.0`, user: USER }), FINE);
});

test("through the gateway of the page's own origin any of them is read", async (t) => {
  for (const options of [{}, { auth: "htpasswd" }, { auth: "token" }]) {
    const registry = await started(t, options);
    const allow = [registry.host, ...(registry.tokens ? [new URL(registry.tokens.url).host] : [])];
    const words = allow.flatMap((host) => ["--allow", host]);
    const child = start(["serve", "--port", "0", "--gateway", ...words]);
    t.after(() => child.kill());
    const gateway = await new Promise((resolve) => {
      let said = "";
      child.stdout.on("data", (piece) => {
        said += piece;
        const url = /The gateway: (\S+)/.exec(said)?.[1];
        if (url) resolve(url);
      });
    });
    const page = await packageAt(t, gateway);
    const settings = { gateway: { [registry.host]: gateway } };
    const of = { name: `${registry.host}/team/app:1.0`, settings, user: options.auth ? USER : undefined };
    assert.deepEqual(await page.evaluate(verified, of), FINE, JSON.stringify(options));
  }
});
