// Streams that are kept as they pass by.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "layerglass";
import { bytesOf, random, streamOf, urlOf } from "../support/fixtures.mjs";

const NAME = "edge-docker28-save.tar";

const pass = (options, bytes = bytesOf(NAME)) => open(streamOf(bytes, random(5000)), options);

async function answers(inspection) {
  const measured = await inspection.measure();
  const verified = await inspection.verify();
  const raw = await inspection.raw(measured.images[0].id);
  const { rows } = await inspection.images[0].files().rows();
  const { images } = await inspection.refresh();
  inspection.close();
  return { images, verified, raw, rows };
}

test("a stream that was kept answers all that a file does", async () => {
  const expected = await answers(await open(urlOf(NAME)));
  assert.deepEqual(await answers(await pass()), expected);
  assert.deepEqual(await answers(await pass({ spool: true })), expected);
  assert.deepEqual(await answers(await pass({ verify: true })), expected);
  const compressed = new Uint8Array(gzipSync(bytesOf(NAME)));
  assert.deepEqual(await answers(await pass({}, compressed)), expected);
});

test("one that was not kept, or is longer than what may be, says that it passed", async () => {
  for (const spool of [false, 0, 4096]) {
    for (const bytes of [bytesOf(NAME), new Uint8Array(gzipSync(bytesOf(NAME)))]) {
      const inspection = await pass({ spool }, bytes);
      const files = inspection.images[0].files();
      const refused = { name: "LayerglassError", code: "source/one-shot", hint: /spool: true/ };
      await assert.rejects(files.summary(), refused);
      await assert.rejects(files.read("etc/h1").getReader().read(), refused);
      inspection.close();
    }
  }
});

test("a server without ranges is read once, and answers all the same", async (t) => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.end(bytesOf(NAME));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const inspection = await open(new URL(`http://127.0.0.1:${server.address().port}/a.tar`));
  const { rows } = await inspection.images[0].files().rows();
  assert.ok(rows.length > 50);
  inspection.close();
  assert.equal(requests, 1);
});

test("a spool that cannot be written is done without", async (t) => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = join(tmpdir(), "layerglass-there-is-no-such-folder");
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const inspection = await pass();
  assert.equal(inspection.report.images.length, 1);
  await assert.rejects(inspection.images[0].files().summary(), { code: "source/one-shot" });
  inspection.close();
});

/** Opens its standard input, and says what it holds open in the folder for temporary files: while reading, then closed. */
const CHILD = `
import { readdirSync, readlinkSync } from "node:fs";
import { open } from ${JSON.stringify(import.meta.resolve("layerglass"))};
const held = () => readdirSync("/proc/self/fd").flatMap((fd) => {
  try { return [readlinkSync("/proc/self/fd/" + fd)]; } catch { return []; }
}).filter((path) => path.includes("layerglass-spool-test"));
const inspection = await open({ fd: 0 });
const during = [held(), readdirSync(process.env.TMPDIR)];
await inspection.images[0].files().summary();
inspection.close();
await new Promise((resolve) => setTimeout(resolve, 100));
console.log(JSON.stringify({ during, after: held() }));
`;

test("the temporary file has no name, and is gone with close()", { skip: process.platform !== "linux" }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-spool-test-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const { stdout } = await new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ["--input-type=module", "--eval", CHILD],
      { env: { ...process.env, TMPDIR: folder } },
      (error, stdout, stderr) => (error ? reject(Object.assign(error, { stderr })) : resolve({ stdout })),
    );
    child.stdin.end(bytesOf(NAME));
  });
  const { during, after } = JSON.parse(stdout);
  const [held, names] = during;
  assert.equal(held.length, 1);
  assert.match(held[0], /\(deleted\)$/);
  assert.deepEqual(names, []);
  assert.deepEqual(after, []);
});

test("what fails, or is stopped, keeps nothing", { skip: process.platform !== "linux" }, async () => {
  const held = () =>
    readdirSync("/proc/self/fd").filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).includes("/layerglass-");
      } catch {
        return false;
      }
    }).length;
  const before = held();
  await assert.rejects(pass({}, new Uint8Array(5000).fill(7)));
  const abort = new AbortController();
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(512)) });
  const opening = open(endless, { signal: abort.signal });
  setTimeout(() => abort.abort(), 50);
  await assert.rejects(opening, { name: "AbortError" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(held(), before);
});
