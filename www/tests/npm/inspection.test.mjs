// An inspection whose engine dies: its source is opened again in the next one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { OpenInspection } = await source("internal/inspection");

const SOURCE = new Uint8Array([1]);

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
  async call(type, args, task) {
    if (type === "open") this.seen?.(task);
    this.calls.push([type, ...args]);
    if (this.dead) throw new Error("dead");
    if (this.refuses) throw new Error("not now");
    if (type === "open") return { held: 1, report: { images: [] }, error: null, resolution: this.resolution ?? null };
    return type === "report" ? { images: [], newer: true } : undefined;
  }
}

test("after the engine died, the next call opens the source again, once", async () => {
  const { links, lease } = engines();
  const inspection = await OpenInspection.open(lease, SOURCE, { verify: true });
  links[0].dead = true;
  const [one, two] = await Promise.all([inspection.refresh(), inspection.refresh()]);
  assert.ok(one.newer && two.newer);
  assert.equal(links.length, 2);
  assert.deepEqual(
    links[1].calls.map(([type]) => type),
    ["open", "report", "report"],
  );
  assert.deepEqual(links[1].calls[0], ["open", SOURCE, { verify: true }]);
});

test("an image in a registry is opened again by its digest: the tag may stand for another by then", async () => {
  const { links, lease } = engines();
  links.push(new Engine());
  links[0].resolution = { reference: "docker.io/library/app:1", digest: "sha256:abc" };
  const inspection = await OpenInspection.open(lease, "docker://app:1", { registry: { insecure: ["a:5000"] } });
  links[0].dead = true;
  await inspection.refresh();
  const [[, first, options], [, second]] = links.map(({ calls }) => calls[0]);
  assert.deepEqual([first, second], ["app:1", "docker.io/library/app:1@sha256:abc"]);
  assert.deepEqual(JSON.parse(options.registry.settings), { insecure: ["a:5000"] });
});

test("a source that cannot be opened again now may be by the next call", async () => {
  const { links, lease } = engines();
  const inspection = await OpenInspection.open(lease, SOURCE, {});
  links[0].dead = true;
  const next = new Engine();
  next.refuses = true;
  links.push(next);
  await assert.rejects(inspection.refresh(), /not now/);
  next.refuses = false;
  assert.ok((await inspection.refresh()).newer);
});

test("a stream that the dead engine had read is said to have passed", async () => {
  for (const source of [new ReadableStream(), new Response("")]) {
    const { links, lease } = engines();
    const inspection = await OpenInspection.open(lease, source, {});
    links[0].dead = true;
    await assert.rejects(inspection.refresh(), { name: "LayerglassError", code: "source/one-shot" });
    await assert.rejects(inspection.raw("index.json"), { code: "source/one-shot" });
    assert.equal(links.length, 1);
    inspection.close();
  }
});

test("whoever gives up does not wait for the source to be opened again", async () => {
  const { links, lease } = engines();
  const inspection = await OpenInspection.open(lease, SOURCE, {});
  links[0].dead = true;
  lease.link = () => new Promise(() => {});
  const abort = new AbortController();
  const late = inspection.verify({ signal: abort.signal });
  setTimeout(() => abort.abort(), 10);
  await assert.rejects(late, { name: "AbortError" });
});

test("every opening of the source tells its requests", async () => {
  const { links, lease } = engines();
  const given = [];
  Engine.prototype.seen = (task) => given.push(task?.onRequest);
  const onRequest = () => {};
  const inspection = await OpenInspection.open(lease, SOURCE, { onRequest });
  links[0].dead = true;
  await inspection.refresh();
  delete Engine.prototype.seen;
  assert.deepEqual(given, [onRequest, onRequest]);
});

test("closing tells the engine, and gives up its share of it, once", async () => {
  const { links, lease, released } = engines();
  const inspection = await OpenInspection.open(lease, SOURCE, {});
  inspection.close();
  inspection.close();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(links[0].calls.at(-1), ["close", 1]);
  assert.equal(released(), 1);
});
