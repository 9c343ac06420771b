// What the package says of the files of every fixture is what the core says natively (tests/reports.rs keeps it).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { open } from "layerglass";
import { bytesOf, fixtures, random, streamOf, urlOf } from "../support/fixtures.mjs";

const ALL = { count: 10_000 };
const WAYS = {
  "a file": (name) => urlOf(name),
  "a stream": (name) => streamOf(bytesOf(name), random(5000)),
};

for (const name of fixtures) {
  const kept = new URL(`../../../tests/listings/${name.replace(/tar$/, "json")}`, import.meta.url);
  const expected = JSON.parse(readFileSync(kept, "utf8"));

  for (const [way, source] of Object.entries(WAYS)) {
    test(`${name} as ${way}`, async (t) => {
      const inspection = await open(source(name), { spool: true });
      t.after(() => inspection.close());
      const images = inspection.images;
      assert.equal(images.length, expected.length);
      for (const [place, image] of images.entries()) assert.deepEqual(await listed(image), expected[place]);
    });
  }
}

/** As tests/reports.rs asks. */
async function listed(image) {
  const files = image.files();
  const layers = [];
  for (const layer of image.layers) layers.push(await ofTree(layer.files()));
  return {
    ...(await ofTree(files)),
    layers,
    hidden: (await files.hidden(ALL)).rows,
    waste: await image.waste({ ...ALL, duplicates: true }),
    glob: (await files.find("{*o*,.wh.*}", ALL)).rows,
    text: (await files.find("ETC/", { ...ALL, as: "text" })).rows,
  };
}

async function ofTree(files) {
  return { summary: await files.summary(), rows: (await files.rows(ALL)).rows };
}
