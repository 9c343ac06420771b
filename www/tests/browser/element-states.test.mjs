// Wrong attributes and sources that cannot be shown: each a designed state in both languages, told to everybody.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { pathOf } from "../support/fixtures.mjs";
import { noWorkers } from "../support/workers.mjs";
import { serveEngine, STRICT } from "./engine-page.mjs";
import { give, put, RESOURCE, said, settled, startSite, told, until } from "./element-page.mjs";

const ARCHIVE = "small-docker28.tar";
const SRC = `/fixtures/${ARCHIVE}`;
const LANGUAGES = ["en", "zh"];
const CHINESE = /[\u4e00-\u9fff]/;

let elsewhere;
let site;
before(async () => {
  // It lets nobody read what it has.
  elsewhere = await serveEngine();
  site = await startSite({ policy: STRICT.replace("connect-src", `connect-src ${elsewhere.origin}`), files: FILES });
});
after(async () => {
  await site?.close();
  await elsewhere?.close();
});

const whole = readFileSync(pathOf(ARCHIVE));
const FILES = {
  "/page.html": "<!doctype html><title>Sign in</title><p>Sign in to go on",
  "/notes.txt": "no image, only text\n".repeat(200),
  "/cut.tar": whole.subarray(0, 300),
  "/empty.tar": "",
  "/zeros.tar.gz": gzipSync(Buffer.alloc(64 << 20)),
  "/noise.gz": Buffer.concat([gzipSync(whole).subarray(0, 60), Buffer.alloc(400, 0x5a)]),
};

for (const lang of LANGUAGES) {
  const WRONG = [
    ["view", "sideways", "element/attribute", "overview, layers, files, history, waste, config, raw"],
    ["theme", "purple", "element/attribute", "auto, light, dark"],
    ["loading", "someday", "element/attribute", "eager, lazy, click"],
    ["lang", "tlh", "element/attribute", lang === "en" ? "en, zh" : "zh, en"],
    ["layer", "99", "usage/no-such-layer", ""],
    ["image", "example/other:1", "usage/no-such-image", ""],
    ["platform", "plan9", "platform/invalid", "os/architecture[/variant]"],
    ["platform", "plan9/mips", "element/no-such-platform", "linux/amd64"],
  ];
  for (const [attribute, value, code, known] of WRONG) {
    test(`${attribute}="${value}" is noticed and the image shown, in ${lang}`, async (t) => {
      const page = await site.page(t);
      await put(page, { src: SRC, [attribute]: value }, { lang });
      await settled(page);
      const notice = page.locator(".notice");
      assert.equal(await notice.count(), 1);
      const text = await notice.textContent();
      for (const part of [value, code, known]) assert.ok(text.includes(part), `${part} is not in: ${text}`);
      assert.equal(CHINESE.test(text), lang === "zh");
      assert.ok((await said(page)).includes(value), await said(page));
      assert.ok(await page.locator(".panel").isVisible());
      assert.ok(await page.locator(".stack").isVisible());
    });
  }

  test(`a wrong value that a script sets later is noticed and said, and one that is put right is gone, in ${lang}`, async (t) => {
    const page = await site.page(t);
    await put(page, { src: SRC }, { lang });
    await settled(page);
    const set = (values) => page.evaluate((values) => void Object.assign(document.querySelector("#g"), values), values);
    await set({ layer: -7, view: 12 });
    await page.waitForFunction(() => document.querySelector("#g").shadowRoot.querySelectorAll(".notice").length === 2);
    assert.match(await said(page), /-7.*12|12.*-7/);
    await set({ layer: 0, view: undefined });
    await page.waitForFunction(() => !document.querySelector("#g").shadowRoot.querySelector(".notice"));
    assert.deepEqual(
      (await told(page)).filter((name) => name === "select" || name === "error"),
      [],
    );
  });

  for (const view of ["resolution", "tags", "referrers"]) {
    test(`view="${view}" says that it is not in this version, in ${lang}`, async (t) => {
      const page = await site.page(t);
      await put(page, { src: SRC, view }, { lang });
      await settled(page);
      const panel = await page.locator(".panel").textContent();
      assert.equal(panel.includes("Not in this version"), lang === "en", panel);
      assert.equal(CHINESE.test(panel), lang === "zh", panel);
      assert.ok(panel.includes(view), panel);
      assert.equal(await page.locator(".notice").count(), 0);
      assert.equal(await page.locator('[role="tab"][aria-selected="true"]').count(), 0);
      assert.match(await said(page), new RegExp(`small-docker28\\.tar.*${view}`));
      await page.locator("#tab-history").click();
      assert.equal(await page.evaluate(() => document.querySelector("#g").view), "history");
    });
  }

  const FAILING = {
    "an image of a registry": [{ image: "mysql:8" }, "source/not-yet"],
    "no address": [{ src: "http://[" }, "usage/url"],
    "an address of another kind": [{ src: "mailto:somebody@example.com" }, "source/scheme"],
    "a page": [{ src: "/page.html" }, "archive/not-an-archive"],
    "nothing there": [{ src: "/gone.tar" }, "network/status"],
    "a host that allows nobody": [{ src: () => `${elsewhere.origin}${SRC}` }, "network/failed"],
    "a text": [{ src: "/notes.txt" }, "archive/not-an-archive"],
    "an archive that is cut": [{ src: "/cut.tar" }, "tar/truncated"],
    "an empty file": [{ src: "/empty.tar" }, "source/empty"],
    "64 MiB of zeros in 64 kB": [{ src: "/zeros.tar.gz" }, "archive/empty"],
    "a damaged file": [{ src: "/noise.gz" }, "compression/corrupt"],
  };
  for (const [what, [given, code]] of Object.entries(FAILING)) {
    test(`${what} is told as a state with a way on, in ${lang}`, async (t) => {
      const page = await site.page(t, { allow: [elsewhere.origin], console: RESOURCE });
      const attributes = Object.entries(given).map(([name, of]) => [name, typeof of === "function" ? of() : of]);
      await put(page, Object.fromEntries(attributes), { lang });
      await until(page, "failed");
      await assertFailure(page, lang, code);
      const before = await told(page);
      assert.equal(before.at(-1), "error");
      await page.getByRole("button", { name: lang === "en" ? "Try again" : "重试" }).click();
      await page.waitForFunction(() => told.some(({ name }) => name === "error"));
      await assertFailure(page, lang, code);
    });
  }
}

