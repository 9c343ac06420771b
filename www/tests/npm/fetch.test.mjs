// Node's way to the network: proxies, certificates, redirects, bodies that are given up.
import assert from "node:assert/strict";
import * as net from "node:net";
import { afterEach, test } from "node:test";
import { init, open } from "layerglass";
import { bytesOf } from "../support/fixtures.mjs";
import { certificates, proxy, serve } from "../support/network.mjs";
import { source } from "../support/source.mjs";

const { fetch, setNetwork } = await source("internal/fetch");
const { isExempt } = await source("internal/no-proxy");

const NO_PROXY = { proxy: {} };
setNetwork(NO_PROXY);
afterEach(() => setNetwork(NO_PROXY));

const { ca, tls } = certificates(["127.0.0.1", "registry.test", "proxy.test"]);
const hello = (_request, response) => response.end("hello");
const textOf = async (response) => (await response).text();

test("what a caller of the global fetch looks at is there", async () => {
  const { origin, requests } = await serve((request, response) => {
    response.writeHead(201, "Made", { "X-One": "1", "Set-Cookie": ["a=1", "b=2"] });
    request.pipe(response);
  });
  const response = await fetch(
    new Request(`${origin}/a?b=c#d`, { method: "POST", body: "text", headers: { "X-Two": "2" } }),
  );
  assert.ok(response instanceof Response);
  assert.ok(response.body instanceof ReadableStream);
  const { status, statusText, url, redirected, ok } = response;
  assert.deepEqual([status, statusText, url, redirected, ok], [201, "Made", `${origin}/a?b=c`, false, true]);
  assert.equal(response.headers.get("x-one"), "1");
  assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
  assert.equal(await response.text(), "text");
  const [{ method, headers, url: path }] = requests;
  assert.deepEqual([method, path, headers["x-two"], headers["content-length"]], ["POST", "/a?b=c", "2", "4"]);
});

test("chunks are bytes of their own kind, and bodies are not decompressed", async () => {
  const { origin, requests } = await serve((_request, response) => {
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(Buffer.from([0x1f, 0x8b, 1, 2]));
  });
  const { value } = await (await fetch(origin)).body.getReader().read();
  assert.equal(Object.getPrototypeOf(value), Uint8Array.prototype);
  assert.deepEqual([...value], [0x1f, 0x8b, 1, 2]);
  assert.equal(requests[0].headers["accept-encoding"], "identity");
});

for (const [status, method] of [
  [204, "GET"],
  [304, "GET"],
  [200, "HEAD"],
]) {
  test(`${status} to ${method} has no body`, async () => {
    const { origin } = await serve((_request, response) => response.writeHead(status, { ETag: '"x"' }).end());
    const response = await fetch(origin, { method });
    assert.deepEqual([response.status, response.body, response.headers.get("etag")], [status, null, '"x"']);
  });
}

test("a connection is used again, and one that was closed meanwhile is replaced", async () => {
  const sockets = new Set();
  const { origin, server } = await serve((request, response) => {
    sockets.add(request.socket);
    response.end("hello");
  });
  for (let count = 0; count < 3; count++) assert.equal(await textOf(fetch(origin)), "hello");
  assert.equal(sockets.size, 1);
  server.removeAllListeners("request");
  server.on("request", (request, response) =>
    sockets.has(request.socket) ? request.socket.destroy() : response.end("new"),
  );
  assert.equal(await textOf(fetch(origin)), "new");
});

test("a host that does not answer says why", async () => {
  await assert.rejects(fetch("http://127.0.0.1:1/"), (error) => {
    return (
      error instanceof TypeError && /127\.0\.0\.1:1: .*ECONNREFUSED/.test(error.message) && error.cause instanceof Error
    );
  });
});

test("a body that breaks off fails", async () => {
  const { origin } = await serve((_request, response) => {
    response.writeHead(200, { "Content-Length": 10 });
    response.write("half", () => response.destroy());
  });
  await assert.rejects(textOf(fetch(origin)), TypeError);
});

test("a body is only read as fast as it is taken", async () => {
  let sent = 0;
  const { origin } = await serve((_request, response) => {
    const piece = Buffer.alloc(64 * 1024);
    const more = () => {
      while (sent < 1 << 28 && response.write(piece)) sent += piece.length;
    };
    response.on("drain", more);
    more();
  });
  const reader = (await fetch(origin)).body.getReader();
  await reader.read();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.ok(sent < 1 << 25, `${sent} bytes were sent`);
  await reader.cancel();
});

