// The driving loop, with machines made by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { drive } = await source("internal/drive");
const { Window, Passage } = await source("internal/window");
const { BROWSER, NODE, Pace } = await source("internal/pace");

/** Members of 512 bytes of header and a body each; keeps the first byte of every header. */
class Members {
  seen = [];
  pushed = 0;
  at = 0;
  #ended = false;
  #bodies;
  #left = 0;
  #inHeader = 512;

  constructor(bodies) {
    this.#bodies = [...bodies];
  }

  wants() {
    if (this.#ended || (this.#bodies.length === 0 && this.#left === 0)) return { kind: "done" };
    const inBody = this.#left > 0;
    return { kind: "bytes", at: this.at, want: inBody ? 512 : this.#inHeader, skippable: this.#left };
  }

  push(chunk) {
    this.pushed += chunk.length;
    for (const byte of chunk) this.#take(byte);
  }

  skipped(count) {
    assert.ok(count <= this.#left, "skips no more than was offered");
    this.#left -= count;
    this.at += count;
  }

  ended() {
    this.#ended = true;
  }

  #take(byte) {
    this.at += 1;
    if (this.#left > 0) this.#left -= 1;
    else if (this.#bodies.length > 0) {
      if (this.#inHeader === 512) this.seen.push(byte);
      this.#inHeader -= 1;
      if (this.#inHeader === 0) {
        this.#left = this.#bodies.shift();
        this.#inHeader = 512;
      }
    }
  }
}

const BODIES = [0, 100, 5_000_000, 512, 3, 900_000, 0, 70_000, 1_000_000];
const EXPECTED = BODIES.map((_, index) => index + 1);

function archive() {
  const bytes = new Uint8Array(BODIES.reduce((sum, body) => sum + 512 + body, 0)).fill(255);
  let at = 0;
  BODIES.forEach((body, index) => {
    bytes[at] = index + 1;
    at += 512 + body;
  });
  return bytes;
}

function supply(bytes, costs, reads = []) {
  const read = async (offset, length, scratch) => {
    reads.push({ offset, length });
    const part = bytes.subarray(offset, offset + length);
    if (!costs.reuse) return part;
    scratch.set(part);
    return scratch.subarray(0, part.length);
  };
  return { kind: "random", size: bytes.length, costs, read, close() {} };
}

const KIB = 1024;
const DESCRIPTOR = { first: 1536, most: KIB * KIB, unasked: 16 * KIB, near: 0, ahead: false, reuse: true };
const DISTANT = {
  first: 256 * KIB,
  most: 4 * KIB * KIB,
  unasked: 4 * KIB * KIB,
  near: KIB * KIB,
  ahead: true,
  reuse: false,
};
const quiet = (gait) => new Pace({}, "open", null, gait);

for (const [name, costs] of Object.entries({ DESCRIPTOR, DISTANT })) {
  test(`hopping finds every header: ${name}`, async () => {
    const machine = new Members(BODIES);
    await drive({ machine, feed: new Window(supply(archive(), costs)), pace: quiet(), done: (at) => at });
    assert.deepEqual(machine.seen, EXPECTED);
  });
}

test("a descriptor is read little: large bodies are not", async () => {
  const reads = [];
  const machine = new Members(BODIES);
  await drive({ machine, feed: new Window(supply(archive(), DESCRIPTOR, reads)), pace: quiet(), done: (at) => at });
  const read = reads.reduce((sum, { length }) => sum + length, 0);
  assert.ok(read < 64 * KIB, `${read} bytes were read`);
});

test("behind a slow reader, small members share one read", async () => {
  const reads = [];
  const machine = new Members(new Array(1000).fill(100));
  const bytes = new Uint8Array(1000 * 612);
  await drive({ machine, feed: new Window(supply(bytes, DISTANT, reads)), pace: quiet(), done: (at) => at });
  assert.equal(machine.seen.length, 1000);
  assert.ok(reads.length <= 4, `${reads.length} reads`);
});

for (const cut of [1, 511, 512, 513, 65_536]) {
  test(`a stream in pieces of ${cut} gives the same`, async () => {
    const bytes = archive().subarray(0, cut === 1 ? 20_000 : undefined);
    let at = 0;
    const next = async () => (at < bytes.length ? bytes.subarray(at, (at += cut)) : undefined);
    const machine = new Members(BODIES);
    const feed = new Passage({ kind: "stream", size: null, next, close() {} });
    await drive({ machine, feed, pace: quiet(), done: (at) => at });
    assert.deepEqual(machine.seen, cut === 1 ? [1, 2, 3] : EXPECTED);
  });
}

test("what a stream passes over is not pushed", async () => {
  const bytes = archive();
  let at = 0;
  const next = async () => (at < bytes.length ? bytes.subarray(at, (at += 65_536)) : undefined);
  const machine = new Members(BODIES);
  await drive({
    machine,
    feed: new Passage({ kind: "stream", size: null, next, close() {} }),
    pace: quiet(),
    done: (at) => at,
  });
  assert.ok(machine.pushed < 20 * 65_536, `${machine.pushed} bytes were pushed`);
});

test("a source that ends early is told to the machine", async () => {
  const machine = new Members(BODIES);
  await drive({
    machine,
    feed: new Window(supply(archive().subarray(0, 3_000_000), DISTANT)),
    pace: quiet(),
    done: (at) => at,
  });
  assert.deepEqual(machine.seen, [1, 2, 3]);
});

/** Wants everything, in order. */
class Reader {
  at = 0;
  sum = 0;
  #size;
  constructor(size) {
    this.#size = size;
  }
  wants() {
    return this.at < this.#size
      ? { kind: "bytes", at: this.at, want: this.#size - this.at, skippable: 0 }
      : { kind: "done" };
  }
  push(chunk) {
    for (const byte of chunk) this.sum = (this.sum * 31 + byte) % 1_000_003;
    this.at += chunk.length;
  }
  skipped() {
    assert.fail("nothing was offered");
  }
  ended() {
    this.#size = this.at;
  }
}

test("a whole pass reads each byte once, in large reads", async () => {
  const bytes = new Uint8Array(10_000_000).map((_, index) => index % 251);
  const expected = new Reader(bytes.length);
  expected.push(bytes);
  for (const costs of [DESCRIPTOR, DISTANT]) {
    const reads = [];
    const machine = new Reader(bytes.length);
    await drive({ machine, feed: new Window(supply(bytes, costs, reads)), pace: quiet(), done: (at) => at });
    assert.equal(machine.sum, expected.sum);
    assert.equal(
      reads.reduce((sum, { length }) => sum + length, 0),
      bytes.length,
    );
    assert.ok(reads.length <= 10, `${reads.length} reads`);
  }
});

test("a part of a source stays within its bounds", async () => {
  const bytes = new Uint8Array(1000).map((_, index) => index);
  const feed = new Window(supply(bytes, DESCRIPTOR), 100, 50);
  assert.deepEqual([...(await feed.take(10, 1000))], [...bytes.subarray(110, 150)]);
  assert.equal(await feed.take(50, 1), undefined);
});

test("a long pass gives way to other events, reports, and stops when told", async () => {
  const bytes = new Uint8Array(1 << 20);
  const endless = { kind: "stream", size: null, next: async () => bytes, close() {} };
  const machine = {
    at: 0,
    wants() {
      return { kind: "bytes", at: this.at, want: 1 << 20, skippable: 0 };
    },
    push(chunk) {
      const end = performance.now() + 3;
      while (performance.now() < end);
      this.at += chunk.length;
    },
  };
  const abort = new AbortController();
  const reports = [];
  const control = { check: () => abort.signal.throwIfAborted(), onProgress: (progress) => reports.push(progress) };
  const began = performance.now();
  setTimeout(() => abort.abort(), 300);
  await assert.rejects(
    drive({ machine, feed: new Passage(endless), pace: new Pace(control, "open", null), done: (at) => at }),
    {
      name: "AbortError",
    },
  );
  assert.ok(performance.now() - began < 400, "stops within 100 ms");
  assert.ok(reports.length >= 2 && reports.length <= 8, `${reports.length} reports in 300 ms`);
  assert.ok(reports.at(-1).bytes > 0);
});

test("work that takes long is cut smaller", () => {
  const pace = quiet(BROWSER);
  const lengths = [];
  const slow = {
    push(chunk) {
      lengths.push(chunk.length);
      if (lengths.length < 5) return;
      const end = performance.now() + 20;
      while (performance.now() < end);
    },
  };
  for (let time = 0; time < 10; time++) pace.push(slow, new Uint8Array(1 << 20));
  assert.deepEqual(lengths.slice(-5), [4 * KIB, 2 * KIB, KIB, 512, 512]);
});

test("progress is never taken back", async () => {
  const seen = [];
  const pace = new Pace({ onProgress: ({ bytes }) => seen.push(bytes) }, "verify", 10);
  for (const done of [4, 9, 2]) {
    pace.tell(done);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  assert.deepEqual(seen, [4, 9, 9]);
});

test("work that takes no time is cut larger, up to what may not become too much", () => {
  for (const gait of [BROWSER, NODE]) {
    const pace = quiet(gait);
    const lengths = [];
    for (let time = 0; time < 50; time++) {
      pace.push({ push: (chunk) => lengths.push(chunk.length) }, new Uint8Array(2 << 20));
    }
    assert.equal(lengths[0], gait.first);
    assert.equal(lengths.at(-1), gait.most);
  }
});

test("a machine that throws ends the drive with its error, and its file is closed", async () => {
  let closed = 0;
  const machine = {
    asked: 0,
    wants() {
      return this.asked++ === 0
        ? { kind: "open", name: "index.json" }
        : { kind: "bytes", at: 0, want: 1, skippable: 0 };
    },
    opened(size) {
      assert.equal(size, 3);
    },
    push() {
      throw { code: "json/index-json", message: "bad", hint: "", at: null };
    },
  };
  const feed = new Window(supply(new Uint8Array(3), DESCRIPTOR));
  const open = async () => ({ size: 3, feed, close: () => closed++ });
  await assert.rejects(drive({ machine, open, pace: quiet(), done: () => 0 }), { code: "json/index-json" });
  assert.equal(closed, 1);
});
