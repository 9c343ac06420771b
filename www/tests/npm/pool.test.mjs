// Layers read by several threads: the same answers, stopped as quickly, and no thread left.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { init, open } from "layerglass";
import { dockerSave, tar } from "../browser/archives.mjs";

const MIB = 1 << 20;
const several = { skip: availableParallelism() < 2 && "this machine has one core" };

let folder;
let path;
before(async () => {
  await init();
  folder = mkdtempSync(join(tmpdir(), "layerglass-pool-"));
  path = join(folder, "mixed.tar");
  const layer = (index, size) =>
    tar([
      [`file-${index}`, randomBytes(size)],
      [`small-${index}`, "x".repeat(index)],
    ]);
  const compressed = gzipSync(layer(4, 12 * MIB));
  const layers = [
    layer(0, 5 * MIB),
    layer(1, 1000),
    layer(2, 30 * MIB),
    compressed,
    // Damaged: one in its tar, one in its compression.
    Buffer.concat([layer(5, 5 * MIB).subarray(0, 5 * MIB), randomBytes(2048)]),
    compressed.subarray(0, compressed.length - 1000),
  ];
  writeFileSync(path, dockerSave({ tags: ["example/mixed:1"], layers }));
});
after(() => folder && rmSync(folder, { recursive: true }));

/** Its threads; Node itself has some. */
const threads = () => readdirSync("/proc/self/task").length;

async function settled(expected) {
  for (let tries = 0; tries < 100 && threads() > expected; tries += 1) await new Promise((go) => setTimeout(go, 20));
  return threads();
}

async function learn(source) {
  const inspection = await open(source);
  const [image] = inspection.images;
  const progress = [];
  const summary = await image.files().summary({ onProgress: ({ bytes, total }) => progress.push([bytes, total]) });
  const { rows } = await image.files().rows();
  const verified = await inspection.verify();
  const waste = await image.waste({ duplicates: true });
  const report = await inspection.refresh();
  inspection.close();
  for (const [index, [bytes, total]] of progress.entries()) {
    assert.ok(bytes <= total && (index === 0 || bytes >= progress[index - 1][0]), JSON.stringify(progress));
  }
  assert.equal(progress.at(-1)[0], progress.at(-1)[1]);
  return { summary, rows, verified, waste, images: report.images };
}

test("threads learn what one learns alone, damaged layers among it", async (t) => {
  const bytes = readFileSync(path);
  const alone = await learn({ size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) });
  assert.equal(alone.summary.complete, false);
  assert.equal(alone.verified.ok, false);
  const fd = openSync(path);
  t.after(() => closeSync(fd));
  assert.deepEqual(await learn({ fd }), alone);
  assert.deepEqual(await learn(pathToFileURL(path)), alone);
  const layout = mkdtempSync(join(folder, "layout-"));
  execFileSync("tar", ["-xf", path, "-C", layout]);
  assert.deepEqual(await learn(pathToFileURL(`${layout}/`)), alone);
});

test(
  "several threads are at work, and none is left",
  { skip: several.skip || process.platform !== "linux" },
  async () => {
    const quiet = threads();
    const inspection = await open(pathToFileURL(path));
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, threads())), 1);
    await inspection.verify();
    clearInterval(watching);
    inspection.close();
    assert.ok(most >= quiet + 2, `${most} threads, ${quiet} before`);
    assert.ok((await settled(quiet)) <= quiet);
  },
);

test("work is stopped at once, at any time", { skip: several.skip || process.platform !== "linux" }, async () => {
  const quiet = threads();
  for (const wait of [0, 1, 3, 10, 20, 40, 80]) {
    const inspection = await open(pathToFileURL(path));
    const abort = new AbortController();
    const task = inspection.verify({ signal: abort.signal });
    let began;
    setTimeout(() => {
      began = performance.now();
      abort.abort();
    }, wait);
    await task.then(
      () => {},
      (error) => {
        assert.equal(error.name, "AbortError");
        const late = performance.now() - began;
        assert.ok(late < 100, `${late} ms`);
      },
    );
    inspection.close();
  }
  assert.ok((await settled(quiet)) <= quiet, `${threads()} threads, ${quiet} before`);
});

test("closing stops threads too", several, async () => {
  const inspection = await open(pathToFileURL(path));
  const task = inspection.images[0].files().summary();
  setTimeout(() => inspection.close(), 30);
  await assert.rejects(task, { code: "usage/closed" });
});