test("a signal ends a request that waits, and a body in the middle", async () => {
  let closed;
  const wasClosed = new Promise((resolve) => (closed = resolve));
  const { origin } = await serve((request, response) => {
    if (request.url === "/silent") return;
    response.write("first");
    request.socket.on("close", closed);
  });
  const waiting = new AbortController();
  const answer = fetch(new Request(`${origin}/silent`, { signal: waiting.signal }));
  setTimeout(() => waiting.abort(), 20);
  await assert.rejects(answer, { name: "AbortError" });
  const reading = new AbortController();
  const reader = (await fetch(origin, { signal: reading.signal })).body.getReader();
  await reader.read();
  const rest = reader.read();
  reading.abort(new Error("enough"));
  await assert.rejects(rest, { message: "enough" });
  await wasClosed;
  await assert.rejects(fetch(origin, { signal: AbortSignal.abort() }), { name: "AbortError" });
});

const SECRETS = { Authorization: "Bearer secret", Cookie: "a=secret" };

test("a redirect on the same host keeps what it was sent with", async () => {
  const { origin, requests } = await serve((request, response) => {
    if (request.url === "/from") response.writeHead(307, { Location: "to" }).end("moved");
    else response.end("there");
  });
  const response = await fetch(`${origin}/from`, { headers: { ...SECRETS, Range: "bytes=0-3" } });
  assert.deepEqual([await response.text(), response.url, response.redirected], ["there", `${origin}/to`, true]);
  const { headers } = requests[1];
  assert.deepEqual([headers.authorization, headers.cookie, headers.range], ["Bearer secret", "a=secret", "bytes=0-3"]);
});

test("a redirect to another host keeps secrets to the first one", async () => {
  const other = await serve(hello);
  const { origin } = await serve((_request, response) =>
    response.writeHead(302, { Location: `${other.origin}/x` }).end(),
  );
  assert.equal(await textOf(fetch(origin, { headers: { ...SECRETS, Range: "bytes=0-3" } })), "hello");
  const { headers } = other.requests[0];
  assert.deepEqual([headers.authorization, headers.cookie, headers.range], [undefined, undefined, "bytes=0-3"]);
});

test("a redirect changes the method as fetch does", async () => {
  for (const [status, method, sent, becomes] of [
    [303, "POST", "text", "GET "],
    [302, "POST", "text", "GET "],
    [307, "POST", "text", "POST text"],
    [303, "HEAD", undefined, "HEAD "],
  ]) {
    const { origin, requests } = await serve((request, response) => {
      if (request.url === "/from") return response.writeHead(status, { Location: "/to" }).end();
      const parts = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", () => response.writeHead(200, { "X-Body": Buffer.concat(parts).toString() }).end());
    });
    const response = await fetch(`${origin}/from`, { method, body: sent });
    assert.equal(`${requests[1].method} ${response.headers.get("x-body")}`, becomes, `${status} to ${method}`);
  }
});

test("redirects are bounded, and may be refused or looked at", async () => {
  const { origin, requests } = await serve((_request, response) => response.writeHead(302, { Location: "/" }).end());
  await assert.rejects(fetch(origin), /more than 20 times/);
  assert.equal(requests.length, 21);
  await assert.rejects(fetch(origin, { redirect: "error" }), /another address/);
  const response = await fetch(origin, { redirect: "manual" });
  assert.deepEqual([response.status, response.headers.get("location")], [302, "/"]);
});

test("nobody is sent on to plain HTTP elsewhere, nor to another scheme", async () => {
  let target = "http://mirror.test/secret";
  const { origin } = await serve((_request, response) => response.writeHead(302, { Location: target }).end());
  const watched = await proxy();
  setNetwork({ proxy: { http: watched.origin } });
  await assert.rejects(fetch(origin), { code: "network/plain-http", message: /mirror\.test/ });
  target = "file:///etc/passwd";
  await assert.rejects(fetch(origin), /file:/);
  assert.deepEqual(watched.seen, []);
});

test("certificates are checked against what is trusted", async () => {
  const { origin, host } = await serve(hello, tls);
  await assert.rejects(fetch(origin), /certificate/);
  setNetwork({ ...NO_PROXY, ca });
  assert.equal(await textOf(fetch(origin)), "hello");
  setNetwork({ ...NO_PROXY, unchecked: [host] });
  assert.equal(await textOf(fetch(origin)), "hello");
  setNetwork({ ...NO_PROXY, unchecked: ["other.test"] });
  await assert.rejects(fetch(origin), /certificate/);
});

test("an http address is asked of the proxy by its whole address", async () => {
  const { port, requests } = await serve(hello);
  const { origin, seen } = await proxy();
  setNetwork({ proxy: { http: origin } });
  assert.equal(await textOf(fetch(`http://registry.test:${port}/v2/?n=1`, { headers: SECRETS })), "hello");
  assert.deepEqual([seen[0].method, seen[0].target], ["GET", `http://registry.test:${port}/v2/?n=1`]);
  assert.equal(requests[0].headers.host, `registry.test:${port}`);
});

