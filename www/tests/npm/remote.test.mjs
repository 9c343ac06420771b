// Sources that are read through a message port, as a worker does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { portable, fromRemote, isRemote } = await source("internal/sources/remote");

/** What arrives on the other side. */
function across(value) {
  const transfer = [];
  const sent = portable(value, transfer);
  const arrived = structuredClone(sent, { transfer });
  return arrived;
}

test("what can be cloned stays as it is; an address becomes its text", () => {
  const blob = new Blob(["x"]);
  assert.equal(portable(blob, []), blob);
  assert.deepEqual(portable(new URL("https://example.org/a"), []), { href: "https://example.org/a" });
  assert.deepEqual(portable({ measure: true }, []), { measure: true });
});

test("a caller's own reader is asked through the port", async () => {
  const bytes = new Uint8Array(100).map((_, index) => index);
  const remote = across({ size: 100, read: (offset, length) => bytes.subarray(offset, offset + length) });
  assert.ok(isRemote(remote));
  const supply = fromRemote(remote);
  assert.equal(supply.size, 100);
  assert.deepEqual([...(await supply.read(10, 3))], [10, 11, 12]);
  supply.close();
});

test("an error of the caller's reader comes back with its message", async () => {
  const supply = fromRemote(across({ size: 1, read: () => Promise.reject(new Error("the disk is gone")) }));
  await assert.rejects(supply.read(0, 1), /the disk is gone/);
  supply.close();
});

test("what is not bytes is refused", async () => {
  const supply = fromRemote(across({ size: 1, read: () => "text" }));
  await assert.rejects(supply.read(0, 1), { code: "source/not-bytes" });
  supply.close();
});

test("a stream passes through, and is cancelled when closed", async () => {
  let cancelled = false;
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array([1, 2])),
    cancel: () => void (cancelled = true),
  });
  const supply = fromRemote(across(stream));
  assert.deepEqual([...(await supply.next())], [1, 2]);
  supply.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(cancelled);
});

test("closing fails what was asked and not answered, and whatever is asked later", async () => {
  const supply = fromRemote(across({ size: 1, read: () => new Promise(() => {}) }));
  const pending = supply.read(0, 1);
  supply.close();
  await assert.rejects(pending, { code: "usage/closed" });
  await assert.rejects(supply.read(0, 1), { code: "usage/closed" });
});
