// Images in registries: the same answers as of an archive, no request more than needed, secrets only where they belong.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { manifest, open, resolve } from "layerglass";
import { bytesOf } from "../support/fixtures.mjs";
import { startRegistry } from "../support/registry.mjs";

const FIXTURES = [
  "small-podman-oci-gzip.tar",
  "small-docker28.tar",
  "edge-docker28-save.tar",
  "small-skopeo22-zstd19.tar",
];

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

/** What can be asked of an image, however it was opened. */
async function answers(inspection) {
  const [image] = inspection.images;
  const files = image.files();
  const { rows } = await files.rows();
  const contents = {};
  for (const { path, type } of rows) if (type === "file") contents[path] = await digestOf(files.read(path));
  return {
    rows,
    contents,
    layers: await Promise.all(image.layers.map(async (layer) => (await layer.files().rows()).rows)),
    found: await files.find("*"),
    hidden: await files.hidden(),
    waste: await image.waste({ duplicates: true }),
  };
}

async function digestOf(stream) {
  const bytes = await new Response(stream).arrayBuffer();
  return Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
}

for (const fixture of FIXTURES) {
  test(`${fixture} in a registry is what it is as a file`, async (t) => {
    const registry = await started();
    registry.push("library/app", "1", fixture);
    const remote = await opened(t, `${registry.host}/library/app:1`);
    const local = await opened(t, bytesOf(fixture));
    assert.equal(remote.report.images[0].id, local.report.images[0].id);
    assert.deepEqual(remote.report.images[0].history, local.report.images[0].history);
    const { layers } = remote.report.images[0];
    assert.ok(
      registry.paths().every((path) => layers.every(({ digest }) => !path.includes(digest))),
      "no layer is fetched",
    );
    assert.deepEqual(await answers(remote), await answers(local));
    const [measured, other] = [await remote.measure(), await local.measure()];
    assert.equal(measured.images[0].contentSize, other.images[0].contentSize);
    const { ok, blobs } = await remote.verify();
    assert.ok(ok, JSON.stringify(blobs));
    const { id, digest } = remote.report.images[0];
    assert.ok((await remote.raw(id)).length > 0);
    assert.equal(
      `sha256:${Buffer.from(await crypto.subtle.digest("SHA-256", await remote.raw(digest))).toString("hex")}`,
      digest,
    );
  });
}

test("a name may be typed with docker://, and is no path", async (t) => {
  const registry = await started();
  const { digest } = registry.push("app", "1", "small-podman-oci-gzip.tar");
  const name = `docker://${registry.host}/app:1`;
  const { resolution, report } = await opened(t, name);
  assert.equal(resolution.digest, digest);
  assert.equal(report.images[0].digest, digest);
  const found = await resolve(name);
  assert.equal(found.input, name);
  assert.equal((await opened(t, bytesOf("small-docker28.tar"))).resolution, null);
});

test("each layer is fetched once, and its bytes are told before", async (t) => {
  const registry = await started();
  registry.push("app", "1", "edge-docker28-save.tar");
  const inspection = await opened(t, `${registry.host}/app:1`);
  const { layers } = inspection.report.images[0];
  registry.forget();
  const progress = [];
  await inspection.measure({ onProgress: (now) => progress.push(now) });
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  assert.deepEqual(progress[0], { phase: "measure", bytes: 0, total });
  assert.deepEqual(progress.at(-1), { phase: "measure", bytes: total, total });
  assert.deepEqual(registry.paths().sort(), layers.map(({ digest }) => `/v2/app/blobs/${digest}`).sort());
  registry.forget();
  await inspection.measure();
  await inspection.images[0].files().summary();
  assert.ok(registry.paths().length <= layers.length);
  registry.forget();
  await inspection.images[0].files().children("etc");
  await inspection.images[0].waste();
  assert.deepEqual(registry.paths(), []);
});

test("a second look at the same image asks nothing", async (t) => {
  const registry = await started({ auth: "token", anonymous: true });
  const { digest } = registry.push("app", "1", "small-podman-oci-gzip.tar");
  const first = await opened(t, `${registry.host}/app@${digest}`);
  assert.deepEqual(
    registry.requests.filter(({ status }) => status === 200).map(({ server }) => server),
    ["token", "registry", "registry"],
  );
  registry.forget();
  const second = await opened(t, `${registry.host}/app@${digest}`);
  assert.deepEqual(second.report, first.report);
  assert.deepEqual(registry.requests, []);
  await opened(t, `${registry.host}/app:1`);
  assert.deepEqual(registry.paths(), ["/v2/app/manifests/1"]);
});

