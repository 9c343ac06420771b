// What an element learns of the layers after it has opened them, where not all of it can be had.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { weighed } = await source("element/weighed");
const { LayerglassError } = await source("public/error");

/** Of an image whose layers cannot be stacked; tells what was done instead. */
const of = (code) => ({
  images: [{ files: () => ({ summary: () => Promise.reject(failure(code)) }) }],
  measure: () => Promise.resolve("counted"),
  refresh: () => Promise.resolve("stacked"),
});
const failure = (code) => new LayerglassError(code, "made up");

for (const code of ["source/one-shot", "limit/entries", "limit/entry-names"]) {
  test(`layers that cannot be stacked for ${code} are counted`, async () => {
    assert.equal(await weighed(of(code), {}), "counted");
  });
}

test("what keeps them from being read at all is told", async () => {
  await assert.rejects(weighed(of("network/failed"), {}), { code: "network/failed" });
});
