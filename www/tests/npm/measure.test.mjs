// Counting what is in the layers of a source that is open already.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "layerglass";
import { bytesOf, fixtures, random, streamOf, urlOf } from "../support/fixtures.mjs";

const NAME = "edge-docker28-save.tar";

async function opened(t, source, options) {
  const inspection = await open(source, options);
  t.after(() => inspection.close());
  return inspection;
}

test("measure() later gives the report that opening with measure gives at once", async (t) => {
  let counted = 0;
  for (const name of fixtures) {
    const later = await opened(t, urlOf(name));
    const atOnce = await opened(t, urlOf(name), { measure: true });
    const report = await later.measure();
    assert.deepEqual(report, atOnce.report, name);
    assert.deepEqual(await later.refresh(), report, name);
    const unread = later.report.images.every(({ contentSize }) => contentSize === null);
    if (unread && report.images.some(({ contentSize }) => contentSize !== null)) counted += 1;
  }
  assert.ok(counted > 0, "nothing was learned");
});

test("a file that is compressed as a whole is read once more", async (t) => {
  const later = await opened(t, new Blob([gzipSync(bytesOf(NAME))]));
  const atOnce = await opened(t, bytesOf(NAME), { measure: true });
  assert.ok(atOnce.report.images[0].contentSize > 0);
  assert.deepEqual((await later.measure()).images, atOnce.report.images);
});

test("a stream that is not kept cannot be measured later, only while it passes", async (t) => {
  const unread = await opened(t, streamOf(bytesOf(NAME), random(4000)), { spool: false });
  await assert.rejects(unread.measure(), { code: "source/one-shot", hint: /measure: true/ });
  const read = await opened(t, streamOf(bytesOf(NAME), random(4000)), { measure: true });
  assert.deepEqual(await read.measure(), read.report);
});

test("measure() tells how far it is, can be stopped, and done again", async (t) => {
  const inspection = await opened(t, bytesOf(NAME));
  await assert.rejects(inspection.measure({ signal: AbortSignal.abort() }), { name: "AbortError" });
  const seen = [];
  await inspection.measure({ onProgress: (progress) => seen.push(progress) });
  assert.ok(seen.length > 0 && seen.every(({ phase }) => phase === "measure"));
  assert.equal(seen.at(-1).bytes, seen.at(-1).total);
  assert.equal((await inspection.verify()).ok, true);
});
