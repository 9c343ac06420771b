// Files where pages are: read by workers or without any, streams kept in the origin's private file system.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "layerglass";
import { urlOf } from "../support/fixtures.mjs";
import { noWorkers } from "../support/workers.mjs";
import { dockerSave, tar, writeLarge } from "./archives.mjs";
import { STRICT, openPage, serveEngine, startBrowser } from "./engine-page.mjs";

const NAME = "edge-docker28-save.tar";
const MIB = 1 << 20;

/** Everything that is asked, by any `layerglass` of an archive. */
const ASK = `globalThis.askAll = async (inspection) => {
  const [image] = inspection.images;
  const files = image.files();
  const hash = async (stream) => {
    const pieces = [];
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
    const digest = await crypto.subtle.digest("SHA-256", await new Blob(pieces).arrayBuffer());
    return Array.from(new Uint8Array(digest)).join(" ");
  };
  const { rows } = await files.rows();
  const read = rows.filter(({ type, pathBase64 }) => type === "file" && !pathBase64);
  const hashes = [];
  for (const { path } of read) hashes.push(await hash(files.read(path)));
  return {
    rows,
    hashes,
    summary: await files.summary(),
    layers: await Promise.all(image.layers.map((layer) => layer.files().rows())),
    found: await files.find("h", { as: "text" }),
    regex: await files.find("h[0-9]$", { as: "regex" }),
    hidden: await files.hidden(),
    waste: await image.waste({ duplicates: true }),
    tar: await hash(files.tar(".")),
  };
};`;

