// The client's side of a worker, with a worker made by hand.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { source } from "../support/source.mjs";

const { linkWorker } = await source("internal/link");

let answer;
let workers = [];

class HandmadeWorker extends EventTarget {
  posted = [];
  terminated = false;

  constructor() {
    super();
    workers.push(this);
  }

  postMessage(message) {
    this.posted.push(message);
    if (message.type === "start") this.say({ id: message.id, type: "done" });
    else queueMicrotask(() => answer?.(this, message));
  }

  say(data) {
    queueMicrotask(() => this.dispatchEvent(Object.assign(new Event("message"), { data })));
  }

  die(message) {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }

  terminate() {
    this.terminated = true;
  }
}

const real = globalThis.Worker;
globalThis.Worker = HandmadeWorker;
after(() => (globalThis.Worker = real));

async function linked(how) {
  workers = [];
  answer = how;
  const link = await linkWorker("worker.js", {});
  return { link, worker: workers[0] };
}

test("answers find their calls, in any order", async () => {
  const waiting = [];
  const { link } = await linked((worker, { id, args }) => {
    waiting.push({ id, type: "done", result: args[0] });
    if (waiting.length === 2) for (const message of waiting.reverse()) worker.say(message);
  });
  assert.deepEqual(await Promise.all([link.call("report", [1]), link.call("report", [2])]), [1, 2]);
});

test("progress goes to its call, and a failure comes back with code, place and hint", async () => {
  const { link } = await linked((worker, { id }) => {
    worker.say({ id, type: "progress", progress: { phase: "verify", bytes: 1, total: 2 } });
    worker.say({
      id,
      type: "failed",
      failure: { code: "tar/truncated", message: "cut", hint: "compare", at: { offset: 7 } },
    });
  });
  const seen = [];
  const call = link.call("verify", [1], { onProgress: (progress) => seen.push(progress.bytes) });
  await assert.rejects(call, { name: "LayerglassError", code: "tar/truncated", hint: "compare", at: { offset: 7 } });
  assert.deepEqual(seen, [1]);
});

test("an abort rejects at once, and cancels in the worker", async () => {
  const { link, worker } = await linked(() => {});
  const abort = new AbortController();
  const call = link.call("verify", [1], { signal: abort.signal });
  abort.abort(new Error("enough"));
  await assert.rejects(call, { message: "enough" });
  assert.deepEqual(worker.posted.at(-1), { id: 2, type: "cancel" });
});

test("a worker that dies rejects whatever waits, and whatever comes later", async () => {
  const { link, worker } = await linked(() => {});
  const calls = [link.call("report", [1]), link.call("raw", [1, "x"])];
  worker.die("out of memory");
  for (const call of calls) await assert.rejects(call, { code: "internal/worker-died", message: /out of memory/ });
  assert.ok(link.dead && worker.terminated);
  await assert.rejects(link.call("report", [1]), { code: "internal/worker-died" });
});

test("after a trap the worker is not asked again", async () => {
  const { link, worker } = await linked((worker, { id, type }) => {
    const failure = { code: "internal/trap", message: "unreachable", hint: "", at: null };
    if (type === "verify") worker.say({ id, type: "failed", failure });
  });
  const other = link.call("report", [2]);
  await assert.rejects(link.call("verify", [1]), { code: "internal/trap" });
  await assert.rejects(other, { code: "internal/worker-died" });
  assert.ok(link.dead && worker.terminated);
});

test("a worker that cannot start is an error, so that the caller can do without", async () => {
  answer = undefined;
  class Broken extends HandmadeWorker {
    postMessage() {
      queueMicrotask(() => this.die(""));
    }
  }
  globalThis.Worker = Broken;
  await assert.rejects(linkWorker("worker.js", {}), { code: "internal/worker-died" });
  globalThis.Worker = HandmadeWorker;
});
