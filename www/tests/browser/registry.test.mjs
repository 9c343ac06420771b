// Images in registries from a page of another origin: the engine's worker asks, the page is told and has the credentials.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LARGE, pushLarge } from "../support/large-image.mjs";
import { startRegistry } from "../support/registry.mjs";
import { noWorkers } from "../support/workers.mjs";
import { openPage, serveEngine, startBrowser } from "./engine-page.mjs";

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

async function started(t, options) {
  const registry = await startRegistry({ cors: true, ...options });
  t.after(() => registry.close());
  return registry;
}

/** Asks in the page all that can be asked of an image, and of what it is compared with. */
const ask = async ({ name, fixture, secret }) => {
  const { open } = globalThis.layerglass;
  const requests = [];
  const hosts = [];
  const credentials = async (host) => {
    hosts.push(host);
    return { username: "ann", password: secret };
  };
  const answers = async (inspection) => {
    const [image] = inspection.images;
    const { rows } = await image.files().rows();
    const { efficiency } = await image.waste();
    const { ok } = await inspection.verify();
    const { id, history } = image.report;
    inspection.close();
    return { rows, efficiency, ok, id, history };
  };
  const onRequest = ({ url }) => requests.push(url);
  const remote = await answers(await open(name, { onRequest, registry: secret ? { credentials } : {} }));
  const local = fixture && (await answers(await open(await globalThis.fixture(fixture))));
  return { remote, local, requests, hosts };
};

test("an image in a registry is what it is as a file", async (t) => {
  const registry = await started(t);
  registry.push("app", "1", "edge-docker28-save.tar");
  const page = await openPage(t, browser, server.url);
  const { remote, local, requests } = await page.evaluate(ask, {
    name: `${registry.host}/app:1`,
    fixture: "edge-docker28-save.tar",
  });
  assert.deepEqual(remote, local);
  assert.ok(remote.ok);
  const asked = registry.requests.filter(({ method }) => method !== "OPTIONS");
  assert.deepEqual(requests.sort(), asked.map(({ url }) => url).sort());
  assert.equal(asked.length, registry.requests.length, "no request needs a preflight");
});

test("the page has the credentials, and the worker asks for them", async (t) => {
  const registry = await started(t, { auth: "token", users: { ann: "secret" }, expose: true });
  registry.push("app", "1", "small-docker28.tar");
  // The first answer is 401, which the console of a browser tells.
  const page = await openPage(t, browser, server.url, { allowed: ["401"] });
  const { remote, hosts, requests } = await page.evaluate(ask, { name: `${registry.host}/app:1`, secret: "secret" });
  assert.ok(remote.ok);
  assert.deepEqual([...new Set(hosts)], [registry.host]);
  assert.ok(requests.every((url) => !url.includes("secret")));
});

test("large layers are read by workers of their own, and none is left", async (t) => {
  const registry = await started(t);
  const layers = pushLarge(registry);
  const page = await openPage(t, browser, server.url);
  const found = await page.evaluate(async (name) => {
    const inspection = await globalThis.layerglass.open(name);
    const files = inspection.images[0].files();
    const sizes = {};
    for (const { path, type } of (await files.rows()).rows) {
      if (type === "file") sizes[path] = (await new Response(files.read(path)).arrayBuffer()).byteLength;
    }
    inspection.close();
    return sizes;
  }, `${registry.host}/large:1`);
  assert.deepEqual(
    found,
    Object.fromEntries(
      Object.entries(LARGE)
        .map(([path, body]) => [path, body.length])
        .sort(),
    ),
  );
  for (const { digest } of layers) assert.ok(registry.paths().includes(`/v2/large/blobs/${digest}`));
  await noWorkers(page);
});

test("an engine that was started for one question is dropped soon after", async (t) => {
  const registry = await started(t);
  const { digest } = registry.push("app", "1", "small-docker28.tar");
  const page = await openPage(t, browser, server.url);
  const names = [`${registry.host}/app:1`, `${registry.host}/app@${digest}`];
  const found = await page.evaluate(async ([tag, digest]) => {
    const { manifest, resolve } = globalThis.layerglass;
    return [(await resolve(tag)).digest, (await manifest(digest)).digest];
  }, names);
  assert.deepEqual(found, [digest, digest]);
  await noWorkers(page);
});
