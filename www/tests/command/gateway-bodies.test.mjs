// Bodies on their way through the gateway: as fast as they are taken, and ended from either side.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { test } from "node:test";
import { eventually, gatewayOf } from "../support/gateway.mjs";
import { serve } from "../support/network.mjs";
import { startServe } from "../support/serve.mjs";

test("a body without end flows no faster than it is taken, and ends with who asked", async (t) => {
  const piece = Buffer.alloc(256 * 1024, "x");
  let sent = 0;
  let isOver = false;
  const registry = await serve((request, response) => {
    response.writeHead(200, { "Content-Type": "application/octet-stream" });
    const more = () => {
      while (!isOver && response.write(piece)) sent += piece.length;
      sent += piece.length;
    };
    response.on("drain", more).on("close", () => (isOver = true));
    more();
  });
  const { port, child } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1024;
  const socket = connect(port, "127.0.0.1");
  t.after(() => socket.destroy());
  socket.write(`GET /gateway/${registry.host}/v2/a/blobs/b HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  let taken = 0;
  socket.on("data", ({ length }) => (taken += length));
  await eventually(() => taken > 64 * 1024 * 1024, "it flows");
  const before = process.platform === "linux" ? resident() : 0;
  socket.pause();
  let [stood, since] = [sent, Date.now()];
  const stands = () => {
    if (sent !== stood) [stood, since] = [sent, Date.now()];
    return Date.now() - since > 500;
  };
  await eventually(stands, "nothing is fetched that nobody takes");
  // Kernels keep some of it, more of it the faster it flows.
  assert.ok(sent - taken < 128 * 1024 * 1024, `${sent - taken} bytes are on the way`);
  socket.resume();
  await eventually(() => taken > 448 * 1024 * 1024, "it flows again");
  if (process.platform === "linux") {
    const grown = resident() - before;
    assert.ok(grown < 128 * 1024 * 1024, `it holds ${grown} bytes more after 384 MiB`);
  }
  socket.destroy();
  await eventually(() => isOver, "the registry's side is ended");
});

test("a visitor may be slow for longer than a registry may be silent, but not for ever", async (t) => {
  let isOver = false;
  const registry = await serve((request, response) => {
    const more = () => {
      while (!isOver && response.write("x".repeat(256 * 1024)));
    };
    response.on("drain", more).on("close", () => (isOver = true));
    more();
  });
  const { port } = await gatewayOf(t, { allow: [registry.host], body: { silence: 100, stalled: 1500 } });
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  t.after(() => socket.destroy());
  let taken = 0;
  socket.on("data", ({ length }) => (taken += length));
  socket.write(`GET /gateway/${registry.host}/v2/a HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  await eventually(() => taken > 16 * 1024 * 1024, "it flows");
  socket.pause();
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal(isOver, false);
  socket.resume();
  const before = taken;
  await eventually(() => taken > before + 32 * 1024 * 1024, "it flows again");
  socket.pause();
  await eventually(() => isOver, "it is ended");
});

test("who gives up before the answer is there ends the question", async (t) => {
  let gone = 0;
  const registry = await serve((request, response) => response.on("close", () => (gone += 1)));
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host]);
  const controller = new AbortController();
  const asking = ask(`/gateway/${registry.host}/v2/`, { signal: controller.signal });
  await eventually(() => registry.requests.length === 1, "it is asked");
  controller.abort();
  await assert.rejects(asking);
  await eventually(() => gone === 1, "and not waited for");
});

test("an answer that breaks off does not look whole", async (t) => {
  const registry = await serve((request, response) => {
    response.writeHead(200, request.url.endsWith("/length") ? { "Content-Length": 1000 } : {});
    response.write("x".repeat(100), () => response.destroy());
  });
  const { ask } = await startServe(t, ["--gateway", "--allow", registry.host]);
  for (const name of ["length", "chunked"]) {
    const { cut, bytes } = await ask(`/gateway/${registry.host}/v2/${name}`);
    assert.deepEqual([cut, bytes.length], [true, 100], name);
  }
});
