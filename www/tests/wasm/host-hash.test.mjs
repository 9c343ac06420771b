// A hasher that the host lends gives the digests that the core's own gives.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { LayerReader } from "../../wasm/layerglass.js";
import { archives, bytesOf, feed, opened } from "./machines.mjs";

const OPTIONS = JSON.stringify({ kind: "archive", seekable: true });

/** One that counts what it is asked for and shown. */
function counting() {
  const seen = { made: [], bytes: 0 };
  const make = (algorithm) => {
    const hash = createHash(algorithm);
    seen.made.push(algorithm);
    return {
      update: (bytes) => {
        seen.bytes += bytes.length;
        hash.update(bytes);
      },
      digest: () => hash.digest(),
    };
  };
  return { make, seen };
}

for (const name of archives) {
  test(name, () => {
    const bytes = bytesOf(name);
    const archive = opened({ kind: "archive", seekable: true, size: bytes.length });
    feed(archive, bytes, () => 1 << 16);
    for (const { at, size, hash, depth } of archive.layerJobs(true, "index")) {
      const layer = bytes.subarray(at, at + size);
      const read = (make) => {
        const reader = new LayerReader(OPTIONS, hash, depth, make);
        feed(reader, layer, () => 10_000);
        return reader.pack();
      };
      const { make, seen } = counting();
      assert.deepEqual(read(make), read(undefined));
      assert.deepEqual(seen.made, [hash, "sha256"]);
      assert.ok(seen.bytes >= size, `${seen.bytes} bytes of ${size}`);
      assert.deepEqual(read(createHash), read(undefined));
    }
    archive.free();
  });
}

test("without hashing, none is asked for", () => {
  const { make, seen } = counting();
  const reader = new LayerReader(OPTIONS, undefined, "index", make);
  feed(reader, new Uint8Array(1024), () => 512);
  assert.ok(reader.pack());
  assert.deepEqual(seen.made, []);
});
