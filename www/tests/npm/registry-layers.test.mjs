// Layers of images in registries: fetched once, by the thread that holds the credentials, and read by as many as there are.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { open } from "layerglass";
import { LARGE, pushLarge, pushTars } from "../support/large-image.mjs";
import { layer } from "../support/layers.mjs";
import { startRegistry } from "../support/registry.mjs";

async function started(options) {
  const registry = await startRegistry(options);
  after(() => registry.close());
  return registry;
}

async function opened(t, source, options) {
  const inspection = await open(source, options);
  t.after(() => inspection.close());
  return inspection;
}

test("large layers are fetched by this thread and read by others, each once", async (t) => {
  const registry = await started();
  const layers = pushLarge(registry);
  const inspection = await opened(t, `${registry.host}/large:1`);
  registry.forget();
  const progress = [];
  const verified = await inspection.verify({ onProgress: ({ bytes, total }) => progress.push([bytes, total]) });
  assert.ok(verified.ok, JSON.stringify(verified.blobs));
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  assert.deepEqual(progress.at(-1), [total, total]);
  assert.deepEqual(registry.paths().sort(), layers.map(({ digest }) => `/v2/large/blobs/${digest}`).sort());
  const files = inspection.images[0].files();
  for (const [path, body] of Object.entries(LARGE)) {
    assert.ok(Buffer.from(await new Response(files.read(path)).arrayBuffer()).equals(body), path);
  }
});

test("of a layer that is not compressed only the part with the file is fetched", async (t) => {
  const registry = await started();
  const layers = pushLarge(registry);
  const inspection = await opened(t, `${registry.host}/large:1`);
  await inspection.measure();
  const files = inspection.images[0].files();
  await files.summary();
  registry.forget();
  assert.equal(await new Response(files.read("small")).text(), "text");
  const [{ path, headers }] = registry.requests;
  assert.equal(path, `/v2/large/blobs/${layers[1].digest}`);
  assert.match(headers.range, /^bytes=5\d{6}-/);
});

test("a layer that breaks off is fetched on from there", async (t) => {
  const registry = await started();
  const layers = pushLarge(registry);
  const inspection = await opened(t, `${registry.host}/large:1`);
  const path = new RegExp(`blobs/${layers[0].digest}`);
  registry.chaos.push({ path, times: 1, cut: 1 << 20 });
  const { ok } = await inspection.verify();
  assert.ok(ok);
  const ranges = registry.requests.filter((request) => path.test(request.path)).map(({ headers }) => headers.range);
  assert.equal(ranges.length, 2);
  // What was on its way when the connection broke is lost with it.
  assert.match(ranges[1], /^bytes=[1-9]\d{4,6}-/);
});

test("a layer with another digest is an answer of verify, and its files are said not to be whole", async (t) => {
  const registry = await started();
  const layers = pushLarge(registry);
  const path = new RegExp(`blobs/${layers[0].digest}`);
  registry.chaos.push({ path, corrupt: true });
  const inspection = await opened(t, `${registry.host}/large:1`);
  // gzip's own checksum is wrong too: what was read before is shown, and said not to be all.
  const { complete, findings } = await inspection.images[0].files().summary();
  assert.equal(complete, false);
  assert.ok(findings.some(({ severity }) => severity === "error"));
  const { ok, blobs } = await inspection.verify();
  assert.equal(ok, false);
  const wrong = blobs.filter(({ ok }) => !ok).map(({ digest, kind }) => [digest, kind]);
  assert.deepEqual(wrong[0], [layers[0].digest, "layer"]);
});

test("small layers are fetched several at a time, but not all at once", async (t) => {
  const registry = await started();
  const tars = Array.from({ length: 12 }, (_, index) => layer([{ name: `file-${index}`, body: `${index}` }]));
  pushTars(registry, "many", tars);
  const inspection = await opened(t, `${registry.host}/many:1`);
  registry.forget();
  registry.chaos.push({ path: /blobs/, delay: 20 });
  const { files } = await inspection.images[0].files().summary();
  assert.equal(files, 12);
  assert.equal(registry.paths().length, 12);
  assert.ok(registry.most > 2 && registry.most <= 6, `${registry.most} at once`);
});

test("a layer that cannot be fetched ends the task, and those beside it", async (t) => {
  const registry = await started();
  const tars = Array.from({ length: 8 }, (_, index) => layer([{ name: `file-${index}`, body: `${index}` }]));
  const layers = pushTars(registry, "many", tars);
  const inspection = await opened(t, `${registry.host}/many:1`);
  registry.chaos.push({ path: new RegExp(layers[2].digest), status: 403 });
  registry.chaos.push({ path: /blobs/, silent: true });
  await assert.rejects(inspection.measure(), { code: "registry/denied" });
  registry.chaos.length = 0;
  assert.ok((await inspection.measure()).images[0].layers.every(({ files }) => files === 1));
});
