// The core as wasm says of files what it says natively, whether it streams or seeks, and whatever was known of contents.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FileReader } from "../../wasm/layerglass.js";
import { archives, bytesOf, feed, keptOf, opened, read } from "./machines.mjs";

// As tests/reports.rs asks.
const ALL = 10_000;
const GLOB = "{*o*,.wh.*}";
const TEXT = "ETC/";

const whole = () => Infinity;
const small = () => 513;

for (const name of archives) {
  const bytes = bytesOf(name);
  const expected = keptOf("listings", name);
  const seeking = () => {
    const opening = opened({ kind: "archive", seekable: true, size: bytes.length });
    feed(opening, bytes, whole);
    return opening;
  };

  test(`${name}: streamed`, () => {
    for (const next of [whole, small]) {
      const opening = opened({ kind: "archive", seekable: false, size: bytes.length, measure: true, digests: true });
      feed(opening, bytes, next);
      assert.deepEqual(listed(opening), expected);
      opening.free();
    }
  });

  test(`${name}: by seeking, every file's digest known`, () => {
    const opening = seeking();
    for (const job of opening.layerJobs(false, "digests")) opening.measured(job.id, read(job, bytes, small));
    assert.deepEqual(listed(opening), expected);
    opening.free();
  });

  test(`${name}: layers as from another thread`, () => {
    const opening = seeking();
    for (const job of opening.layerJobs(false, "digests")) {
      opening.measuredApart(job.id, read(job, bytes, whole).pack());
    }
    assert.deepEqual(listed(opening), expected);
    opening.free();
  });

  test(`${name}: by seeking, only doubtful files read`, () => {
    const opening = seeking();
    for (const job of opening.layerJobs(false, "index")) opening.measured(job.id, read(job, bytes, small));
    assert.deepEqual(listed(opening, bytes), expected.map(withoutDuplicates));
    opening.free();
  });
}

/** All of all images, as it is kept; doubts are settled from `bytes` where they are given, else there are none. */
function listed(opening, bytes) {
  return opening.report().images.map((image, place) => {
    const merged = opening.files(place, "{}");
    for (const [doubt, at] of merged.doubts().entries()) {
      assert.ok(bytes && !at.blob.compressed, "what passed by is known");
      merged.settle(doubt, fingerprint(at, bytes));
    }
    const listing = {
      summary: merged.summary(),
      rows: merged.rows(undefined, 0, ALL).rows,
      layers: image.layers.map(({ index }) => ofLayer(opening.files(place, JSON.stringify({ layer: index })))),
      hidden: merged.hidden(0, ALL).rows,
      waste: merged.waste(0, ALL, !bytes),
      glob: merged.find(GLOB, "glob", 0, ALL).rows,
      text: merged.find(TEXT, "text", 0, ALL).rows,
    };
    merged.free();
    return listing;
  });
}

function ofLayer(own) {
  const listing = { summary: own.summary(), rows: own.rows(undefined, 0, ALL).rows };
  own.free();
  return listing;
}

function fingerprint({ blob, ...place }, bytes) {
  const reader = new FileReader(JSON.stringify({ kind: "archive", seekable: true }), JSON.stringify(place), true);
  feed(reader, bytes.subarray(blob.at, blob.at + blob.size), small);
  return reader;
}

/** Nobody knows of two files at different paths whether they are the same before their digests are known. */
function withoutDuplicates({ waste, ...listing }) {
  const paths = waste.paths.filter(({ kind }) => kind !== "duplicate");
  return { ...listing, waste: { ...waste, paths, total: paths.length, reclaimableBytes: null } };
}
