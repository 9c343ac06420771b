// The core as wasm gives the reports that it gives natively, however the bytes are cut and whether it seeks or streams.
import assert from "node:assert/strict";
import { test } from "node:test";
import { archives, bytesOf, feed, keptOf, opened, read } from "./machines.mjs";
import { parseReference } from "../../wasm/layerglass.js";

const CUTS = {
  whole: () => Infinity,
  "1 byte": () => 1,
  "511 bytes": () => 511,
  "512 bytes": () => 512,
  "513 bytes": () => 513,
  "random pieces": seeded(7),
};

test("there are archives to read", () => assert.ok(archives.length >= 20));

for (const name of archives) {
  const bytes = bytesOf(name);
  const expected = keptOf("reports", name);

  test(`${name}: streamed`, () => {
    for (const [cut, next] of Object.entries(CUTS)) {
      // A byte at a time through a megabyte crosses the boundary a million times: the native tests do that.
      if (next() === 1 && bytes.length > 200_000) continue;
      const opening = opened({ kind: "archive", seekable: false, size: bytes.length, measure: true, verify: true });
      feed(opening, bytes, next);
      assert.deepEqual(opening.report(), expected, cut);
      assert.equal(opening.error(), undefined);
      opening.free();
    }
  });

  test(`${name}: by seeking, layers afterwards`, () => {
    for (const [cut, next] of Object.entries(CUTS)) {
      if (next() === 1 && bytes.length > 200_000) continue;
      const opening = opened({ kind: "archive", seekable: true, size: bytes.length });
      feed(opening, bytes, next);
      for (const job of opening.layerJobs(true)) opening.measured(job.id, read(job, bytes, next));
      assert.deepEqual(opening.report(), expected, cut);
      opening.free();
    }
  });

  test(`${name}: layers as from another thread`, () => {
    const opening = opened({ kind: "archive", seekable: true, size: bytes.length });
    feed(opening, bytes, () => bytes.length);
    for (const job of opening.layerJobs(true)) {
      const packed = read(job, bytes, () => bytes.length).pack();
      opening.measuredApart(job.id, packed);
    }
    assert.deepEqual(opening.report(), expected);
    opening.free();
  });
}

test("an error is a plain object with a code, a place and a hint", () => {
  const opening = opened({ kind: "archive", seekable: false });
  assert.throws(
    () => {
      opening.push(new TextEncoder().encode("no archive at all".repeat(100)));
      opening.ended();
    },
    (error) => {
      assert.equal(error.code, "archive/not-an-archive");
      assert.equal(error.class, "input");
      assert.match(error.message, /expected a tar archive, found text/);
      assert.ok(error.hint.length > 0);
      return true;
    },
  );
});

test("references are parsed", () => {
  const reference = parseReference("mysql:5.7");
  assert.equal(reference.canonical, "docker.io/library/mysql:5.7");
  assert.equal(reference.digest, null);
  assert.throws(() => parseReference("UPPER"), { code: "reference/uppercase" });
});

function seeded(state) {
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + (state % 4096);
  };
}
