// Archives on the web: servers that know ranges, that do not, and that lie.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { source } from "../support/source.mjs";

const { adapt: fromUrl } = await source("internal/sources/adapt");

const bytes = new Uint8Array(600_000).map((_, index) => index % 253);

/** A server that answers by `handle`, and the ranges it was asked for. */
async function serve(handle) {
  const ranges = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const range = start === undefined ? undefined : [Number(start), end === "" ? bytes.length - 1 : Number(end)];
    handle(response, range, request);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  after(() => server.closeAllConnections());
  return { url: new URL(`http://127.0.0.1:${server.address().port}/image.tar`), ranges };
}

function partial(response, [start, end], headers = {}) {
  const range = `bytes ${start}-${end}/${bytes.length}`;
  response.writeHead(206, { "Content-Length": end - start + 1, "Content-Range": range, ...headers });
  response.end(bytes.subarray(start, end + 1));
}

async function all(supply) {
  const parts = [];
  for (let part; (part = await supply.next());) parts.push(part);
  return Buffer.concat(parts);
}

test("a server that knows ranges is read by range", async () => {
  const { url, ranges } = await serve((response, range) => partial(response, range));
  const supply = await fromUrl(url);
  assert.equal(supply.kind, "random");
  assert.equal(supply.size, bytes.length);
  assert.deepEqual(Buffer.from(await supply.read(1000, 50)), Buffer.from(bytes.subarray(1000, 1050)));
  assert.deepEqual(ranges, ["bytes=0-", "bytes=1000-1049"]);
});

test("the length is known without Content-Range, which a page may not see", async () => {
  const { url } = await serve((response, [start, end]) => {
    response.writeHead(206, { "Content-Length": end - start + 1 });
    response.end(bytes.subarray(start, end + 1));
  });
  const supply = await fromUrl(url);
  assert.equal(supply.size, bytes.length);
  assert.equal((await supply.read(5, 7)).length, 7);
});

test("a server that ignores ranges is read as a stream", async () => {
  const { url, ranges } = await serve((response) => {
    response.writeHead(200, { "Content-Length": bytes.length });
    response.end(bytes);
  });
  const supply = await fromUrl(url);
  assert.equal(supply.kind, "stream");
  assert.equal(supply.size, bytes.length);
  assert.deepEqual(await all(supply), Buffer.from(bytes));
  assert.equal(ranges.length, 1);
});

test("an empty file is empty, not an error", async () => {
  const { url } = await serve((response) => response.writeHead(416, { "Content-Range": "bytes */0" }).end());
  assert.equal((await fromUrl(url)).size, 0);
});

const LIES = {
  "fewer bytes than asked for": (response, [start, end]) => {
    response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/${bytes.length}` });
    response.end(bytes.subarray(start, start + 3));
  },
  "bytes without end": (response, [start, end]) => {
    response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/${bytes.length}` });
    const more = () => {
      while (response.write(bytes));
    };
    response.on("drain", more);
    more();
  },
  "another place than asked for": (response, [, end]) => partial(response, [0, end]),
  "the whole file at the second request": (response) => response.writeHead(200).end(bytes),
  "a file that has changed": (response, range) => partial(response, range, { ETag: '"two"' }),
};
for (const [name, lie] of Object.entries(LIES)) {
  test(`a server that gives ${name} is an error`, async () => {
    let asked = 0;
    const { url } = await serve((response, range) =>
      asked++ === 0 ? partial(response, range, { ETag: '"one"' }) : lie(response, range),
    );
    const supply = await fromUrl(url);
    await assert.rejects(async () => supply.read(100, 10), { code: "network/range" });
  });
}

for (const [status, word] of [
  [401, /login/],
  [404, /address/],
  [429, /wait/],
  [500, /later/],
]) {
  test(`${status} is an error with what helps`, async () => {
    const { url } = await serve((response) => response.writeHead(status).end());
    await assert.rejects(fromUrl(url), (error) => error.code === "network/status" && word.test(error.hint));
  });
}

test("an unreachable host is an error that says what it may be", async () => {
  await assert.rejects(fromUrl(new URL("http://127.0.0.1:1/image.tar")), {
    code: "network/failed",
    hint: /may be down/,
  });
});

test("plain HTTP is spoken to this machine only, by a redirect too", async () => {
  await assert.rejects(fromUrl(new URL("http://192.0.2.1/image.tar")), { code: "usage/plain-http" });
  const { url } = await serve((response) => response.writeHead(302, { Location: "http://mirror.example/x.tar" }).end());
  await assert.rejects(fromUrl(url), { code: "network/plain-http", message: /mirror\.example/ });
});

test("no cookie and no referrer is sent", async () => {
  let headers;
  const { url } = await serve((response, range, request) => {
    headers = request.headers;
    partial(response, range);
  });
  await fromUrl(url);
  assert.equal(headers.cookie, undefined);
  assert.equal(headers.referer, undefined);
});

test("closing stops a read that is under way", async () => {
  let asked = 0;
  const { url } = await serve((response, range) => {
    if (asked++ === 0) partial(response, range);
  });
  const supply = await fromUrl(url);
  const read = supply.read(0, 10);
  setTimeout(() => supply.close(), 20);
  await assert.rejects(async () => read, { name: "AbortError" });
});
