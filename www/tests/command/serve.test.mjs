// layerglass serve: the page, as a browser gets it, and how it begins and ends.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { layerglass } from "../support/command.mjs";
import { startServe } from "../support/serve.mjs";

const site = fileURLToPath(new URL("../../site/", import.meta.url));

test("every file of the page is given as it is, with its type, and is not sent again unchanged", async (t) => {
  const { ask } = await startServe(t);
  const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(files.length > 20);
  const types = new Set();
  for (const { name } of files) {
    const bytes = readFileSync(join(site, name));
    const { status, headers, bytes: given } = await ask(`/${name}`);
    assert.equal(status, 200, name);
    assert.ok(given.equals(bytes), name);
    assert.equal(headers["content-length"], String(bytes.length));
    assert.equal(headers["cache-control"], "no-cache");
    assert.equal(headers["x-content-type-options"], "nosniff");
    types.add(`${name.split(".").at(-1)} ${headers["content-type"]}`);
    const again = await ask(`/${name}`, { headers: { "If-None-Match": `"other", W/${headers.etag}` } });
    assert.deepEqual([again.status, again.bytes.length], [304, 0]);
  }
  assert.deepEqual([...types].sort(), [
    "css text/css; charset=utf-8",
    "html text/html; charset=utf-8",
    "js text/javascript; charset=utf-8",
    "png image/png",
    "svg image/svg+xml",
    "tar application/x-tar",
    "txt text/plain; charset=utf-8",
    "wasm application/wasm",
    "webmanifest application/manifest+json",
  ]);
});

test("/ is the page, under the policy that it states itself", async (t) => {
  const { ask } = await startServe(t);
  const markup = readFileSync(join(site, "index.html"), "utf8");
  const { status, text, headers } = await ask("/?theme=dark");
  assert.deepEqual([status, text], [200, markup]);
  const [, stated] = /Content-Security-Policy"\s+content="([^"]*)"/.exec(markup);
  assert.equal(headers["content-security-policy"], `${stated}; frame-ancestors 'none'`);
  const head = await ask("/", { method: "HEAD" });
  assert.deepEqual(
    [head.status, head.text, head.headers["content-length"]],
    [200, "", String(Buffer.byteLength(markup))],
  );
});

test("a part of a file is given where one is asked for", async (t) => {
  const { ask } = await startServe(t);
  const bytes = readFileSync(join(site, "sample.tar"));
  const size = bytes.length;
  const part = async (range, more = {}) => ask("/sample.tar", { headers: { Range: range, ...more } });
  for (const [range, start, end] of [
    ["bytes=0-0", 0, 1],
    ["bytes=5-", 5, size],
    ["bytes=-7", size - 7, size],
    [`bytes=1-${size * 2}`, 1, size],
  ]) {
    // prettier-ignore
    const { status, headers, bytes: given } = await part(range);
    assert.equal(status, 206, range);
    assert.ok(given.equals(bytes.subarray(start, end)), range);
    assert.equal(headers["content-range"], `bytes ${start}-${end - 1}/${size}`);
  }
  for (const range of ["bytes=5-4", "bytes=0-1,3-4", "lines=1-2", "bytes=-"]) {
    assert.equal((await part(range)).status, 200, range);
  }
  assert.equal((await part(`bytes=${size}-`)).status, 416);
  assert.equal((await part("bytes=-0")).status, 416);
  assert.equal((await part("bytes=0-0", { "If-Range": '"another"' })).status, 200);
});

test("nothing but the page's files is given", async (t) => {
  const { ask } = await startServe(t);
  for (const path of [
    "/../package.json",
    "/..%2fpackage.json",
    "/%2e%2e/package.json",
    "/./main.js",
    "/sub/../main.js",
    "//main.js",
    "/main.js/",
    "/..\\package.json",
    "/main.js%00",
    "/%6dain.js",
    "/absent.js",
    "/cli.js",
    "/.npmrc",
    "/etc/passwd",
    "http://127.0.0.1/main.js",
    "*",
  ]) {
    assert.equal((await ask(path)).status, 404, path);
  }
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
    const { status, headers } = await ask("/", { method });
    assert.deepEqual([status, headers.allow], [405, "GET, HEAD"], method);
  }
});

test("only its own names are answered, so that no site's name can lead here", async (t) => {
  const { ask, port } = await startServe(t);
  for (const host of [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    "LOCALHOST",
    "app.localhost:1",
    "[::1]:80",
    "127.9.9.9",
  ]) {
    assert.equal((await ask("/", { headers: { Host: host } })).status, 200, host);
  }
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "10.0.0.1",
    "0.0.0.0",
    "user@localhost",
    "localhost:x",
  ]) {
    // prettier-ignore
    assert.equal((await ask("/", { headers: { Host: host } })).status, 421, host);
  }
});

