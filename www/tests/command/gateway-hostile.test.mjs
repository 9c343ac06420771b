// The gateway between those who mean it ill: visitors on one side, registries on the other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, gatewayOf, parts } from "../support/gateway.mjs";
import { serve } from "../support/network.mjs";
import { startServe } from "../support/serve.mjs";

test("pages of other sites cannot use it, and no name but its own leads to it", async (t) => {
  const registry = await serve((request, response) => response.end("{}"));
  const { ask, port } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const path = `/gateway/${registry.host}/v2/`;
  const own = `127.0.0.1:${port}`;
  for (const headers of [
    {},
    { Origin: `http://${own}` },
    { "Sec-Fetch-Site": "same-origin" },
    { "Sec-Fetch-Site": "none" },
  ]) {
    assert.equal((await ask(path, { headers })).status, 200, JSON.stringify(headers));
  }
  const count = registry.requests.length;
  for (const headers of [
    { Origin: "http://evil.example" },
    { Origin: "null" },
    { Origin: `http://localhost:${port}` },
    { Origin: `http://127.0.0.1:${port + 1}` },
    { Origin: `http://${own}.evil.example` },
    { Origin: "" },
    { "Sec-Fetch-Site": "cross-site" },
    { "Sec-Fetch-Site": "same-site" },
    { Origin: `http://${own}`, "Sec-Fetch-Site": "cross-site" },
  ]) {
    const { status, headers: given } = await ask(path, { headers });
    assert.equal(status, 403, JSON.stringify(headers));
    assert.equal(given["access-control-allow-origin"], undefined);
  }
  for (const Host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example"]) {
    assert.equal((await ask(path, { headers: { Host, Origin: `http://${Host}` } })).status, 421, Host);
  }
  assert.equal(registry.requests.length, count, "nobody was asked for them");
});

test("it only reads: no other method, no body", async (t) => {
  const registry = await serve((request, response) => response.end("{}"));
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const path = `/gateway/${registry.host}/v2/`;
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
    const { status, headers } = await ask(path, { method });
    assert.deepEqual([status, headers.allow], [405, "GET, HEAD"], method);
  }
  assert.equal((await ask(path, { method: "GET", headers: { "Content-Length": "3" }, body: "abc" })).status, 400);
  assert.equal((await ask(path, { headers: { "Transfer-Encoding": "chunked" }, body: "abc" })).status, 400);
  assert.equal(registry.requests.length, 0);
});

test("tricks with paths reach nobody", async (t) => {
  const registry = await serve((request, response) => response.end("{}"));
  const inside = await serve((request, response) => response.end("secret"));
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const { host } = registry;
  for (const rest of [
    `${host}/v2/../secret`,
    `${host}/v2/%2e%2e/secret`,
    `${host}/v2/..%2fsecret`,
    `${host}/v2/a%2f..%2f..%2fsecret`,
    `${host}/v2/\\..\\secret`,
    `${host}/v2//secret`,
    `${host}/secret`,
    `${host}/`,
    `${host}`,
    `${host}%2f@${inside.host}/v2/`,
    `${host}@${inside.host}/v2/`,
    `user:password@${host}/v2/`,
    `${inside.host}/v2/`,
    `localhost:${inside.port}/v2/`,
    `127.1:${registry.port}/v2/`,
    `2130706433:${registry.port}/v2/`,
    `http://${host}/v2/`,
    `//${inside.host}/v2/`,
    `${host}/../${inside.host}/v2/`,
    `../gateway/${host}/v2/`,
    `${host}/v2/?q=a%0d%0aX:b#c`,
  ]) {
    const { status } = await ask(`/gateway/${rest}`);
    assert.ok([400, 403].includes(status), `${rest}: ${status}`);
  }
  assert.deepEqual([registry.requests.length, inside.requests.length], [0, 0]);
});

test("where a registry sends on to is looked at: private addresses, other hosts, loops", async (t) => {
  const inside = await serve((request, response) => response.end("secret"));
  let location;
  const registry = await serve((request, response) => {
    const body = request.url.startsWith("/v2/long") ? "x".repeat(200_000) : "";
    response.writeHead(307, { Location: location, "Content-Length": body.length }).end(body);
  });
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const path = `/gateway/${registry.host}/v2/a`;
  for (location of [
    `http://${inside.host}/`,
    `http://localhost:${inside.port}/`,
    `//${inside.host}/`,
    `http://[::ffff:127.0.0.1]:${inside.port}/`,
    `http://${registry.host}@${inside.host}/`,
    "http://169.254.169.254/latest/meta-data/",
    "https://evil.example/",
    "file:///etc/passwd",
    "http://",
  ]) {
    const { status, error, text } = await ask(path, { headers: { Authorization: "Bearer s3cret" } });
    assert.equal(status, 403, location);
    assert.match(error, /sends on to/);
    assert.doesNotMatch(text, /s3cret/);
  }
  assert.equal(inside.requests.length, 0);
  const before = registry.requests.length;
  location = "/v2/a";
  const loop = await ask(path);
  assert.equal(loop.status, 508);
  assert.match(loop.error, /sends on more than 5 times/);
  assert.equal(registry.requests.length - before, 6);
  location = "/v2/long";
  assert.equal((await ask(path)).status, 508, "what comes with a redirect is not waited for");
});

