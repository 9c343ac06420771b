// What the element tells the page, and what the page can read of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { put, settled, startSite, told } from "./element-page.mjs";

const SRC = "/fixtures/small-docker28.tar";
const MANY = "/fixtures/multiarch-podman.tar";

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

const glass = (page, read) => page.evaluate(`(${read})(document.querySelector("#g"))`);
const picks = (page) =>
  page.evaluate(() => told.splice(0).flatMap(({ name, detail }) => (name === "select" ? [detail] : [])));

test("events bubble out of shadow roots, cannot be prevented, and carry what they tell of", async (t) => {
  const page = await site.page(t);
  await page.evaluate((src) => {
    const box = document.body.appendChild(document.createElement("div"));
    const made = Object.assign(document.createElement("layer-glass"), { id: "g", src });
    box.attachShadow({ mode: "open" }).append(made);
    globalThis.made = made;
  }, SRC);
  await page.waitForFunction(() => made.state === "open" && made.report.images[0].contentSize !== null);
  await page.locator("#tab-config").click();
  await page.evaluate(() => (made.src = "http://["));
  await page.waitForFunction(() => told.some(({ name }) => name === "error"));
  const events = await page.evaluate(() =>
    told.map(({ detail, ...event }) => ({
      ...event,
      keys: Object.keys(detail),
      isReport: detail.report?.schemaVersion === 1,
      isError: detail.error instanceof layerglass.LayerglassError && detail.error.code,
      url: detail.url,
      phase: detail.phase,
      counts: detail.bytes >= 0 && (detail.total === null || detail.bytes <= detail.total),
    })),
  );
  const KEYS = {
    state: ["state"],
    load: ["report"],
    error: ["error"],
    progress: ["phase", "bytes", "total"],
    select: ["view", "image", "layer", "document", "path"],
    request: ["url"],
  };
  for (const { type, name, bubbles, composed, cancelable, keys } of events) {
    assert.deepEqual(
      { type, bubbles, composed, cancelable },
      { type: `layerglass-${name}`, bubbles: true, composed: true, cancelable: false },
    );
    assert.deepEqual([...keys].sort(), [...KEYS[name]].sort(), name);
  }
  assert.deepEqual(new Set(events.map(({ name }) => name)), new Set(Object.keys(KEYS)));
  const of = (name) => events.filter((event) => event.name === name);
  assert.deepEqual(
    of("load").map(({ isReport }) => isReport),
    [true],
  );
  assert.deepEqual(
    of("error").map(({ isError }) => isError),
    ["usage/url"],
  );
  assert.ok(of("request").every(({ url }) => url === new URL(SRC, page.url()).href));
  assert.ok(of("progress").every(({ phase, counts }) => counts && ["open", "measure"].includes(phase)));
});

test("what the visitor picks is told once and is what the properties say", async (t) => {
  const page = await site.page(t);
  await put(page, { src: MANY });
  await settled(page);
  await told(page);
  const key = (place) => glass(page, `(g) => g.report.images[${place}].digest`);
  const first = await glass(page, "(g) => g.shown.image");
  await page.locator("#tab-layers").click();
  assert.deepEqual(await picks(page), [{ view: "layers", image: first, layer: null, document: null, path: null }]);
  assert.equal(await glass(page, "(g) => g.view"), "layers");
  await page.locator(".band > button").last().click();
  assert.deepEqual(await picks(page), [{ view: "layers", image: first, layer: 0, document: null, path: null }]);
  assert.equal(await glass(page, "(g) => g.layer"), "0");
  await page.locator(".band > button").last().click();
  assert.deepEqual(await picks(page), [{ view: "layers", image: first, layer: null, document: null, path: null }]);
  assert.equal(await glass(page, "(g) => g.layer"), null);
  await page.locator(".band > button").last().click();
  await picks(page);
  const select = page.locator("select").last();
  const place = await select.locator("option").evaluateAll((all) => all.find(({ selected }) => !selected).value);
  await select.selectOption(place);
  assert.deepEqual(await picks(page), [
    { view: "layers", image: await key(place), layer: null, document: null, path: null },
  ]);
  assert.equal(await glass(page, "(g) => g.image"), await key(place));
  assert.deepEqual(await glass(page, "(g) => g.shown"), {
    view: "layers",
    image: await key(place),
    layer: null,
    document: null,
    path: null,
  });
});

