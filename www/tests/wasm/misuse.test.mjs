// The core as wasm, called in ways that it does not offer: every call answers, none stops the instance.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { LayerReader, Opening, initSync, version } from "../../wasm/layerglass.js";

initSync({ module: readFileSync(new URL("../../wasm/layerglass_bg.wasm", import.meta.url)) });

const opened = (options) => new Opening(JSON.stringify(options));
const usage = (error) => error.class === "usage" && error.code.length > 0 && error.hint.length > 0;

test("a machine driven in the wrong order says so", () => {
  const opening = opened({ kind: "archive", seekable: true });
  assert.throws(() => opening.report(), usage);
  assert.throws(() => opening.verified(), usage);
  assert.throws(() => opening.raw("index.json"), usage);
  assert.throws(() => opening.skipped(1), usage);
  assert.throws(() => opening.opened(1), usage);
  assert.throws(() => opening.missing(), usage);
  const layer = () => new LayerReader(JSON.stringify({ kind: "archive", seekable: true }), "sha256");
  assert.throws(() => opening.measured(0, layer()), usage);
  assert.throws(() => opening.measuredApart(0, new TextEncoder().encode("- - none 1 2 3 4 5 6")), usage);
  for (const bytes of [new Uint8Array(0), new Uint8Array([255]), new TextEncoder().encode("1 2 3")]) {
    assert.throws(() => opening.measuredApart(0, bytes), usage);
  }
  assert.deepEqual(opening.layerJobs(true), []);
  opening.free();
});

test("numbers that are no counts are refused", () => {
  const opening = opened({ kind: "directory", seekable: true });
  for (const number of [-1, 0.5, NaN, Infinity, 2 ** 53]) assert.throws(() => opening.opened(number), usage, String(number));
  opening.free();
});

test("a platform that is none is refused", () => {
  assert.throws(() => opened({ kind: "archive", seekable: true, platform: "x" }), { code: "platform/invalid" });
});

test("its version is the package's", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.equal(version(), manifest.version);
});

test("options that are not of the documented shape are refused", () => {
  for (const text of ["", "{", "[]", "{}", '{"kind":"tape","seekable":true}', '{"kind":"archive","seekable":true,"limits":{"members":null}}']) {
    assert.throws(() => new Opening(text), usage, text);
    assert.throws(() => new LayerReader(text), usage, text);
  }
});
