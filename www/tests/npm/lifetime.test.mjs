// Stopping, watching, failing and closing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { LayerglassError, init, open, parseReference } from "layerglass";
import { bytesOf, fixtures, streamOf, urlOf } from "../support/fixtures.mjs";

const NAME = "small-docker28.tar";

/** The largest member that a plain header can announce, in a gzip stream that never ends. */
function endless() {
  const header = Buffer.alloc(512);
  const fields = {
    0: "layer.tar",
    100: "0000644",
    108: "0000000",
    116: "0000000",
    124: "77777777777",
    136: "00000000000",
  };
  for (const [offset, text] of Object.entries(fields)) header.write(text, Number(offset));
  header.write(" ".repeat(8) + "0", 148);
  const sum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(sum.toString(8).padStart(6, "0"), 148);
  header[154] = 0;
  const first = new Uint8Array(gzipSync(header));
  const zeros = new Uint8Array(gzipSync(new Uint8Array(1 << 20)));
  let sent = 0;
  return new ReadableStream({ pull: (controller) => controller.enqueue(sent++ === 0 ? first : zeros) });
}

async function stoppedAfter(promise, abort, reason) {
  let began;
  setTimeout(() => {
    began = performance.now();
    abort.abort(reason);
  }, 100);
  await assert.rejects(promise, (error) => error === abort.signal.reason);
  return performance.now() - began;
}

test("a signal stops a source that never gives a byte, and lets go of it", async () => {
  const abort = new AbortController();
  let cancelled = false;
  const stream = new ReadableStream({ pull: () => new Promise(() => {}), cancel: () => void (cancelled = true) });
  const took = await stoppedAfter(open(stream, { signal: abort.signal }), abort);
  assert.ok(took < 100, `${took} ms`);
  assert.ok(cancelled);
});

test("a signal stops work under way within 100 ms", async () => {
  const abort = new AbortController();
  const took = await stoppedAfter(
    open(endless(), { signal: abort.signal, limits: { expansion: 1e9 } }),
    abort,
    new Error("enough"),
  );
  assert.ok(took < 100, `${took} ms`);
});

test("a signal that is aborted already stops everything at once", async () => {
  await assert.rejects(open(urlOf(NAME), { signal: AbortSignal.abort() }), { name: "AbortError" });
});

test("verify() can be stopped, and done again", async () => {
  const inspection = await open(urlOf(NAME));
  await assert.rejects(inspection.verify({ signal: AbortSignal.abort() }), { name: "AbortError" });
  assert.equal((await inspection.verify()).ok, true);
  inspection.close();
});

test("progress counts the source's bytes, phase by phase, up to all of them", async () => {
  const seen = [];
  const bytes = bytesOf("edge-docker28-save.tar");
  const inspection = await open(bytes, { verify: true, onProgress: (progress) => seen.push(progress) });
  inspection.close();
  assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], ["open", "verify"]);
  for (const phase of ["open", "verify"]) {
    const own = seen.filter((progress) => progress.phase === phase);
    for (const [index, { bytes }] of own.entries()) assert.ok(index === 0 || bytes >= own[index - 1].bytes);
    assert.equal(own.at(-1).bytes, own.at(-1).total);
  }
  assert.equal(seen.find(({ phase }) => phase === "open").total, bytes.length);
});

test("what onProgress throws is what its caller gets", async () => {
  const mine = new Error("mine");
  const onProgress = () => {
    throw mine;
  };
  const isMine = (error) => error === mine;
  await assert.rejects(open(urlOf(NAME), { onProgress }), isMine);
  const { signal } = new AbortController();
  await assert.rejects(open(urlOf(NAME), { onProgress, signal }), isMine);
  const inspection = await open(urlOf(NAME));
  await assert.rejects(inspection.verify({ onProgress }), isMine);
  assert.equal((await inspection.verify()).ok, true);
  inspection.close();
});

test("what is no text, no options or a stream in use is refused or passed over, and brings nothing down", async () => {
  const inspection = await open(urlOf(NAME), null);
  for (const none of [undefined, null, 7, {}]) {
    assert.throws(() => parseReference(none), { name: "LayerglassError", code: "reference/not-text" });
    await assert.rejects(inspection.raw(none), { name: "LayerglassError", code: "usage/no-such-digest" });
  }
  const stream = new Blob([bytesOf(NAME)]).stream();
  stream.getReader();
  await assert.rejects(open(stream), { name: "LayerglassError", code: "source/used" });
  assert.ok((await inspection.raw(inspection.report.images[0].id)).length > 0);
  inspection.close();
});

