// Two hundred images, looked into and closed: memory comes back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { open } from "layerglass";
import { bytesOf, fixtures, streamOf, urlOf } from "../support/fixtures.mjs";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const images = fixtures.filter((name) => !name.includes("export"));

async function look(turn) {
  const name = images[turn % images.length];
  const source = turn % 3 === 0 ? streamOf(bytesOf(name), () => 50_000) : urlOf(name);
  const inspection = await open(source, { verify: turn % 5 === 0 });
  for (const image of inspection.images) {
    const files = image.files();
    const { rows } = await files.rows();
    await files.find(".", { as: "regex" });
    const file = rows.find(({ type, size, pathBase64 }) => type === "file" && size > 0 && !pathBase64);
    // One is read whole, of the next only the beginning.
    if (file && turn % 2 === 0) for await (const _ of files.read(file.path));
    else if (file) await files.read(file.path).getReader().read();
  }
  inspection.close();
}

async function used() {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collect();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { heapUsed, external, arrayBuffers };
}

test("two hundred images, looked into and closed, leave nothing", async () => {
  for (let turn = 0; turn < 50; turn += 1) await look(turn);
  const before = await used();
  for (let turn = 50; turn < 250; turn += 1) await look(turn);
  const after = await used();
  for (const kind of Object.keys(before)) {
    const grown = after[kind] - before[kind];
    // The core's own memory is external: it grows to what the largest image needs, and no further.
    assert.ok(grown < 2 << 20, `${kind}: ${grown} bytes more`);
  }
});
