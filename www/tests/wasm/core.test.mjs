// The core as wasm, driven without the package: the contract of src/wasm/types.d.ts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as core from "../../wasm/layerglass.js";
import { bytesOf, fixtures, random } from "../support/fixtures.mjs";

core.initSync({ module: readFileSync(new URL("../../wasm/layerglass_bg.wasm", import.meta.url)) });

/** Reads at the places that the machine wants, in pieces as long as `cut` says, skipping what it offers. */
function seek(machine, bytes, cut) {
  for (let wants; (wants = machine.wants()).kind !== "done"; ) {
    if (wants.skippable > 0) machine.skipped(wants.skippable);
    else if (wants.at >= bytes.length) machine.ended();
    else machine.push(bytes.subarray(wants.at, wants.at + cut()));
  }
}

/** Gives the bytes in their order, and says when they end. */
function pass(machine, bytes, cut) {
  let at = 0;
  while (machine.wants().kind !== "done") {
    if (at >= bytes.length) machine.ended();
    else machine.push(bytes.subarray(at, (at += cut())));
  }
}

function opened(bytes, drive, cut, options) {
  const opening = new core.Opening({ kind: "archive", seekable: drive === seek, size: bytes.length, ...options });
  drive(opening, bytes, cut);
  const report = opening.report();
  opening.free();
  return report;
}

const CUTS = { "1 byte": () => 1, 511: () => 511, 512: () => 512, 513: () => 513, random: random(4000), whole: () => 1 << 30 };

for (const name of fixtures) {
  test(`${name}: any cut, by seeking and in passing`, () => {
    const bytes = bytesOf(name);
    const expected = opened(bytes, seek, () => 1 << 16);
    for (const [cut, length] of Object.entries(CUTS)) {
      if (cut === "1 byte" && bytes.length > 100_000) continue;
      for (const drive of [seek, pass]) assert.deepEqual(opened(bytes, drive, length), expected, `${drive.name}, ${cut}`);
    }
  });

  test(`${name}: layers, any cut`, () => {
    const bytes = bytesOf(name);
    const verified = (cut) => {
      const opening = new core.Opening({ kind: "archive", seekable: true, size: bytes.length });
      seek(opening, bytes, () => 1 << 16);
      for (const job of opening.layerJobs(true)) {
        const reader = opening.layerReader(job.id, true);
        for (let at = 0; at < job.size; ) {
          const length = Math.min(cut(), job.size - at);
          reader.push(bytes.subarray(job.at + at, job.at + at + length));
          at += length;
        }
        opening.measured(reader);
      }
      const answer = [opening.verified(), opening.report()];
      opening.free();
      return answer;
    };
    const expected = verified(() => 1 << 30);
    for (const [cut, length] of Object.entries(CUTS)) {
      if (cut === "1 byte" && bytes.length > 100_000) continue;
      assert.deepEqual(verified(length), expected, cut);
    }
  });
}

test("errors are plain objects", () => {
  assert.throws(
    () => opened(new Uint8Array(0), pass, () => 1),
    (error) => error.code === "source/empty" && error.class === "input" && error.message && error.hint && error.at === null,
  );
  assert.throws(() => core.parseReference(""), (error) => error.code === "reference/empty" && error.class === "usage");
  assert.throws(() => new core.Opening({ kind: "archive", seekable: true, platform: "x" }), (error) => error.code === "platform/invalid");
});

test("a machine driven in the wrong order says so", () => {
  const opening = new core.Opening({ kind: "archive", seekable: true });
  assert.throws(() => opening.report(), (error) => error.class === "usage");
  assert.throws(() => opening.skipped(1), (error) => error.class === "usage");
  assert.throws(() => opening.opened(1), (error) => error.class === "usage");
  opening.free();
});

test("its version is the package's", () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.equal(core.version(), version);
});