test("requests are told to who made them needed, and no secret with them", async (t) => {
  const registry = await started({ auth: "token", users: { ann: "secret" } });
  registry.push("one", "1", "small-podman-oci-gzip.tar");
  registry.push("two", "1", "small-docker28.tar");
  const settings = { credentials: () => ({ username: "ann", password: "secret" }) };
  const told = { one: [], two: [] };
  const look = (name) =>
    opened(t, `${registry.host}/${name}:1`, { registry: settings, onRequest: ({ url }) => told[name].push(url) });
  const one = await look("one");
  const before = told.one.length;
  assert.equal(before, registry.requests.length);
  await look("two");
  assert.equal(told.one.length, before);
  assert.equal(told.one.length + told.two.length, registry.requests.length);
  registry.forget();
  await one.measure();
  assert.equal(told.one.length - before, registry.requests.length);
  assert.doesNotMatch(JSON.stringify([told, one.report, one.resolution]), /secret|token-\d/);
});

test("credentials go to the registry that they are for, and nowhere else", async (t) => {
  const stranger = await started();
  const registry = await started({ auth: "token", users: { ann: "secret" }, cdn: true });
  registry.push("app", "1", "small-docker28.tar");
  const hosts = [];
  const credentials = async (host) => {
    hosts.push(host);
    return host === registry.host ? { username: "ann", password: "secret" } : null;
  };
  const inspection = await opened(t, `${registry.host}/app:1`, {
    registry: { credentials, mirrors: [stranger.origin] },
  });
  await inspection.measure();
  assert.deepEqual([...new Set(hosts)], [registry.host]);
  const basic = `Basic ${Buffer.from("ann:secret").toString("base64")}`;
  for (const { server, headers, url } of [...registry.requests, ...stranger.requests]) {
    assert.ok(!url.includes("secret"));
    if (server !== "token") assert.notEqual(headers.authorization, basic);
    if (server === "cdn") assert.equal(headers.authorization, undefined);
  }
  assert.ok(registry.requests.some(({ server }) => server === "cdn"));
  assert.equal(registry.requests.filter(({ server }) => server === "token").length, 1);
  // What one caller may see is no answer to another.
  await assert.rejects(open(`${registry.host}/app:1`), { code: "registry/denied" });
});

test("what the credentials function throws ends the task", async () => {
  const registry = await started({ auth: "basic", users: { ann: "secret" } });
  registry.push("app", "1", "small-docker28.tar");
  const thrown = new Error("the keychain is locked");
  const credentials = () => {
    throw thrown;
  };
  await assert.rejects(open(`${registry.host}/app:1`, { registry: { credentials } }), (error) => error === thrown);
  await assert.rejects(manifest(`${registry.host}/app:1`, { registry: { credentials } }), (error) => error === thrown);
});

for (const [what, path] of [
  ["opening", /manifests/],
  ["reading layers", /blobs/],
]) {
  test(`${what} is given up at once, and the request with it`, async (t) => {
    const registry = await started();
    registry.push("app", "1", "edge-docker28-save.tar");
    const name = `${registry.host}/app:1`;
    const inspection = what === "opening" ? undefined : await opened(t, name);
    registry.chaos.push({ path, silent: true });
    const reason = new Error("enough");
    const giving = new AbortController();
    const { signal } = giving;
    const task = inspection ? inspection.measure({ signal }) : open(name, { signal });
    const asked = () => registry.requests.some((request) => path.test(request.path) && request.complete === undefined);
    while (!asked()) await new Promise((resolve) => setTimeout(resolve, 5));
    const began = performance.now();
    giving.abort(reason);
    await assert.rejects(task, (error) => error === reason);
    assert.ok(performance.now() - began < 100);
    for (let tries = 0; tries < 100 && asked(); tries++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(!asked(), "its connection was closed");
    registry.chaos.length = 0;
    assert.ok((await (inspection ?? (await opened(t, name))).verify()).ok);
  });
}

test("closing ends what is being fetched", async () => {
  const registry = await started();
  registry.push("app", "1", "edge-docker28-save.tar");
  const inspection = await open(`${registry.host}/app:1`);
  registry.chaos.push({ path: /blobs/, silent: true });
  const reading = inspection.images[0].files().summary();
  const fetching = () => registry.requests.filter(({ path, complete }) => /blobs/.test(path) && complete === undefined);
  while (fetching().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  inspection.close();
  await assert.rejects(reading, { code: "usage/closed" });
  for (let tries = 0; tries < 100 && fetching().length > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(fetching(), []);
});

test("a host that blobs are redirected to gets no credentials, whatever it asks for", async (t) => {
  const options = { auth: "token", users: { ann: "secret" } };
  const [registry, thief] = [await started(options), await started(options)];
  registry.push("app", "1", FIXTURES[1]);
  const inspection = await opened(t, `${registry.host}/app:1`, {
    registry: { credentials: () => ({ username: "ann", password: "secret" }) },
  });
  const headers = { Location: `${thief.origin}/v2/app/blobs/x` };
  registry.chaos.push({ path: /\/blobs\//, status: 307, headers });
  await assert.rejects(bytesOfFirst(inspection));
  assert.ok(thief.requests.length > 0, "it was sent on to");
  assert.deepEqual(
    thief.requests.map(({ server, headers }) => [server, headers.authorization]),
    thief.requests.map(() => ["registry", undefined]),
  );
});

async function bytesOfFirst(inspection) {
  const { complete } = await inspection.images[0].files().summary();
  if (!complete) throw new Error("it could not be read");
}
