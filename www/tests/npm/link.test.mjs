// The client's side of a worker, with a worker made by hand.
import assert from "node:assert/strict";
import { after, mock, test } from "node:test";
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

test("requests are told and credentials asked of whoever made the call, until its source is closed", async () => {
  const { link, worker } = await linked((worker, { id, type }) => type === "ask" || worker.say({ id, type: "done" }));
  const told = [];
  const seen = (who) => ({
    onRequest: ({ url }) => told.push(`${who} ${url}`),
    credentials: async (host) => ({ username: who, password: host }),
  });
  const asking = link.call("ask", ["tags", ["app"], {}, {}], seen("ask"));
  await link.call("open", ["app", {}], seen("open"));
  const [ask, open] = ["ask", "open"].map((type) => worker.posted.find((message) => message.type === type).id);
  const question = async (id, number) => {
    worker.say({ id, type: "request", url: `https://${number}.test/` });
    worker.say({ id, type: "credential", question: number, host: `${number}.test` });
    await new Promise((resolve) => setTimeout(resolve));
    return worker.posted.findLast((message) => message.type === "credential");
  };
  const answer = (id, username) => ({ id, type: "credential", answer: { username, password: `${id}.test` } });
  assert.deepEqual(await question(ask, 1), answer(1, "ask"));
  assert.deepEqual(await question(open, 2), answer(2, "open"));
  worker.say({ id: ask, type: "done" });
  await asking;
  await link.call("close", [open]);
  for (const id of [ask, open]) assert.equal((await question(id, id + 10)).answer, undefined);
  assert.deepEqual(told, ["ask https://1.test/", "open https://2.test/"]);
});

test("what the credentials function throws ends the call, and is what the caller gets", async () => {
  const { link, worker } = await linked((worker, { id, type }) => {
    if (type === "ask") worker.say({ id, type: "credential", question: 1, host: "a.test" });
    if (type === "close") worker.say({ id, type: "done" });
  });
  const thrown = new Error("locked");
  const credentials = () => Promise.reject(thrown);
  await assert.rejects(link.call("ask", ["tags", ["app"], {}, {}], { credentials }), (error) => error === thrown);
  await new Promise((resolve) => setTimeout(resolve));
  const types = worker.posted.map(({ type }) => type);
  assert.ok(types.includes("cancel") && types.includes("credential"), types.join());
});

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

test("requests go to whoever opened the source, until it is closed", async () => {
  const { link, worker } = await linked((worker, { id, type }) => {
    if (type === "open") worker.say({ id, type: "request", url: "https://example.org/a" });
    worker.say({ id, type: "done", result: { held: id } });
  });
  const told = [];
  const { held } = await link.call("open", [], { onRequest: ({ url }) => told.push(url) });
  assert.deepEqual(told, ["https://example.org/a"]);
  worker.say({ id: held, type: "request", url: "https://example.org/b" });
  await link.call("close", [held]);
  assert.equal(told.length, 2);
  worker.say({ id: held, type: "request", url: "https://example.org/c" });
  await link.call("report", [held]);
  assert.equal(told.length, 2);
});

test("what cannot be posted is no source", async () => {
  const { link, worker } = await linked(() => {});
  worker.postMessage = (message) => void structuredClone(message);
  await assert.rejects(link.call("open", [() => {}, {}]), { code: "usage/source" });
});

test("progress that was on its way when the call was given up is not told", async () => {
  const { link, worker } = await linked(() => {});
  const seen = [];
  const abort = new AbortController();
  const call = link.call("verify", [1], { signal: abort.signal, onProgress: (progress) => seen.push(progress) });
  abort.abort();
  worker.say({ id: 2, type: "progress", progress: { phase: "verify", bytes: 1, total: 2 } });
  await assert.rejects(call, { name: "AbortError" });
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(seen, []);
});

test("an abort rejects at once, and cancels in the worker", async () => {
  const { link, worker } = await linked(() => {});
  const abort = new AbortController();
  const call = link.call("verify", [1], { signal: abort.signal });
  abort.abort(new Error("enough"));
  await assert.rejects(call, { message: "enough" });
  assert.deepEqual(worker.posted.at(-2), { id: 2, type: "cancel" });
});

test("a worker that is deaf after an abort is ended, one that answers is not", async (t) => {
  const timers = mock.timers;
  timers.enable({ apis: ["setTimeout"] });
  t.after(() => timers.reset());
  for (const deaf of [true, false]) {
    const { link, worker } = await linked((worker, { id, type }) => {
      if (type === "close" && !deaf) worker.say({ id, type: "done", result: undefined });
    });
    const abort = new AbortController();
    const call = link.call("verify", [1], { signal: abort.signal });
    const other = link.call("report", [2]);
    abort.abort(new Error("enough"));
    await assert.rejects(call, { message: "enough" });
    await Promise.resolve();
    timers.tick(10_000);
    assert.equal(link.dead, deaf);
    if (deaf) await assert.rejects(other, { code: "internal/worker-died" });
  }
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

/** Starts a link where workers are `kinds`, in turn; tells the scripts they were made of. */
async function startWith(...kinds) {
  answer = undefined;
  const scripts = [];
  globalThis.Worker = function (url) {
    scripts.push(String(url));
    return new (kinds.shift())();
  };
  try {
    return { link: await linkWorker("https://example.org/worker.js", {}), scripts };
  } catch (error) {
    return { error, scripts };
  } finally {
    globalThis.Worker = HandmadeWorker;
  }
}

class Silent extends HandmadeWorker {
  postMessage() {
    queueMicrotask(() => this.die(""));
  }
}

class Refused {
  constructor() {
    throw new DOMException("not of this origin", "SecurityError");
  }
}

test("where the script may not be started, one that imports it is", async () => {
  for (const kind of [Refused, Silent]) {
    const { link, scripts } = await startWith(kind, HandmadeWorker);
    assert.equal(link?.dead, false);
    assert.equal(scripts[0], "https://example.org/worker.js");
    assert.match(scripts[1], /^blob:/);
  }
});

test("where no worker starts that is an error, so that the caller can do without", async () => {
  for (const kind of [Refused, Silent]) {
    const { error, scripts } = await startWith(kind, kind);
    assert.ok(error.code === "internal/worker-died" || error.name === "SecurityError", String(error));
    assert.equal(scripts.length, 2);
  }
});

test("a script that never answers is given up, once", async () => {
  const real = AbortSignal.timeout;
  AbortSignal.timeout = () => AbortSignal.abort(new DOMException("too late", "TimeoutError"));
  class Other extends HandmadeWorker {
    postMessage() {}
  }
  const { error, scripts } = await startWith(Other, HandmadeWorker);
  AbortSignal.timeout = real;
  assert.equal(error.name, "TimeoutError");
  assert.equal(scripts.length, 1);
  assert.ok(workers.at(-1).terminated);
});
