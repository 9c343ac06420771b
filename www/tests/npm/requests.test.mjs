// What is told of requests: as many as the server got.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { open } from "layerglass";
import { bytesOf } from "../support/fixtures.mjs";

const bytes = bytesOf("edge-docker28-save.tar");
let server, origin;
let asked = [];

before(async () => {
  server = createServer((request, response) => {
    asked.push(request.url);
    if (request.url === "/moved.tar") return response.writeHead(302, { Location: "/image.tar" }).end();
    if (request.url === "/none.tar") return response.writeHead(404).end();
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range);
    if (!range || request.url === "/stream.tar") return response.end(bytes);
    const start = Number(range[1]);
    const end = range[2] === "" ? bytes.length - 1 : Number(range[2]);
    response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/${bytes.length}` });
    response.end(bytes.subarray(start, end + 1));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

/** Opens the file; `told` grows as long as it is open. */
async function watched(t, name, options) {
  asked = [];
  const told = [];
  const onRequest = ({ url }) => told.push(new URL(url).pathname);
  const inspection = await open(new URL(name, origin), { ...options, onRequest });
  t.after(() => inspection.close());
  return { inspection, told };
}

test("each request is told, whichever call needs it", async (t) => {
  const { inspection, told } = await watched(t, "/image.tar");
  assert.ok(told.length > 0);
  assert.deepEqual(told, asked);
  for (const task of ["measure", "verify"]) {
    const before = told.length;
    await inspection[task]();
    assert.deepEqual(told, asked);
    assert.ok(told.length > before, task);
  }
});

test("a server without ranges is asked once", async (t) => {
  const { told } = await watched(t, "/stream.tar", { measure: true });
  assert.deepEqual(told, ["/stream.tar"]);
  assert.deepEqual(asked, told);
});

test("where a redirect leads to is told too", async (t) => {
  const { inspection, told } = await watched(t, "/moved.tar");
  assert.deepEqual(told.slice(0, 2), ["/moved.tar", "/image.tar"]);
  await inspection.measure();
  assert.deepEqual(told.toSorted(), asked.toSorted());
});

test("what fails was asked too, and what is no request is not told", async () => {
  const told = [];
  const onRequest = ({ url }) => told.push(url);
  await assert.rejects(open(new URL("/none.tar", origin), { onRequest }), { code: "network/status" });
  assert.deepEqual(told, [`${origin}/none.tar`]);
  (await open(bytes, { onRequest })).close();
  await assert.rejects(open(new URL("http://192.0.2.1/image.tar"), { onRequest }), { code: "usage/plain-http" });
  assert.equal(told.length, 1);
});
