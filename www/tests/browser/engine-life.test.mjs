// The engine under load and in trouble: stopping, sharing, dying, and giving memory back.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { fixtures } from "../support/fixtures.mjs";
import { noWorkers } from "../support/workers.mjs";
import { dockerSave, tarHeader, writeLarge } from "./archives.mjs";
import { openPage, serveEngine, startBrowser } from "./engine-page.mjs";

const NAME = "small-docker28.tar";
const MIB = 1 << 20;

let browser;
let server;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "layerglass-life-"));
  // Every layer a hole: long to hash.
  writeLarge(join(folder, "large.tar"), 4e9);
  // One layer, small to store and 16 GiB when it is decompressed.
  const zeros = gzipSync(Buffer.alloc(MIB));
  const parts = [gzipSync(tarHeader("zeros", 16_384 * MIB)), ...Array.from({ length: 16_385 }, () => zeros)];
  writeFileSync(join(folder, "dense.tar"), dockerSave({ tags: ["example/dense:1"], layers: [Buffer.concat(parts)] }));
  writeFileSync(join(folder, "whole.tar.gz"), Buffer.concat(parts));
  browser = await startBrowser();
  server = await serveEngine({
    files: { "/watched.js": `import "./watch.js"; import "./dist/worker.js";`, "/watch.js": WATCH },
  });
});
after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Lets a test see how much linear memory the core has. */
const WATCH = `const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct: (target, args) => {
    const instance = new target(...args);
    globalThis.memory = instance.exports.memory;
    return instance;
  },
});`;

/** A page with the files of this test chosen in it, as `files[name]`. */
async function prepared(t, worker, options) {
  const page = await openPage(t, browser, server.url, options);
  const names = ["large.tar", "dense.tar", "whole.tar.gz"];
  await page.setInputFiles(
    "input",
    names.map((name) => join(folder, name)),
  );
  await page.evaluate(async (worker) => {
    const files = [...document.querySelector("input").files].map((file) => [file.name, file]);
    globalThis.files = Object.fromEntries(files);
    await layerglass.init({ worker });
  }, worker);
  return page;
}

const PLACES = [
  ["in a worker", true],
  ["on the page's thread", false],
];

/** Long tasks: what is done with what. */
const TASKS = {
  "finding images in a stream": { file: "large.tar", task: "open", stream: true },
  "finding images in a compressed file": { file: "whole.tar.gz", task: "open" },
  "measuring what is compressed": { file: "dense.tar", task: "measure" },
  hashing: { file: "large.tar", task: "verify" },
};

for (const [where, worker] of PLACES) {
  for (const [what, job] of Object.entries(TASKS)) {
    test(`${what} ${where} stops within 100 ms, and tells how far it is until then`, async (t) => {
      const page = await prepared(t, worker);
      const seen = await page.evaluate(async ({ file, task, stream }) => {
        const source = stream ? files[file].stream() : files[file];
        const inspection = task === "open" ? undefined : await layerglass.open(source);
        const abort = new AbortController();
        const progress = [];
        const options = { signal: abort.signal, onProgress: (now) => progress.push(now) };
        const running = task === "open" ? layerglass.open(source, options) : inspection[task](options);
        const due = performance.now() + 400;
        setTimeout(() => abort.abort(), 400);
        const { name } = await failure(running);
        const late = performance.now() - due;
        const count = progress.length;
        await new Promise((resolve) => setTimeout(resolve, 200));
        // Nothing of it is left: the next task has the engine for itself.
        const from = performance.now();
        (await layerglass.open(await fixture("small-docker28.tar"))).close();
        inspection?.close();
        return { name, late, progress, after: progress.length - count, next: performance.now() - from };
      }, job);
      assert.equal(seen.name, "AbortError");
      assert.ok(seen.late < 100, `${seen.late} ms`);
      assert.ok(seen.progress.length > 1 && seen.progress.length <= 12, `${seen.progress.length} reports in 400 ms`);
      assert.ok(seen.progress.every(({ phase, bytes, total }) => phase === job.task && bytes <= (total ?? Infinity)));
      assert.ok(seen.progress.at(-1).bytes > seen.progress[0].bytes);
      assert.equal(seen.after, 0);
      assert.ok(seen.next < 300, `the next file took ${seen.next} ms`);
    });
  }

  test(`a file is opened quickly beside others that are hashed ${where}`, async (t) => {
    const page = await prepared(t, worker);
    const seen = await page.evaluate(async (name) => {
      const small = await fixture(name);
      const long = await Promise.all([layerglass.open(files["large.tar"]), layerglass.open(files["dense.tar"])]);
      const abort = new AbortController();
      const bytes = [0, 0];
      const tasks = long.map((inspection, index) =>
        failure(inspection.verify({ signal: abort.signal, onProgress: (now) => (bytes[index] = now.bytes) })),
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      const from = performance.now();
      (await layerglass.open(small, { measure: true })).close();
      const took = performance.now() - from;
      for (const until = from + 5000; bytes.includes(0) && performance.now() < until;) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      abort.abort();
      await Promise.all(tasks);
      for (const one of long) one.close();
      return { took, bytes };
    }, NAME);
    // Alone it takes 15 ms; the others take more than 10 s.
    assert.ok(seen.took < 1000, `${seen.took} ms`);
    assert.ok(
      seen.bytes.every((bytes) => bytes > 0),
      "one of them starved",
    );
  });
}

/** Ends the page's worker as a fault of its own would. */
async function kill(page) {
  const [worker] = page.workers();
  const gone = new Promise((resolve) => worker.once("close", resolve));
  await worker.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error("killed");
      }),
  );
  await gone;
}

