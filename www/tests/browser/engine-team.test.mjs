// Layers read on several cores: the same report, stopped as quickly, and no worker left.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { dockerSave, tar, writeLarge } from "./archives.mjs";
import { STRICT, openPage, serveEngine, startBrowser } from "./engine-page.mjs";

const MIB = 1 << 20;

/** The worker, on a machine of as many cores, with a count of the workers that it has. */
const teamOf = (cores) => `import "./cores.js?${cores}"; import "./dist/worker.js";`;
const CORES = `const cores = Number(new URL(import.meta.url).search.slice(1));
Object.defineProperty(navigator, "hardwareConcurrency", { value: cores });
globalThis.team = { now: 0, most: 0, started: 0 };
globalThis.Worker = class extends Worker {
  constructor(...args) {
    super(...args);
    team.started += 1;
    team.most = Math.max(team.most, (team.now += 1));
  }
  terminate() {
    super.terminate();
    team.now -= 1;
  }
};`;

let browser;
let server;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "layerglass-team-"));
  const layer = (index, size) =>
    tar([
      [`file-${index}`, randomBytes(size)],
      [`link-${index}`, "x".repeat(index)],
    ]);
  const compressed = gzipSync(layer(4, 6 * MIB));
  const layers = [
    layer(0, 5 * MIB),
    // Too small to be worth a worker.
    layer(1, 1000),
    layer(2, 7 * MIB),
    compressed,
    // Damaged: one in its tar, one in its compression.
    Buffer.concat([layer(5, 5 * MIB).subarray(0, 5 * MIB), randomBytes(2048)]),
    compressed.subarray(0, compressed.length - 1000),
  ];
  writeFileSync(join(folder, "mixed.tar"), dockerSave({ tags: ["example/mixed:1"], layers }));
  const many = Array.from({ length: 10 }, (_, index) => layer(index, 4 * MIB));
  writeFileSync(join(folder, "many.tar"), dockerSave({ tags: ["example/many:1"], layers: many }));
  writeLarge(join(folder, "large.tar"), 4e9);
  browser = await startBrowser();
  const files = { "/cores.js": CORES };
  for (const cores of [1, 2, 3, 4, 16]) files[`/cores-${cores}.js`] = teamOf(cores);
  server = await serveEngine({ files, headers: { "content-security-policy": STRICT } });
});
after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

async function prepared(t, worker) {
  const page = await openPage(t, browser, server.url);
  await page.setInputFiles(
    "input",
    ["mixed.tar", "many.tar", "large.tar"].map((name) => join(folder, name)),
  );
  await page.evaluate(async (worker) => {
    globalThis.files = Object.fromEntries([...document.querySelector("input").files].map((file) => [file.name, file]));
    await layerglass.init({ worker });
  }, worker);
  return page;
}

/** Everything there is to know of the file, in two ways. */
const learn = (page) =>
  page.evaluate(async () => {
    const later = await layerglass.open(files["mixed.tar"]);
    const progress = [];
    const measured = await later.measure();
    const verified = await later.verify({ onProgress: ({ bytes, total }) => progress.push([bytes, total]) });
    const report = await later.refresh();
    const atOnce = await layerglass.open(files["mixed.tar"], { verify: true });
    const same = JSON.stringify(atOnce.report) === JSON.stringify(report);
    globalThis.kept = later;
    atOnce.close();
    return { measured, verified, report, same, progress };
  });

const teamNow = (page) => page.workers()[0].evaluate(() => globalThis.team);

test("the report is the same whoever read the layers", async (t) => {
  const { progress: _, ...alone } = await learn(await prepared(t, false));
  assert.equal(alone.verified.ok, false);
  assert.ok(alone.same);
  const [image] = alone.report.images;
  assert.ok(image.layers.some(({ files }) => files === 2) && image.layers.some(({ files }) => files === null));
  assert.ok(image.layers.filter(({ verification }) => verification.diffId === "verified").length >= 3);
  for (const [cores, workers] of [
    [1, 0],
    [2, 2],
    [4, 4],
    // As many as there are layers that are worth one.
    [16, 5],
  ]) {
    const page = await prepared(t, `/cores-${cores}.js`);
    const { progress, ...together } = await learn(page);
    assert.deepEqual(together, alone);
    for (const [index, [bytes, total]] of progress.entries()) {
      assert.ok(bytes <= total && (index === 0 || bytes >= progress[index - 1][0]), JSON.stringify(progress));
    }
    assert.equal(progress.at(-1)[0], progress.at(-1)[1]);
    const team = await teamNow(page);
    assert.equal(team.most, workers, `${cores} cores`);
    assert.equal(team.now, 0);
  }
});

test("several files share the cores, and none is left when they are done", async (t) => {
  const page = await prepared(t, "/cores-4.js");
  const oks = await page.evaluate(async () => {
    const all = await Promise.all([1, 2, 3].map(() => layerglass.open(files["mixed.tar"])));
    globalThis.kept = all[0];
    return Promise.all(all.map((inspection) => inspection.verify().then(({ blobs }) => blobs.length)));
  });
  assert.equal(new Set(oks).size, 1);
  const team = await teamNow(page);
  assert.ok(team.most <= 4, String(team.most));
  assert.equal(team.now, 0);
});

test("however many cores there are, eight are enough", async (t) => {
  const page = await prepared(t, "/cores-16.js");
  const files = await page.evaluate(async () => {
    globalThis.kept = await layerglass.open(files["many.tar"]);
    const { rows } = await kept.images[0].files().rows();
    return rows.filter(({ type, size }) => type === "file" && size === 4 << 20).length;
  });
  assert.equal(files, 10);
  const team = await teamNow(page);
  assert.equal(team.most, 8);
  assert.equal(team.now, 0);
});

test("it is stopped, and closed, in the middle as quickly as alone", async (t) => {
  const page = await prepared(t, "/cores-4.js");
  const seen = await page.evaluate(async () => {
    globalThis.kept = await layerglass.open(files["mixed.tar"]);
    const large = await layerglass.open(files["large.tar"]);
    const abort = new AbortController();
    const first = failure(large.verify({ signal: abort.signal }));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const from = performance.now();
    abort.abort();
    const stopped = await first;
    const late = performance.now() - from;
    const second = failure(large.verify());
    await new Promise((resolve) => setTimeout(resolve, 500));
    large.close();
    const closed = await second;
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { stopped: stopped.name, late, closed: closed.code };
  });
  assert.equal(seen.stopped, "AbortError");
  assert.ok(seen.late < 100, `${seen.late} ms`);
  assert.equal(seen.closed, "usage/closed");
  const team = await teamNow(page);
  assert.ok(team.most >= 2);
  assert.equal(team.now, 0);
});

test("a worker of the team that dies costs nothing", async (t) => {
  const page = await prepared(t, "/cores-3.js");
  await page.evaluate(async () => void (globalThis.kept = await layerglass.open(files["mixed.tar"])));
  await page.workers()[0].evaluate(() => {
    const { Worker } = globalThis;
    globalThis.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        // It answers that it has started, then tells how far it is with its first layer.
        let answers = 0;
        this.addEventListener("message", () => {
          if (++answers === 2) this.dispatchEvent(new ErrorEvent("error", { message: "killed", cancelable: true }));
        });
      }
    };
  });
  const { verified, report } = await learn(page);
  const alone = await learn(await prepared(t, false));
  assert.deepEqual([verified, report], [alone.verified, alone.report]);
});