test("a secret that was dropped on the way does not come back", async (t) => {
  const seen = [];
  const other = await serve((request, response) => {
    seen.push(["other", request.headers.authorization]);
    response.writeHead(302, { Location: `http://${registry.host}/v2/back` }).end();
  });
  const registry = await serve((request, response) => {
    seen.push(["registry", request.headers.authorization]);
    if (request.url === "/v2/back") return response.end("{}");
    response.writeHead(302, { Location: `http://${other.host}/` }).end();
  });
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host, "--allow", other.host]);
  const { status } = await ask(`/gateway/${registry.host}/v2/a`, { headers: { Authorization: "Basic abc" } });
  assert.equal(status, 200);
  assert.deepEqual(seen, [
    ["registry", "Basic abc"],
    ["other", undefined],
    ["registry", undefined],
  ]);
});

test("a registry that is silent, hangs up, says nonsense or too much in its head", async (t) => {
  const registry = await serve((request, response) => {
    const { socket } = request;
    switch (request.url) {
      case "/v2/silent":
        return;
      case "/v2/stops":
        return response.writeHead(200, { "Content-Length": 10 }).write("x");
      case "/v2/hangs-up":
        return socket.destroy();
      case "/v2/nonsense":
        return socket.end("nonsense\r\n\r\n");
      case "/v2/status":
        return socket.end("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n");
      default:
        return response.writeHead(200, { Link: "x".repeat(64 * 1024) }).end();
    }
  });
  const { ask } = await gatewayOf(t, { allow: [registry.host], patience: 200, body: { silence: 200, stalled: 200 } });
  for (const [name, status, said] of [
    ["silent", 504, /does not answer/],
    ["hangs-up", 502, /could not be asked/],
    ["nonsense", 502, /could not be asked/],
    ["status", 502, /answered with the status 999/],
    ["head", 502, /could not be asked: .*Header overflow/i],
  ]) {
    const { status: given, error } = await ask(`${registry.host}/v2/${name}`);
    assert.equal(given, status, name);
    assert.match(error, said);
  }
  const { status, cut } = await ask(`${registry.host}/v2/stops`);
  assert.deepEqual([status, cut], [200, true]);
});

test("a visitor who sends too long a head, or never ends it, is shown out", async (t) => {
  const { ask } = await startServe(t, ["--gateway"]);
  assert.equal((await ask("/gateway", { headers: { "X-Long": "x".repeat(20_000) } })).status, 431);
  assert.ok((await ask(`/gateway/ghcr.io/v2/${"a".repeat(20_000)}`)).status >= 400);
});

test("only so many are asked at a time, of one host and in all; others wait in their order", async (t) => {
  const open = [];
  let most = 0;
  const registry = await serve((request, response) => {
    open.push(response);
    most = Math.max(most, open.filter((each) => !each.writableEnded).length);
  });
  const bounds = { perHost: 2, inAll: 3, waiting: 3 };
  const { ask } = await gatewayOf(t, { allow: [registry.host], bounds });
  const asking = [1, 2, 3, 4, 5].map((n) => ask(`${registry.host}/v2/${n}`));
  await eventually(() => open.length === 2, "two are asked");
  const over = await ask(`${registry.host}/v2/6`);
  assert.deepEqual([over.status, over.headers["retry-after"]], [503, "2"]);
  for (let n = 0; n < 5; n++) {
    await eventually(() => open.length > n, "the next has its turn");
    open[n].end("{}");
  }
  for (const { status } of await Promise.all(asking)) assert.equal(status, 200);
  assert.equal(most, 2);
  assert.deepEqual(registry.requests.map(({ url }) => url), ["/v2/1", "/v2/2", "/v2/3", "/v2/4", "/v2/5"]); // prettier-ignore
});

test("turns: one host's do not keep another's, who gives up leaves the line, and all ends well", async () => {
  const turns = new parts.Turns({ perHost: 2, inAll: 3, waiting: 10 });
  const forever = new AbortController().signal;
  const ends = [await turns.take("a", forever), await turns.take("a", forever)];
  const order = [];
  const third = turns.take("a", forever).then((end) => (order.push("a3"), end));
  const left = new AbortController();
  const gone = turns.take("a", left.signal);
  ends.push(await turns.take("b", forever));
  const full = turns.take("c", forever).then((end) => (order.push("c"), end));
  left.abort(new Error("gone"));
  await assert.rejects(gone, /gone/);
  ends[2]();
  ends.push(await full);
  ends[0]();
  // Once more is nothing.
  ends[0]();
  ends.push(await third);
  assert.deepEqual(order, ["c", "a3"]);
  for (const end of ends) end();
  const again = await Promise.all(["a", "a", "b"].map((host) => turns.take(host, forever)));
  assert.equal(again.length, 3);
});

test("where a registry sends on to cannot ask for what is for the registry", async (t) => {
  const challenge = 'Bearer realm="http://evil.example/token"';
  const storage = await serve((request, response) => {
    response.writeHead(401, { "WWW-Authenticate": challenge }).end();
  });
  const registry = await serve((request, response) => {
    response.writeHead(307, { Location: `http://${storage.host}/blob` }).end();
  });
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host, "--allow", storage.host]);
  const { status, headers } = await ask(`/gateway/${registry.host}/v2/app/blobs/x`);
  assert.equal(status, 401);
  assert.equal(headers["www-authenticate"], undefined);
});