test("a worker that dies rejects what was pending, and is replaced; files are opened again", async (t) => {
  const page = await prepared(t, true, { allowed: ["killed"] });
  await page.evaluate(async (name) => {
    const small = await fixture(name);
    globalThis.file = await layerglass.open(small);
    globalThis.stream = await layerglass.open(small.stream());
    globalThis.reader = await layerglass.open({
      size: small.size,
      read: async (at, length) => new Uint8Array(await small.slice(at, at + length).arrayBuffer()),
    });
    globalThis.large = await layerglass.open(files["large.tar"]);
    globalThis.pending = Promise.all([failure(large.verify()), failure(layerglass.open(files["whole.tar.gz"]))]);
  }, NAME);
  await kill(page);
  const seen = await page.evaluate(async () => {
    const pending = await globalThis.pending;
    const verified = await Promise.all([file.verify(), reader.verify()]);
    const again = [await failure(stream.refresh()), await failure(stream.verify())];
    const { images } = await large.refresh();
    for (const inspection of [file, stream, reader, large]) inspection.close();
    const closed = await failure(stream.refresh());
    return { pending, ok: verified.map(({ ok }) => ok), again, closed, images: images.length };
  });
  assert.deepEqual(
    seen.pending.map(({ code }) => code),
    ["internal/worker-died", "internal/worker-died"],
  );
  assert.deepEqual(seen.ok, [true, true]);
  assert.deepEqual(
    seen.again.map(({ code }) => code),
    ["source/one-shot", "source/one-shot"],
  );
  assert.equal(seen.closed.code, "usage/closed");
  assert.equal(seen.images, 1);
});

test("callers that find the engine dead together start one anew", async (t) => {
  const page = await prepared(t, true, { allowed: ["killed"] });
  await page.evaluate(async (name) => {
    globalThis.kept = await layerglass.open(await fixture(name));
  }, NAME);
  await kill(page);
  await page.evaluate(async (name) => {
    const small = await fixture(name);
    globalThis.opened = await Promise.all([1, 2, 3].map(() => layerglass.open(small)));
  }, NAME);
  assert.equal(page.workers().length, 1);
  await page.evaluate(() => [kept, ...opened].forEach((inspection) => inspection.close()));
  await noWorkers(page);
});

test("closing in the middle of anything leaves nothing behind", async (t) => {
  const page = await prepared(t, true);
  const codes = await page.evaluate(async () => {
    const [large, dense] = await Promise.all([
      layerglass.open(files["large.tar"]),
      layerglass.open(files["dense.tar"]),
    ]);
    const tasks = [large.verify(), large.measure(), large.raw("manifest.json"), dense.measure()].map(failure);
    await new Promise((resolve) => setTimeout(resolve, 100));
    large.close();
    dense.close();
    return (await Promise.all(tasks)).map((failed) => failed?.code);
  });
  assert.deepEqual(codes, ["usage/closed", "usage/closed", undefined, "usage/closed"]);
  await noWorkers(page);
});

async function heapOf(devtools) {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize").value;
}

/** Opens, measures and closes images in the page, one after the other, from every kind of source. */
function openMany(page, names) {
  return page.evaluate(async (names) => {
    const ways = [
      (file) => file,
      (file) => file.stream(),
      (file) => new Response(file),
      (file) => ({ size: file.size, read: async (at, length) => file.slice(at, at + length).bytes() }),
      (file) => new URL(`/fixtures/${file.name}`, location),
      (file) => file.bytes(),
    ];
    for (const [index, name] of names.entries()) {
      const source = await ways[index % ways.length](await fixture(name));
      const options = { measure: true, onRequest: () => {}, onProgress: () => {} };
      const inspection = await layerglass.open(source, options);
      if (inspection.report.images.length === 0) throw new Error(name);
      inspection.close();
    }
  }, names);
}

const names200 = Array.from({ length: 200 }, (_, index) => fixtures[index % fixtures.length]);

for (const [where, worker] of [
  ["in a worker", "/watched.js"],
  ["on the page's thread", false],
]) {
  for (const kept of [false, true]) {
    test(`200 images opened and closed ${where} ${kept ? "beside one that stays open " : ""}cost no memory`, async (t) => {
      const page = await prepared(t, worker);
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Performance.enable");
      if (!worker) await page.evaluate((watch) => (0, eval)(watch), WATCH);
      if (kept)
        await page.evaluate(async (name) => (globalThis.kept = await layerglass.open(await fixture(name))), NAME);
      await openMany(page, fixtures);
      const place = kept && worker ? page.workers()[0] : page;
      const linear = () => place.evaluate(() => globalThis.memory?.buffer.byteLength ?? 0);
      const before = { heap: await heapOf(devtools), linear: await linear() };
      await openMany(page, names200);
      const now = { heap: await heapOf(devtools), linear: await linear() };
      assert.ok(now.heap - before.heap < 256 * 1024, `the heap grew by ${now.heap - before.heap} bytes`);
      assert.equal(now.linear, before.linear);
      if (kept && worker) assert.equal(page.workers().length, 1);
      else await noWorkers(page);
      if (kept) assert.ok(await page.evaluate(async () => (await kept.verify()).ok));
    });
  }
}
