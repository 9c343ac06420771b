// An inspection whose engine dies: its source is opened again in the next one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { OpenInspection } = await source("internal/inspection");

/** Engines made by hand; every one counts its sources from 1. */
function engines() {
  const links = [];
  let released = 0;
  const lease = {
    link: async () => {
      if (!links.at(-1) || links.at(-1).dead) links.push(new Engine());
      return links.at(-1);
    },
    release: () => (released += 1),
  };
  return { links, lease, released: () => released };
}

class Engine {
  dead = false;
  calls = [];
  async call(type, args) {
    this.calls.push([type, ...args]);
    if (this.dead) throw new Error("dead");
    if (type === "open") return { held: 1, report: { images: [] }, error: null };
    return type === "report" ? { images: [], newer: true } : undefined;
  }
}

test("after the engine died, the next call opens the source again, once", async () => {
  const { links, lease } = engines();
  const inspection = await OpenInspection.open(lease, "the source", { verify: true });
  links[0].dead = true;
  const [one, two] = await Promise.all([inspection.refresh(), inspection.refresh()]);
  assert.ok(one.newer && two.newer);
  assert.equal(links.length, 2);
  assert.deepEqual(
    links[1].calls.map(([type]) => type),
    ["open", "report", "report"],
  );
  assert.deepEqual(links[1].calls[0], ["open", "the source", { verify: true }]);
});

test("closing tells the engine, and gives up its share of it, once", async () => {
  const { links, lease, released } = engines();
  const inspection = await OpenInspection.open(lease, "the source", {});
  inspection.close();
  inspection.close();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(links[0].calls.at(-1), ["close", 1]);
  assert.equal(released(), 1);
});