test("one bad file costs no other", async () => {
  const good = await open(urlOf(NAME));
  const bad = [
    new Uint8Array(0),
    new TextEncoder().encode("no archive at all, only text ".repeat(40)),
    bytesOf(NAME).slice(0, 700),
  ];
  const outcomes = await Promise.allSettled(bad.map((bytes) => open(bytes)));
  for (const { status, value, reason } of outcomes) {
    if (status === "fulfilled") {
      assert.ok(value.error instanceof LayerglassError);
      value.close();
    } else {
      assert.ok(reason instanceof LayerglassError, String(reason));
      assert.ok(reason.code.includes("/") && reason.message.length > 0 && reason.hint.length > 0);
    }
  }
  assert.equal(outcomes[0].reason.code, "source/empty");
  assert.equal(outcomes[1].reason.code, "archive/not-an-archive");
  assert.equal((await good.verify()).ok, true);
  good.close();
});

test("a cut archive is shown as far as it goes, with the error", async () => {
  const bytes = bytesOf("small-podman-docker-archive.tar");
  let shown = 0;
  for (let length = 1024; length < bytes.length; length += 1024) {
    const inspection = await open(bytes.subarray(0, length)).catch((error) =>
      assert.ok(error instanceof LayerglassError, error),
    );
    if (!inspection) continue;
    shown += 1;
    assert.equal(inspection.report.schemaVersion, 1);
    inspection.close();
  }
  assert.ok(shown > 0);
});

test("an error of the source passes through with its message", async () => {
  const source = { size: 10_000, read: () => Promise.reject(new Error("the disk is gone")) };
  await assert.rejects(open(source), { code: "source/unreadable", message: "the disk is gone" });
});

test("many are open at once", async () => {
  const inspections = await Promise.all(fixtures.map((name) => open(urlOf(name), { measure: true })));
  const reports = await Promise.all(inspections.map((inspection) => inspection.refresh()));
  for (const [index, inspection] of inspections.entries()) {
    assert.deepEqual(reports[index], inspection.report);
    inspection.close();
  }
});

test("what is closed answers no more, and closing twice is fine", async () => {
  const inspection = await open(urlOf(NAME));
  const late = inspection.verify();
  inspection.close();
  inspection.close();
  await assert.rejects(late, { code: "usage/closed" });
  await assert.rejects(inspection.refresh(), { code: "usage/closed" });
  await assert.rejects(inspection.raw("index.json"), { code: "usage/closed" });
  const again = await open(urlOf(NAME));
  again[Symbol.dispose]();
  await assert.rejects(again.raw("index.json"), { code: "usage/closed" });
});

test("a stream that is not bytes, and things that are no source, are refused", async () => {
  await assert.rejects(open(new Response("x").body.pipeThrough(new TextDecoderStream())), { code: "source/not-bytes" });
  for (const thing of [null, 7, {}, []]) await assert.rejects(open(thing), { code: "usage/source" });
  await assert.rejects(open("Mysql"), { code: "reference/uppercase" });
  await assert.rejects(open(new URL("ftp://example.org/a.tar")), { code: "source/scheme" });
  await assert.rejects(open(new URL("file:///no/such/file.tar")), { code: "source/not-found" });
});

test("a stream in one byte pieces", async () => {
  const bytes = bytesOf("small-podman-oci-gzip.tar");
  const inspection = await open(streamOf(bytes, () => 1));
  assert.equal(inspection.report.images.length, 1);
  inspection.close();
});

test("references are parsed once the core is there", async () => {
  await init();
  await init({ worker: false });
  assert.deepEqual(parseReference("mysql"), {
    input: "mysql",
    registry: "docker.io",
    repository: "library/mysql",
    tag: null,
    digest: null,
    familiar: "mysql",
    canonical: "docker.io/library/mysql:latest",
  });
  assert.throws(
    () => parseReference("library/UPPER"),
    (error) => error instanceof LayerglassError && error.code.startsWith("reference/"),
  );
});

test("a download that breaks off is the network's error", async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
  const response = Object.defineProperty(new Response(broken), "url", { value: "https://example.org/a.tar" });
  await assert.rejects(open(response), { code: "network/failed" });
});