test("an https address goes through a tunnel that is used again, and the proxy sees no secret", async () => {
  const { port, requests } = await serve(hello, tls);
  const login = `Basic ${Buffer.from("ann:p@ss").toString("base64")}`;
  const { host, seen } = await proxy({ login });
  setNetwork({ ca, proxy: { https: `http://ann:p%40ss@${host}` } });
  for (let count = 0; count < 2; count++) {
    assert.equal(await textOf(fetch(`https://registry.test:${port}/v2/`, { headers: SECRETS })), "hello");
  }
  assert.deepEqual(
    seen.map(({ method, target }) => [method, target]),
    [["CONNECT", `registry.test:${port}`]],
  );
  assert.equal(seen[0].headers.authorization, undefined);
  assert.equal(requests[1].headers.authorization, "Bearer secret");
  assert.equal(requests[1].headers["proxy-authorization"], undefined);
  setNetwork({ ca, proxy: { https: `http://${host}` } });
  await assert.rejects(fetch(`https://registry.test:${port}/`), /the proxy 127.*answered 407/);
});

test("a proxy may itself be asked by TLS", async () => {
  const { port } = await serve(hello, tls);
  const { origin, seen } = await proxy({ tls });
  setNetwork({ ca, proxy: { https: origin } });
  assert.equal(await textOf(fetch(`https://registry.test:${port}/`)), "hello");
  assert.equal(seen.length, 1);
});

test("a proxy that is down, or is none, says so", async () => {
  setNetwork({ proxy: { https: "http://127.0.0.1:1", http: "socks5://127.0.0.1:1" } });
  await assert.rejects(fetch("https://registry.test/"), /registry\.test: the proxy 127\.0\.0\.1:1: .*ECONNREFUSED/);
  await assert.rejects(fetch("http://registry.test/"), /the proxy is to be/);
});

test("the environment names proxies in upper and lower case, and this machine is asked without", async (t) => {
  const { port, origin: own } = await serve(hello);
  const { host, seen } = await proxy();
  const names = ["HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];
  const before = names.map((name) => [name, process.env[name]]);
  t.after(() =>
    before.forEach(([name, value]) => (value === undefined ? delete process.env[name] : (process.env[name] = value))),
  );
  setNetwork({});
  for (const name of ["HTTP_PROXY", "http_proxy"]) {
    names.forEach((name) => delete process.env[name]);
    process.env[name] = host;
    assert.equal(await textOf(fetch(`http://registry.test:${port}/`)), "hello");
    assert.equal(await textOf(fetch(own)), "hello");
  }
  assert.equal(seen.length, 2);
  process.env.no_proxy = "other.test, .test";
  await assert.rejects(fetch(`http://registry.test:${port}/`), TypeError);
  assert.equal(seen.length, 2);
});

test("archives on the web are asked for as init says, and by plain HTTP where that was allowed", async () => {
  const answer = (_request, response) => response.end(bytesOf("small-docker28.tar"));
  const [secure, plain] = [await serve(answer, tls), await serve(answer)];
  const { origin, seen } = await proxy();
  await init({ network: { ca, proxy: { https: origin, http: origin } } });
  const look = async (address, options) => {
    const inspection = await open(new URL(address), options);
    assert.equal(inspection.report.images.length, 1);
    inspection.close();
  };
  await look(`https://registry.test:${secure.port}/image.tar`);
  await assert.rejects(look(`http://registry.test:${plain.port}/image.tar`), { code: "usage/plain-http" });
  await look(`http://registry.test:${plain.port}/image.tar`, { registry: { insecure: ["registry.test"] } });
  assert.deepEqual(
    seen.map(({ method }) => method),
    ["CONNECT", "GET"],
  );
});

const EXEMPT = [
  ["http://a.test/", "*", true],
  ["http://a.test/", "", false],
  ["http://a.test/", "A.TEST", true],
  ["http://b.a.test/", "a.test", true],
  ["http://ba.test/", "a.test", false],
  ["http://a.test/", ".a.test", false],
  ["http://b.a.test/", ".a.test", true],
  ["http://b.a.test/", "*.a.test", true],
  ["http://a.test/", "*.a.test", false],
  ["http://a.test:81/", "a.test:81", true],
  ["http://a.test:82/", "a.test:81", false],
  ["https://a.test/", "a.test:443", true],
  ["http://10.1.2.3/", "10.0.0.0/8", true],
  ["http://11.1.2.3/", "10.0.0.0/8", false],
  ["http://10.1.2.3/", "10.1.2.3", true],
  ["http://10.1.2.3/", "x, 10.1.2.3:80", true],
  ["http://10.1.2.3/", "10.1.2.3/33", false],
  ["http://[fd00::1]/", "fd00::/8", true],
  ["http://[fd00::1]:81/", "[fd00::1]:81", true],
  ["http://[fd00::1]:82/", "[fd00::1]:81", false],
  ["http://[fd00::1]/", "10.0.0.0/8", false],
];
for (const [address, list, expected] of EXEMPT) {
  test(`NO_PROXY "${list}" ${expected ? "has" : "has not"} ${address}`, () => {
    assert.equal(isExempt(new URL(address), list, net), expected);
  });
}