async function assertFailure(page, lang, code) {
  const failure = page.locator(".failure");
  await failure.waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("#g").error.code), code);
  const title = await failure.locator("h2").textContent();
  const [saw, helps, last] = [await failure.locator("dd").first().textContent(), "dt", failure.locator("dd code")];
  const terms = await failure.locator(helps).allTextContents();
  const wanted = lang === "en" ? ["What was seen", "What helps", "Code"] : [];
  for (const term of wanted) assert.ok(terms.includes(term), `${term} is not in ${terms}`);
  assert.ok(terms.length >= 3, terms.join());
  assert.equal(await last.textContent(), code);
  assert.ok(saw.length > 5, saw);
  for (const text of [title, terms.join(), saw]) assert.equal(CHINESE.test(text), lang === "zh", text);
  assert.ok((await said(page)).includes(title), `${await said(page)} does not hold ${title}`);
}

test("a file that was changed since it was chosen is told, and tried again", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-changed-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "changed.tar");
  writeFileSync(path, whole);
  // The change is told by the file's time, so both writes must not have the same one.
  utimesSync(path, 1e9, 1e9);
  const page = await site.page(t);
  await put(page, {});
  await page.setInputFiles("#file", path);
  // A browser may look at a file no sooner than somebody asks for its size.
  assert.equal(await page.evaluate(() => document.querySelector("#file").files[0].size), whole.length);
  writeFileSync(path, Buffer.concat([whole, whole]));
  await page.evaluate(() => (document.querySelector("#g").file = document.querySelector("#file").files[0]));
  await until(page, "failed");
  await assertFailure(page, "en", "source/unreadable");
  await noWorkers(page);
});

test("what is no source at all is a state too", async (t) => {
  const page = await site.page(t);
  await put(page, {});
  for (const [value, code] of [
    ["a text", "reference/path"],
    [7, "usage/source"],
    [{}, "usage/source"],
  ]) {
    await page.evaluate((value) => (document.querySelector("#g").file = value), value);
    await page.waitForFunction(() => told.some(({ name }) => name === "error"));
    assert.equal(await page.evaluate(() => document.querySelector("#g").error.code), code);
    await told(page);
  }
  await page.evaluate(() => (document.querySelector("#g").file = undefined));
  await until(page, "empty");
  assert.match(await page.locator(".state").textContent(), /Nothing to show yet/);
  await page.evaluate((src) => (document.querySelector("#g").src = new URL(src, location.href)), SRC);
  await settled(page);
});