let browser;
let server;
let folder;
let expected;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "layerglass-files-"));
  const layer = (index) =>
    tar([
      [`file-${index}`, randomBytes(5 * MIB)],
      ["same", `${index}`],
      [`${"a".repeat(60)}!`, ""],
    ]);
  const layers = [layer(0), gzipSync(layer(1)), layer(2), gzipSync(layer(3)).subarray(0, 5 * MIB - 1000)];
  writeFileSync(join(folder, "mixed.tar"), dockerSave({ tags: ["example/mixed:1"], layers }));
  writeLarge(join(folder, "large.tar"), 4e9);
  browser = await startBrowser();
  server = await serveEngine({ files: { "/ask.js": ASK }, headers: { "content-security-policy": STRICT } });
  (0, eval)(ASK);
  const inspection = await open(urlOf(NAME));
  expected = plain(await globalThis.askAll(inspection));
  inspection.close();
});
after(async () => {
  await browser?.close();
  await server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** As it comes out of a page. */
const plain = (value) => JSON.parse(JSON.stringify(value));

async function prepared(t, worker = true) {
  const page = await openPage(t, browser, server.url);
  await page.setInputFiles("input", [join(folder, "mixed.tar"), join(folder, "large.tar")]);
  await page.evaluate(async (worker) => {
    await import("/ask.js");
    globalThis.files = Object.fromEntries([...document.querySelector("input").files].map((file) => [file.name, file]));
    globalThis.kept = () =>
      navigator.storage
        .getDirectory()
        .then((root) => root.getDirectoryHandle("layerglass-spool"))
        .then((folder) => Array.fromAsync(folder.keys()))
        .catch(() => []);
    await layerglass.init({ worker });
  }, worker);
  return page;
}

for (const worker of [true, false]) {
  test(`a page learns what Node does, ${worker ? "in a worker" : "without one"}`, async (t) => {
    const page = await prepared(t, worker);
    const seen = await page.evaluate(async (name) => {
      const inspection = await layerglass.open(await fixture(name));
      const answers = await askAll(inspection);
      inspection.close();
      return answers;
    }, NAME);
    assert.deepEqual(plain(seen), expected);
  });
}

test("several workers learn what the page's own thread does, a damaged layer among it", async (t) => {
  const learn = async (worker) => {
    const page = await prepared(t, worker);
    return page.evaluate(async () => {
      const inspection = await layerglass.open(files["mixed.tar"]);
      const answers = await askAll(inspection).catch(({ code, message }) => ({ code, message }));
      const { images } = await inspection.refresh();
      const summary = await inspection.images[0].files().summary();
      inspection.close();
      return { answers, images, summary };
    });
  };
  const alone = await learn(false);
  assert.equal(alone.summary.complete, false);
  assert.ok(alone.summary.findings.length > 0);
  assert.deepEqual(await learn(true), alone);
});

test("a stream is kept only where that is asked for, and removed when it is closed", async (t) => {
  const page = await prepared(t);
  const seen = await page.evaluate(async (name) => {
    const file = await fixture(name);
    const passing = await layerglass.open(file.stream());
    const refused = await failure(passing.images[0].files().summary());
    passing.close();
    const before = await kept();
    const inspection = await layerglass.open(file.stream(), { spool: true });
    const during = await kept();
    const answers = await askAll(inspection);
    const zipped = await layerglass.open(file.stream().pipeThrough(new CompressionStream("gzip")), { spool: true });
    const { rows } = await zipped.images[0].files().rows();
    const small = await layerglass.open(file.stream(), { spool: 1000 });
    const full = await failure(small.images[0].files().summary());
    const all = (await kept()).length;
    for (const one of [inspection, zipped, small]) one.close();
    for (let tries = 0; tries < 100 && (await kept()).length > 0; tries += 1)
      await new Promise((go) => setTimeout(go, 20));
    return { refused, before, during, answers, rows, full, all, after: await kept() };
  }, NAME);
  assert.equal(seen.refused.code, "source/one-shot");
  assert.deepEqual(seen.before, []);
  assert.equal(seen.during.length, 1);
  assert.deepEqual(plain(seen.answers), expected);
  assert.deepEqual(plain(seen.rows), expected.rows);
  assert.equal(seen.full.code, "source/one-shot");
  assert.equal(seen.all, 2);
  assert.deepEqual(seen.after, []);
});

test("what a page left behind is removed by the next, what another page reads is not", async (t) => {
  const page = await prepared(t);
  const keep = (name) =>
    fixture(name)
      .then((file) => layerglass.open(file.stream(), { spool: true }))
      .then((one) => (globalThis.one = one));
  await page.evaluate(`(${keep})(${JSON.stringify(NAME)}).then(() => {})`);
  assert.equal((await page.evaluate(() => kept())).length, 1);
  const other = await page.context().newPage();
  await other.goto(server.url);
  await other.waitForFunction(() => "layerglass" in globalThis);
  await other.evaluate(`(${keep})(${JSON.stringify(NAME)}).then(() => {})`);
  assert.equal((await page.evaluate(() => kept())).length, 2);
  await other.close();
  // The browser lets go of the closed page's worker in its own time.
  for (let tries = 0; tries < 50; tries += 1) {
    await page.evaluate(
      `(async () => { const first = globalThis.one; await (${keep})(${JSON.stringify(NAME)}); globalThis.one.close(); globalThis.one = first; })()`,
    );
    if ((await page.evaluate(() => kept())).length === 1) break;
  }
  assert.equal((await page.evaluate(() => kept())).length, 1);
  const rows = await page.evaluate(async () => (await globalThis.one.images[0].files().rows()).total);
  assert.equal(rows, expected.rows.length);
});

test("indexing is stopped at once, and so is reading", async (t) => {
  const page = await prepared(t);
  const seen = await page.evaluate(async () => {
    const late = async (after, work) => {
      const abort = new AbortController();
      const task = failure(work(abort.signal));
      await new Promise((go) => setTimeout(go, after));
      const from = performance.now();
      abort.abort();
      return { name: (await task).name, late: performance.now() - from };
    };
    const mixed = await layerglass.open(files["mixed.tar"]);
    const [image] = mixed.images;
    const outcomes = [];
    for (const after of [0, 5, 20])
      outcomes.push(await late(after, (signal) => image.waste({ duplicates: true, signal })));
    const reader = image.files().read("file-2").getReader();
    await reader.read();
    await reader.cancel();
    const again = await image.files().summary();
    mixed.close();
    return { outcomes, again };
  });
  for (const { name, late } of seen.outcomes) {
    assert.equal(name, "AbortError");
    assert.ok(late < 100, `${late} ms`);
  }
  assert.ok(seen.again.entries > 0);
});

test("an expression that never ends costs a worker, and no more", async (t) => {
  const page = await prepared(t);
  const seen = await page.evaluate(async () => {
    const inspection = await layerglass.open(files["mixed.tar"]);
    const [image] = inspection.images;
    const abort = new AbortController();
    await image.files().summary();
    const endless = failure(image.files().find("^(?:(a+)+)\\1!!$", { as: "regex", signal: abort.signal }));
    await new Promise((go) => setTimeout(go, 300));
    abort.abort();
    const { name } = await endless;
    // The question that the deaf worker was asked is lost with it; the next is answered.
    const lost = await failure(image.files().summary());
    const { entries } = await image.files().summary();
    inspection.close();
    return { name, lost: lost?.code, entries };
  });
  assert.equal(seen.name, "AbortError");
  assert.equal(seen.lost, "internal/worker-died");
  assert.ok(seen.entries > 0);
});

test("two hundred images, looked into and closed, leave nothing", async (t) => {
  const page = await prepared(t);
  const session = await page.context().newCDPSession(page);
  const look = (count) =>
    page.evaluate(
      async ({ name, count }) => {
        const file = await fixture(name);
        for (let turn = 0; turn < count; turn += 1) {
          const inspection = await layerglass.open(file);
          const files = inspection.images[0].files();
          await files.children(".");
          await files.read("var/sparse").getReader().read();
          inspection.close();
        }
      },
      { name: NAME, count },
    );
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize;
  };
  await look(20);
  const before = await heap();
  await look(180);
  const grown = (await heap()) - before;
  assert.ok(grown < MIB, `${grown} bytes more`);
  await noWorkers(page);
});