test("what the page sets is shown, and told to nobody", async (t) => {
  const page = await site.page(t);
  await put(page, { src: MANY });
  await settled(page);
  await told(page);
  const other = await glass(
    page,
    "(g) => g.report.images.findIndex(({ platform }) => platform.architecture === 's390x')",
  );
  assert.ok(other >= 0);
  await glass(
    page,
    "(g) => ((g.platform = 'linux/s390x'), (g.view = 'config'), (g.layer = 0), g.updateComplete.then(() => 0))",
  );
  const digest = await glass(page, `(g) => g.report.images[${other}].digest`);
  assert.deepEqual(await glass(page, "(g) => g.shown"), {
    view: "config",
    image: digest,
    layer: 0,
    document: null,
    path: null,
  });
  assert.equal(await page.locator('[role="tab"][aria-selected="true"]').getAttribute("id"), "tab-config");
  await page.evaluate(() => document.querySelector("#g").setAttribute("view", "history"));
  assert.equal(await glass(page, "(g) => g.updateComplete.then(() => g.shown.view)"), "history");
  assert.deepEqual(await told(page), []);
});

test("a document is shown as it is asked for, told when it is picked, and goes with its image", async (t) => {
  const page = await site.page(t);
  await put(page, { src: MANY, view: "raw", image: "0", document: "index.json" });
  await settled(page);
  const document = page.locator(".raw-view select");
  const shown = async () => [await document.inputValue(), await glass(page, "(g) => g.shown.document")];
  await document.waitFor();
  assert.deepEqual(await shown(), ["index.json", "index.json"]);
  const { id, digest } = await glass(page, "(g) => g.report.images[0]");
  await told(page);
  await document.selectOption(id);
  assert.deepEqual(await picks(page), [{ view: "raw", image: digest, layer: null, document: id, path: null }]);
  assert.equal(await glass(page, "(g) => g.document"), id);
  await glass(page, "(g) => ((g.image = '1'), g.updateComplete.then(() => 0))");
  assert.deepEqual(await shown(), [await glass(page, "(g) => g.report.images[1].digest"), null]);
  await glass(page, "(g) => ((g.image = '0'), (g.document = 'index.json'), g.updateComplete.then(() => 0))");
  assert.deepEqual(await shown(), ["index.json", "index.json"]);
  assert.deepEqual(await told(page), []);
});

test("theme and lang are attributes as well as properties", async (t) => {
  const page = await site.page(t);
  await put(page, { src: SRC });
  await settled(page);
  const paper = () => glass(page, "(g) => getComputedStyle(g).backgroundColor");
  await glass(page, "(g) => ((g.theme = 'dark'), (g.lang = 'zh'), g.updateComplete.then(() => 0))");
  const dark = await paper();
  assert.deepEqual(await glass(page, "(g) => [g.getAttribute('theme'), g.getAttribute('lang')]"), ["dark", "zh"]);
  await glass(page, "(g) => ((g.theme = 'light'), g.updateComplete.then(() => 0))");
  assert.notEqual(await paper(), dark);
  assert.match(await page.locator("#tab-history").textContent(), /[\u4e00-\u9fff]/);
  await page.evaluate(() => document.querySelector("#g").removeAttribute("lang"));
  assert.deepEqual(await glass(page, "(g) => g.updateComplete.then(() => [g.lang, g.hasAttribute('lang')])"), [
    "",
    false,
  ]);
  assert.match(await page.locator("#tab-history").textContent(), /History/);
});