test("without --gateway there is none", async (t) => {
  const { ask, out } = await startServe(t);
  assert.match(out(), /^The page: +http:\/\/127\.0\.0\.1:\d+\/ .*\n$/);
  for (const path of ["/gateway", "/gateway/", "/gateway/ghcr.io/v2/"]) {
    const { status, error } = await ask(path);
    assert.equal(status, 404);
    assert.match(error, /serve --gateway/);
  }
});

test("it listens elsewhere where that is asked for, and answers to the names it has there", async (t) => {
  const { ask, port, out, err } = await startServe(t, ["--gateway", "--host", "0.0.0.0"]);
  assert.match(out(), new RegExp(`http://localhost:${port}/gateway`));
  while (err() === "") await new Promise((resolve) => setTimeout(resolve, 5));
  assert.match(err(), /everybody who reaches this address/);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `0.0.0.0:${port}`]) {
    assert.equal((await ask("/", { headers: { Host: host } })).status, 200, host);
  }
  assert.equal((await ask("/", { headers: { Host: `evil.example:${port}` } })).status, 421);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  test(`${signal} ends it cleanly, also with connections that are open`, async (t) => {
    const { url, child, ended, err } = await startServe(t, ["--gateway"]);
    // Its connection is kept for the next request.
    assert.equal((await fetch(url)).status, 200);
    child.kill(signal);
    assert.deepEqual(await ended, { code: 0, signal: null });
    assert.equal(err(), "");
  });
}

test("a port that is taken is told, with what to do; without one the next is taken", async (t) => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => other.close());
  const { port } = other.address();
  const { code, err, out } = layerglass(["serve", "--port", String(port)]);
  assert.equal(code, 2);
  assert.equal(out, "");
  assert.equal(err, `layerglass: usage/port: port ${port} of 127.0.0.1 is taken\n--port 0 takes any that is free\n`);
});

test("what is wrong on its line is told", () => {
  for (const [words, said] of [
    [["--port", "many"], /^layerglass: usage\/option: many is no port\n/],
    [["--port", "65536"], /usage\/option: 65536 is no port/],
    [["--allow", "registry.lan"], /usage\/option: --allow is for the gateway\nadd --gateway/],
    [["--gateway", "--allow", "https://registry.lan"], /usage\/option: --allow https:\/\/registry\.lan is no host\n/],
    [["--gateway", "--allow", "user@registry.lan"], /is no host/],
    [["--gateway", "--allow", ""], /is no host/],
    [["--gateway", "--cacert", "/absent.pem"], /usage\/option: --cacert cannot be read/],
    [["--host", "198.51.100.1", "--port", "0"], /usage\/port: 198\.51\.100\.1 is no address of this machine/],
    [["image.tar"], /usage\/too-many: serve takes no source/],
  ]) {
    const { code, err } = layerglass(["serve", ...words]);
    assert.equal(code, 2, words.join(" "));
    assert.match(err, said);
  }
  const { code, out } = layerglass(["serve", "--help"]);
  assert.equal(code, 0);
  for (const option of ["--port", "--gateway", "--allow", "--host", "--insecure", "--cacert", "--open"]) assert.ok(out.includes(option), option); // prettier-ignore
});
