// The element while things change: its source, its attributes, its place in the document.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aWhile, onElement, put, said, settled, startSite, told, until } from "./element-page.mjs";
import { noWorkers } from "../support/workers.mjs";

const ONE = "/fixtures/small-docker28.tar";
const OTHER = "/fixtures/small-podman-oci-gzip.tar";
const HELD = "/held/small-docker26.tar";

let site;
/** Answers that wait, by their path, until a test lets them go. */
let held = [];
before(async () => {
  site = await startSite({
    answer: (path, response) => {
      if (!path.startsWith("/held/")) return false;
      held.push(response);
      return true;
    },
  });
});
after(async () => {
  for (const response of held) response.destroy();
  await site?.close();
});

const name = (page) => page.evaluate(() => document.querySelector("#g").name);
const asked = (path) => site.server.requests.filter((each) => each === path).length;

test("a source that is replaced while it is opened never shows", async (t) => {
  const page = await site.page(t);
  await put(page, { src: HELD });
  await page.waitForFunction(() => told.some(({ name }) => name === "request"));
  await onElement(page, (glass, src) => (glass.src = src), ONE);
  await settled(page);
  for (const response of held.splice(0)) response.end("too late");
  await aWhile(page);
  assert.equal(await name(page), "small-docker28.tar");
  assert.deepEqual(await told(page), [
    "state opening",
    "request",
    "state opening",
    "request",
    "state open",
    "load",
    "request",
  ]);
  assert.match(await said(page), /^small-docker28\.tar is open: 1 image, 0 findings$/);
});

test("several changes in one tick are one", async (t) => {
  const page = await site.page(t);
  await put(page, {});
  const before = asked(ONE) + asked(OTHER);
  await onElement(
    page,
    (glass, [one, other]) => {
      glass.src = other;
      glass.view = "history";
      glass.src = "/held/never.tar";
      glass.removeAttribute("src");
      glass.src = one;
      glass.layer = "0";
    },
    [ONE, OTHER],
  );
  await settled(page);
  assert.deepEqual(await told(page), ["state opening", "request", "state open", "load", "request"]);
  assert.equal(asked(ONE) + asked(OTHER), before + 2);
  assert.equal(asked("/held/never.tar"), 0);
  assert.deepEqual(await page.evaluate(() => document.querySelector("#g").shown.view), "history");
});

test("attributes that change while it is opened count when it is open", async (t) => {
  const page = await site.page(t);
  await put(page, { src: "/held/late.tar", view: "config" });
  await until(page, "opening");
  await onElement(page, (glass) => {
    glass.view = "layers";
    glass.layer = "0";
    glass.theme = "dark";
    glass.lang = "zh";
    glass.loading = "click";
  });
  await page.waitForFunction(() => /取消/.test(document.querySelector("#g").shadowRoot.textContent));
  const bytes = await (await page.request.get(new URL(ONE, page.url()).href)).body();
  // It is opening before its request is here.
  for (let waited = 0; held.length === 0 && waited < 100; waited++) await new Promise((go) => setTimeout(go, 50));
  for (const response of held.splice(0)) response.end(bytes);
  await until(page, "open");
  const { view, layer } = await page.evaluate(() => document.querySelector("#g").shown);
  assert.deepEqual({ view, layer }, { view: "layers", layer: 0 });
  for (const response of held.splice(0)) response.end(bytes);
});

test("taken out while it is opened it says nothing more and lets go of everything", async (t) => {
  const page = await site.page(t);
  await put(page, { src: "/held/gone.tar" });
  await until(page, "opening");
  await page.waitForFunction(() => told.some(({ name }) => name === "request"));
  await told(page);
  assert.equal(page.workers().length, 1);
  await onElement(page, (glass) => {
    globalThis.glass = glass;
    glass.remove();
  });
  for (const response of held.splice(0)) response.end("too late");
  await aWhile(page);
  assert.deepEqual(await told(page), []);
  await noWorkers(page);
  assert.equal(await page.evaluate(() => glass.state), "empty");
});

