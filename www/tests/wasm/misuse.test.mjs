// The core as wasm, called in ways that it does not offer: every call answers, none stops the instance.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Opening, initSync, version } from "../../wasm/layerglass.js";

initSync({ module: readFileSync(new URL("../../wasm/layerglass_bg.wasm", import.meta.url)) });

const usage = (error) => error.class === "usage" && error.code.length > 0 && error.hint.length > 0;

test("a machine driven in the wrong order says so", () => {
  const opening = new Opening({ kind: "archive", seekable: true });
  assert.throws(() => opening.report(), usage);
  assert.throws(() => opening.verified(), usage);
  assert.throws(() => opening.raw("index.json"), usage);
  assert.throws(() => opening.skipped(1), usage);
  assert.throws(() => opening.opened(1), usage);
  assert.throws(() => opening.missing(), usage);
  assert.throws(() => opening.layerReader(0, true), usage);
  assert.deepEqual(opening.layerJobs(true), []);
  opening.free();
});

test("numbers that are no counts are refused", () => {
  const opening = new Opening({ kind: "directory", seekable: true });
  for (const number of [-1, 0.5, NaN, Infinity, 2 ** 53]) assert.throws(() => opening.opened(number), usage, String(number));
  opening.free();
});

test("a platform that is none is refused", () => {
  assert.throws(() => new Opening({ kind: "archive", seekable: true, platform: "x" }), { code: "platform/invalid" });
});

test("its version is the package's", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.equal(version(), manifest.version);
});
