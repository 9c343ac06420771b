// layerglass serve --gateway: registries asked through it, as the API and the page ask.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { open, resolve, search, tags } from "../../dist/index.js";
import { pathOf } from "../support/fixtures.mjs";
import { certificates, serve } from "../support/network.mjs";
import { startRegistry } from "../support/registry.mjs";
import { startServe } from "../support/serve.mjs";

const FIXTURE = "small-podman-oci-gzip.tar";

async function started(t, options) {
  const registry = await startRegistry(options);
  t.after(() => registry.close());
  return registry;
}

/** What `open` and the others are to be told so that they ask `registry` by the gateway. */
const by = (gateway, registry, more = {}) => ({ registry: { gateway: { [registry.host]: gateway }, ...more } });

test("it says of itself that it is one, and whom it asks", async (t) => {
  const { ask } = await startServe(t, ["--gateway", "--allow", "registry.lan:5000"]);
  for (const path of ["/gateway", "/gateway/"]) {
    const { status, text, headers } = await ask(path);
    assert.deepEqual([status, headers["content-type"]], [200, "application/json"]);
    const { gateway, registries } = JSON.parse(text);
    assert.equal(gateway, 1);
    for (const host of ["registry-1.docker.io", "ghcr.io", "registry.lan:5000"]) assert.ok(registries.includes(host));
  }
  assert.equal((await ask("/gateway", { method: "HEAD" })).text, "");
});

for (const auth of ["none", "basic", "token"]) {
  test(`an image through it is what it is as a file (${auth}, blobs elsewhere)`, async (t) => {
    const registry = await started(t, { auth, users: { ann: "s3cret" }, cdn: true });
    const { digest } = registry.push("team/app", "1", FIXTURE);
    const cdn = new URL(registry.cdnOrigin).host;
    const { gateway, out, err } = await startServe(t, ["--gateway", "--allow", registry.host, "--allow", cdn]);
    const credentials = () => ({ username: "ann", password: "s3cret" });
    const options = by(gateway, registry, { credentials });
    const remote = await open(`${registry.host}/team/app:1`, options);
    const local = await open(new URL(`file://${pathOf(FIXTURE)}`));
    assert.equal(remote.report.images[0].id, local.report.images[0].id);
    assert.equal((await remote.verify()).ok, true);
    const rows = async (inspection) => (await inspection.images[0].files().rows()).rows;
    assert.deepEqual(await rows(remote), await rows(local));
    for (const inspection of [remote, local]) inspection.close();
    const found = await resolve(`${registry.host}/team/app:1`, options);
    assert.equal(found.digest, digest);
    assert.ok(found.steps.some(({ rule }) => rule === "gateway"));
    assert.deepEqual((await tags(`${registry.host}/team/app`, options)).tags.map(({ name }) => name), ["1"]); // prettier-ignore
    const stored = registry.requests.filter(({ server }) => server === "cdn");
    assert.ok(stored.length > 0);
    for (const { headers } of stored) assert.equal(headers.authorization, undefined, "secrets stay with the registry");
    for (const { headers } of registry.requests) assert.equal(headers["user-agent"], "layerglass");
    assert.doesNotMatch(out() + err(), /s3cret|token-\d/);
    assert.equal(err(), "");
  });
}

test("search, where the registry has one", async (t) => {
  const registry = await started(t, { search: [{ name: "mysql", description: "A database", stars: 15, official: true }] }); // prettier-ignore
  const { gateway } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const { results } = await search(`${registry.host}/mysql`, by(gateway, registry));
  assert.deepEqual(results.map(({ name }) => name), ["mysql"]); // prettier-ignore
});

test("what the registry says passes: parts, HEAD, digests, links, refusals; the bytes are the same", async (t) => {
  const registry = await started(t, { pageSize: 1 });
  const { blobs, digest } = registry.push("app", "1", FIXTURE);
  registry.push("app", "2", FIXTURE);
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const path = `/gateway/${registry.host}/v2/app`;
  const [blob, bytes] = [...blobs].at(-1);
  const whole = await ask(`${path}/blobs/${blob}`);
  assert.ok(whole.bytes.equals(bytes));
  assert.equal(`sha256:${createHash("sha256").update(whole.bytes).digest("hex")}`, blob);
  const part = await ask(`${path}/blobs/${blob}`, { headers: { Range: "bytes=3-9" } });
  assert.deepEqual([part.status, part.headers["content-range"]], [206, `bytes 3-9/${bytes.length}`]);
  assert.ok(part.bytes.equals(bytes.subarray(3, 10)));
  const head = await ask(`${path}/manifests/1`, { method: "HEAD" });
  assert.deepEqual([head.status, head.text, head.headers["docker-content-digest"]], [200, "", digest]);
  assert.ok(Number(head.headers["content-length"]) > 100);
  const list = await ask(`${path}/tags/list?n=1`);
  assert.match(list.headers.link, /^<\/v2\/app\/tags\/list\?n=1&last=1>; rel="next"$/);
  const absent = await ask(`${path}/manifests/absent`);
  assert.deepEqual([absent.status, absent.error], [404, "manifest unknown"]);
  for (const { headers } of [whole, part, head, list, absent]) {
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["content-security-policy"], "default-src 'none'; sandbox");
  }
  registry.chaos.push({ status: 429, headers: { "Retry-After": "7", "Set-Cookie": "a=b" } });
  const busy = await ask(`${path}/tags/list`);
  assert.deepEqual([busy.status, busy.headers["retry-after"], busy.headers["set-cookie"]], [429, "7", undefined]);
});

test("HTTPS with certificates of one's own, and --insecure in place of it", async (t) => {
  const { caPath, tls } = certificates(["registry.test"]);
  const registry = await serve((request, response) => response.end("{}"), tls);
  // A proxy leads the name there.
  const proxy = createServer((request, response) => response.end(`plain ${request.url}`));
  proxy.on("connect", (request, socket) => {
    const onward = connect(registry.port, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on("error", () => end.destroy());
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  t.after(() => (proxy.close(), proxy.closeAllConnections()));
  const address = `http://127.0.0.1:${proxy.address().port}`;
  const env = { HTTPS_PROXY: address, HTTP_PROXY: address };
  const words = ["--gateway", "--allow", "registry.test"];
  const path = "/gateway/registry.test/v2/";
  const trusting = await startServe(t, [...words, "--cacert", caPath], { env });
  assert.equal((await trusting.ask(path)).text, "{}");
  const wary = await startServe(t, words, { env });
  const { status, error } = await wary.ask(path);
  assert.equal(status, 502);
  assert.match(error, /^registry\.test could not be asked: .*certificate/);
  const plain = await startServe(t, [...words, "--insecure", "registry.test"], { env });
  assert.equal((await plain.ask(path)).text, "plain http://registry.test/v2/");
});
