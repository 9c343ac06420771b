// What was decompressed to reach a file: kept, gone on from, made again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { UnpackedCache } = await source("internal/unpacked-cache");

const PIECE = 1000;
const LENGTH = 20 * PIECE;
const byteAt = (at) => (at * 7) % 251;

/** Makes ten bytes of each, in pieces; counts how many there are and what they were given. */
function inflaters() {
  const all = { made: 0, open: 0, given: 0 };
  const make = () => {
    all.made += 1;
    all.open += 1;
    let stored = 0;
    let made = 0;
    return {
      push: (bytes) => {
        stored += bytes.length;
        all.given += bytes.length;
      },
      poll: () => {
        const length = Math.min(PIECE, stored * 10 - made);
        if (length === 0) return undefined;
        made += length;
        return Uint8Array.from({ length }, (_, index) => byteAt(made - length + index));
      },
      ended: () => {},
      free: () => (all.open -= 1),
    };
  };
  return { all, make };
}

const stored = {
  take: async (at, want) => (at < LENGTH / 10 ? new Uint8Array(Math.min(100, want)) : undefined),
  skip: () => 0,
};
const pace = () => ({ check: () => {}, step: async () => {} });

async function readAll(unpacked, from = 0, length = LENGTH) {
  const feed = unpacked.feed(stored, pace);
  for (let at = from; at < length;) {
    const bytes = await feed.take(at, 1);
    if (!bytes) return at;
    for (const [index, byte] of bytes.entries())
      if (byte !== byteAt(at + index)) assert.fail(`wrong byte at ${at + index}`);
    at += bytes.length;
  }
  return length;
}

test("what follows goes on from where it stands, and what was kept is not made again", async () => {
  const { all, make } = inflaters();
  const cache = new UnpackedCache(LENGTH);
  const first = cache.borrow("a", make);
  assert.equal(await readAll(first, 0, 3 * PIECE), 3 * PIECE);
  const given = all.given;
  cache.giveBack("a", first);
  const again = cache.borrow("a", make);
  assert.equal(again, first);
  await readAll(again, 500, 2 * PIECE);
  assert.equal(all.given, given);
  await readAll(again, 0, 5 * PIECE);
  assert.ok(all.given > given);
  assert.equal(await readAll(again, 0, 2 * LENGTH), LENGTH);
  assert.equal(all.made, 1);
  cache.giveBack("a", again);
  cache.close();
  assert.equal(all.open, 0);
});

test("beyond the cap it begins anew, and gives the same bytes", async () => {
  const { all, make } = inflaters();
  const cache = new UnpackedCache(4 * PIECE);
  const unpacked = cache.borrow("a", make);
  await readAll(unpacked);
  assert.equal(unpacked.keptBytes, 4 * PIECE);
  await readAll(unpacked, 0, 4 * PIECE);
  assert.equal(all.made, 1);
  await readAll(unpacked, 6 * PIECE, 7 * PIECE);
  assert.equal(all.made, 2);
  assert.equal(all.open, 1);
  cache.discard(unpacked);
});

test("two readers of one layer do not disturb each other; the one that kept more stays", async () => {
  const { all, make } = inflaters();
  const cache = new UnpackedCache(2 * LENGTH);
  const [a, b] = [cache.borrow("x", make), cache.borrow("x", make)];
  assert.notEqual(a, b);
  await readAll(a);
  await readAll(b, 0, PIECE);
  cache.giveBack("x", a);
  cache.giveBack("x", b);
  assert.equal(cache.borrow("x", make), a);
  assert.equal(all.open, 1);
});

test("the layer that was not read for the longest makes room", async () => {
  const { make } = inflaters();
  const cache = new UnpackedCache(2.5 * LENGTH);
  for (const key of ["a", "b"]) {
    const unpacked = cache.borrow(key, make);
    await readAll(unpacked);
    cache.giveBack(key, unpacked);
  }
  cache.giveBack("a", cache.borrow("a", make));
  const third = cache.borrow("c", make);
  await readAll(third);
  assert.equal(third.keptBytes, LENGTH);
  assert.equal(cache.borrow("b", make).keptBytes, 0);
  assert.equal(cache.borrow("a", make).keptBytes, LENGTH);
});

test("of many layers that nobody reads only a few keep a decoder", async () => {
  const { all, make } = inflaters();
  const cache = new UnpackedCache(100 * LENGTH);
  for (let layer = 0; layer < 20; layer++) {
    const unpacked = cache.borrow(`layer ${layer}`, make);
    await readAll(unpacked, 0, PIECE);
    cache.giveBack(`layer ${layer}`, unpacked);
  }
  assert.equal(all.made, 20);
  assert.equal(all.open, 4);
  cache.close();
});