test("what is set while it is out of the document waits until it is back", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE });
  await settled(page);
  await onElement(page, (glass) => ((globalThis.glass = glass), glass.remove()));
  await aWhile(page);
  await told(page);
  const before = asked(OTHER);
  await page.evaluate((src) => (glass.src = src), OTHER);
  await aWhile(page);
  assert.deepEqual([await told(page), asked(OTHER) - before], [[], 0]);
  await page.evaluate(() => {
    glass.src = "/held/never.tar";
    document.body.append(glass);
    glass.src = "/fixtures/small-podman-oci-gzip.tar";
  });
  await settled(page);
  assert.equal(await name(page), "small-podman-oci-gzip.tar");
  assert.deepEqual((await told(page)).slice(0, 4), ["state opening", "request", "state open", "load"]);
  assert.equal(asked("/held/never.tar"), 0);
});

test("moved within one task it stays as it is", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE, view: "history" });
  await settled(page);
  await told(page);
  const before = asked(ONE);
  await onElement(page, (glass) => {
    const box = document.body.appendChild(document.createElement("div"));
    globalThis.report = glass.report;
    box.append(glass);
  });
  await aWhile(page);
  assert.equal(await page.evaluate(() => document.querySelector("#g").report === report), true);
  assert.deepEqual([await told(page), asked(ONE) - before], [[], 0]);
  await page.locator("#tab-layers").click();
  assert.deepEqual(await told(page), ["select"]);
});

test("taken out and put back it is opened again", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE });
  await settled(page);
  await told(page);
  await onElement(page, (glass) => ((globalThis.glass = glass), glass.remove()));
  await aWhile(page);
  await noWorkers(page);
  await page.evaluate(() => document.body.append(glass));
  await settled(page);
  assert.deepEqual((await told(page)).slice(0, 4), ["state opening", "request", "state open", "load"]);
});

test("the same file again is nothing new; a file goes before src", async (t) => {
  const page = await site.page(t);
  await put(page, {});
  const load = `async (glass, src) => {
    globalThis.chosen ??= new File([await (await fetch(src)).blob()], "chosen.tar");
    glass.file = chosen;
    glass.src = "/held/never.tar";
  }`;
  await onElement(page, load, ONE);
  await settled(page);
  await told(page);
  await onElement(page, load, ONE);
  await onElement(page, (glass) => (glass.src = "/held/never-either.tar"));
  await aWhile(page);
  assert.deepEqual([await told(page), await name(page)], [[], "chosen.tar"]);
  await onElement(page, (glass, src) => ((glass.src = src), (glass.file = null)), OTHER);
  await settled(page);
  assert.equal(await name(page), "small-podman-oci-gzip.tar");
});

test("what was set before the tag was defined counts", async (t) => {
  const page = await site.page(t, { isDefined: false });
  await page.evaluate(async (src) => {
    const glass = Object.assign(document.createElement("layer-glass"), { id: "g" });
    document.body.append(glass);
    glass.file = new File([await (await fetch(src)).blob()], "early.tar");
    glass.view = "layers";
    glass.layer = 0;
    glass.lang = "zh";
    await define();
  }, ONE);
  await settled(page);
  assert.deepEqual(
    await page.evaluate(() => {
      const { name, shown, lang } = document.querySelector("#g");
      return { name, view: shown.view, layer: shown.layer, lang };
    }),
    { name: "early.tar", view: "layers", layer: 0, lang: "zh" },
  );
  assert.match(await page.locator("#tab-layers").textContent(), /层/);
});

test("what listens may choose another source at once", async (t) => {
  const page = await site.page(t);
  await page.evaluate((src) => {
    addEventListener("layerglass-error", ({ target }) => (target.src = src), { once: true });
  }, ONE);
  await put(page, { src: "http://[" });
  await settled(page);
  assert.deepEqual((await told(page)).slice(0, 4), ["state failed", "error", "state opening", "request"]);
});

test("languages that change quickly end with the last", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE });
  await settled(page);
  await page.evaluate(async () => {
    document.documentElement.lang = "zh-CN";
    await Promise.resolve();
    document.documentElement.lang = "en";
  });
  await aWhile(page);
  assert.match(await page.locator("#tab-overview").textContent(), /Overview/);
  // From around a shadow root too.
  await onElement(page, (glass) => {
    const box = document.body.appendChild(document.createElement("div"));
    box.lang = "zh";
    box.attachShadow({ mode: "open" }).append(glass);
    globalThis.glass = glass;
  });
  await page.evaluate(() => (glass.view = "layers"));
  await page.waitForFunction(() => /概览/.test(glass.shadowRoot.textContent));
});
