// Every fixture, handed over in every way, gives one report.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { open as openFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "layerglass";
import { bytesOf, fixtures, random, streamOf, urlOf } from "../support/fixtures.mjs";

/** Each way to hand over bytes. */
const ways = {
  bytes: (bytes) => bytes,
  blob: (bytes) => new Blob([bytes]),
  reader: (bytes) => ({ size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }),
  "reader of few bytes": (bytes) => ({
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + Math.min(length, 700)),
  }),
  response: (bytes) => new Response(bytes),
  "stream, whole": (bytes) => streamOf(bytes, () => bytes.length),
  "stream of 511": (bytes) => streamOf(bytes, () => 511),
  "stream of 512": (bytes) => streamOf(bytes, () => 512),
  "stream of 513": (bytes) => streamOf(bytes, () => 513),
  "stream of random pieces": (bytes) => streamOf(bytes, random(5000)),
};

async function reportOf(source, options) {
  const inspection = await open(source, options);
  try {
    return inspection.report;
  } finally {
    inspection.close();
  }
}

for (const name of fixtures) {
  test(`${name}: one report, however it is handed over`, async () => {
    const bytes = bytesOf(name);
    const expected = await reportOf(urlOf(name));
    assert.equal(expected.schemaVersion, 1);
    assert.equal(expected.source.size, bytes.length);
    assert.ok(expected.images.length > 0);
    const file = await openFile(urlOf(name));
    assert.deepEqual(await reportOf(file), expected, "file descriptor");
    await file.close();
    for (const [way, wrap] of Object.entries(ways)) assert.deepEqual(await reportOf(wrap(bytes)), expected, way);
  });

  test(`${name}: measured and verified, by seeking and in passing`, async () => {
    const bytes = bytesOf(name);
    for (const options of [{ measure: true }, { verify: true }]) {
      const expected = await reportOf(urlOf(name), options);
      assert.ok(
        expected.images.every(
          ({ contentSize, layers }) => contentSize !== null || layers.some(({ present }) => !present),
        ),
      );
      for (const way of ["bytes", "stream of 513", "stream, whole"]) {
        assert.deepEqual(await reportOf(ways[way](bytes), options), expected, `${way} ${JSON.stringify(options)}`);
      }
    }
  });

  // A plain filesystem is its own layer: compressed, that is another one.
  const isFilesystem = name.endsWith("docker-export.tar");
  test(`${name}: compressed as a whole, the same but for that`, { skip: isFilesystem }, async () => {
    const { source, ...expected } = await reportOf(urlOf(name), { measure: true });
    const packed = new Uint8Array(gzipSync(bytesOf(name)));
    for (const wrapped of [packed, new Blob([packed]), streamOf(packed, random(3000))]) {
      const { source: found, ...rest } = await reportOf(wrapped, { measure: true });
      assert.deepEqual(rest, expected);
      assert.deepEqual(found, { ...source, compression: "gzip", size: packed.length });
    }
  });

  test(`${name}: every digest is right, and raw() gives what it names`, async () => {
    const inspection = await open(urlOf(name));
    const verified = await inspection.verify();
    const absent = verified.blobs.filter(({ ok }) => !ok);
    assert.ok(
      absent.every(({ actual }) => actual === null),
      JSON.stringify(absent),
    );
    for (const { digest, kind } of verified.blobs) {
      if (digest === null || kind === "layer" || kind === "diffId") continue;
      const bytes = await inspection.raw(digest);
      assert.equal(`sha256:${createHash("sha256").update(bytes).digest("hex")}`, digest);
    }
    const after = await inspection.refresh();
    for (const { layers } of after.images) {
      for (const { present, verification } of layers) if (present) assert.notEqual(verification.diffId, "skipped");
    }
    assert.deepEqual(await inspection.verify(), verified, "verifying again gives the same");
    inspection.close();
  });
}

test("a file that is compressed as a whole can be verified after it was opened", async () => {
  const packed = new Blob([gzipSync(bytesOf("small-docker28.tar"))]);
  const inspection = await open(packed);
  const { ok, blobs } = await inspection.verify();
  assert.ok(ok && blobs.some(({ kind }) => kind === "diffId"));
  inspection.close();
});

test("a stream that is not kept can be verified in passing, and not later", async () => {
  const bytes = bytesOf("small-docker28.tar");
  const passing = await open(
    streamOf(bytes, () => 1000),
    { verify: true, spool: false },
  );
  assert.equal((await passing.verify()).ok, true);
  passing.close();
  const late = await open(
    streamOf(bytes, () => 1000),
    { spool: false },
  );
  await assert.rejects(late.verify(), { name: "LayerglassError", code: "source/one-shot" });
  late.close();
});

test("verifying one image tells of that image only", async () => {
  const inspection = await open(urlOf("multi-docker28.tar"));
  const whole = await inspection.verify();
  for (const image of inspection.images) {
    const { ok, blobs } = await image.verify();
    assert.ok(ok);
    assert.ok(blobs.length > 0 && blobs.length < whole.blobs.length);
    const ids = blobs.filter(({ kind }) => kind === "config").map(({ digest }) => digest);
    assert.deepEqual(ids, [image.report.id]);
  }
  inspection.close();
});

test("a changed byte in a layer is found", async () => {
  const name = "small-podman-docker-archive.tar";
  const { images } = await reportOf(urlOf(name));
  const bytes = bytesOf(name);
  const at = Buffer.from(bytes).indexOf("ustar", 2048);
  bytes[at + 600] ^= 1;
  const inspection = await open(bytes, { verify: true });
  const { ok, blobs } = await inspection.verify();
  assert.equal(ok, false);
  const wrong = blobs.filter((blob) => !blob.ok);
  assert.ok(wrong.length > 0 && wrong.every(({ expected, actual }) => expected !== actual), JSON.stringify(wrong));
  assert.equal(inspection.report.images.length, images.length);
  inspection.close();
});

test("only images of a platform, where one is asked for", async () => {
  const { images } = await reportOf(urlOf("multiarch-podman.tar"), { platform: "linux/arm64" });
  assert.ok(images.length > 0 && images.every(({ platform }) => platform.architecture === "arm64"));
  await assert.rejects(open(urlOf("multiarch-podman.tar"), { platform: "arm64" }), { code: "platform/invalid" });
});

test("raw() takes the names of the layout's own files", async () => {
  const inspection = await open(urlOf("small-docker28.tar"));
  for (const name of ["index.json", "manifest.json"]) JSON.parse(new TextDecoder().decode(await inspection.raw(name)));
  await assert.rejects(inspection.raw("sha256:" + "0".repeat(64)), { code: "usage/no-such-digest" });
  inspection.close();
});
