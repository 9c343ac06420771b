// The page keeps its promises whatever an image holds and wherever the page lies.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hostile } from "./archives.mjs";
import {
  choose,
  drop,
  failed,
  fixture,
  fixtures,
  glass,
  madeUp,
  opened,
  said,
  site,
  start,
  title,
  trust,
  view,
} from "./page.mjs";

const TABS = ["Overview", "Layers", "Files", "History", "Waste", "Config", "Raw"];

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** All text of the element, as its shadow root holds it. */
const textOf = (page) => glass(page).evaluate((element) => element.shadowRoot.querySelector(".glass").textContent);

test("strings of an image are text, never markup, and cannot hide or reorder anything", async (t) => {
  const page = await browser.page(t);
  await choose(page, madeUp("<img src=x onerror=alert(0)>.tar", hostile()));
  await opened(page);
  let all = await page.title();
  for (const tab of TABS) {
    await view(page, tab);
    if (tab === "History") await glass(page).getByRole("button", { name: "Unfold all" }).click();
    all += await textOf(page);
    assert.equal(await glass(page).locator("img, script, iframe, a[href^='javascript']").count(), 0, tab);
  }
  for (const words of [
    "<img src=x onerror=alert(1)>",
    "<script>alert(2)</script>",
    "<svg onload=alert(4)>",
    "alert(6)",
  ]) {
    assert.ok(all.includes(words), words);
  }
  assert.match(all, /\\u\{202e\}gnp\.exe/);
  assert.doesNotMatch(all, /[\u202a-\u202e\u2066-\u2069]/);
});

test("the fixture with names that are markup opens as text", async (t) => {
  const page = await browser.page(t);
  await drop(page, fixture("edge-docker28-save.tar"));
  await opened(page);
  assert.equal(await glass(page).locator("img").count(), 0);
});

test("a file whose name reorders text does not reorder the page's", async (t) => {
  const page = await browser.page(t);
  await choose(page, madeUp("a\u202etxt.rat", "text"), madeUp("b.tar", "text"));
  await page.getByRole("navigation", { name: "Open images" }).getByText("not opened").first().waitFor();
  assert.doesNotMatch(await page.locator("body").innerText(), /\u202e/);
  assert.doesNotMatch(await page.title(), /\u202e/);
});

test("very long strings are cut, and shown on request", async (t) => {
  const page = await browser.page(t);
  await choose(page, madeUp("long.tar", hostile()));
  await opened(page);
  await view(page, "Config");
  const more = glass(page).getByRole("button", { name: "more characters" });
  assert.ok((await more.count()) >= 2);
  await more.first().click();
  assert.ok((await textOf(page)).includes("x".repeat(15_000)));
});

for (const width of [390, 1280, 1920]) {
  test(`the margins of a page that does not scroll are equal, ${width} pixels wide`, async (t) => {
    const page = await browser.page(t, { viewport: { width, height: 900 } });
    const { left, right } = await page.evaluate(() => document.body.getBoundingClientRect().toJSON());
    assert.equal(left, width - right);
  });
}

test("the name of the page stands in one line, or not at all where there is no room", async (t) => {
  const page = await browser.page(t);
  for (const width of [320, 360, 375, 390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const { height } = await page.locator(".wordmark span").boundingBox();
    assert.ok(height < 30, `${height} pixels high in ${width}`);
  }
});

for (const width of [320, 390]) {
  test(`nothing is wider than a screen of ${width} pixels`, async (t) => {
    const page = await browser.page(t, { viewport: { width, height: 800 } });
    const isWithin = async (what) =>
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, what);
    await isWithin("empty");
    await choose(page, madeUp("no-archive.txt", "text".repeat(300)));
    await failed(page);
    await isWithin("failure");
    for (const [name, file] of [
      ["hostile", madeUp(`${"long-name-".repeat(20)}.tar`, hostile())],
      ...fixtures.map((name) => [name, fixture(name)]),
    ]) {
      await choose(page, file);
      await opened(page);
      for (const tab of TABS) {
        if ((await glass(page).getByRole("tab", { name: tab }).count()) === 0) continue;
        await view(page, tab);
        await isWithin(`${name}, ${tab}`);
      }
    }
  });
}

test("at 200 % on a screen of 1280 pixels nothing is cut, and nothing scrolls sideways", async (t) => {
  // What zoom does to a page: half as many of its pixels, each twice as large.
  const page = await browser.page(t, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, hash: "#/sample" });
  await opened(page);
  await page.getByRole("button", { name: "Take the two-minute tour" }).click();
  const panel = await page.locator(".tour").boundingBox();
  assert.ok(panel.y >= 0 && panel.y + panel.height <= 400, "the tour is cut");
  for (const tab of TABS) {
    await view(page, tab);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640, tab);
  }
});

test("the page works under any path, and asks for its own files only", async (t) => {
  const elsewhere = await start({ path: "/some/where/deep/" });
  t.after(() => elsewhere.close());
  const page = await elsewhere.page(t);
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  assert.ok(elsewhere.server.requests.length > 4);
  for (const asked of elsewhere.server.requests) assert.ok(asked.startsWith("/some/where/deep/"), asked);
});

test("the page works under its policy as a header, with what only a header can say", async (t) => {
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(
    readFileSync(join(site, "index.html"), "utf8"),
  );
  const strict = await start({ headers: { "content-security-policy": `${policy}; frame-ancestors 'none'` } });
  t.after(() => strict.close());
  const page = await strict.page(t);
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  for (const tab of TABS) await view(page, tab);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|\*/);
});

test("a file that is opened causes no request at all, and a view one for its code once it is looked at", async (t) => {
  const { requests } = browser.server;
  const page = await browser.page(t);
  await choose(page, fixture("small-docker20.tar"));
  await opened(page);
  const asked = requests.length;
  await choose(page, fixture("multiarch-podman.tar"));
  await opened(page);
  await glass(page).getByRole("button", { name: "Verify digests" }).click();
  await glass(page).locator(".outcome").waitFor();
  await page.waitForTimeout(500);
  assert.deepEqual(requests.slice(asked), []);
  await view(page, "Config");
  await glass(page).locator(".config-view").waitFor();
  assert.match(requests.slice(asked).join(" "), /^\/config-\w+\.js\b/);
  assert.ok(!requests.slice(asked).some((path) => /^\/(raw|files|waste|history)-/.test(path)));
  assert.equal(await trust(page), "0 requests · nothing left this browser");
});

test("the page reads as an outline with landmarks, and says what happens", async (t) => {
  const page = await browser.page(t);
  for (const landmark of ["main", "contentinfo"]) assert.equal(await page.getByRole(landmark).count(), 1);
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), "layerglass");
  const levels = await page.getByRole("heading").evaluateAll((list) => list.map(({ tagName }) => tagName));
  assert.deepEqual(levels.slice(0, 3), ["H1", "H2", "H3"]);
  const live = glass(page).locator("[role=status]");
  assert.match((await live.textContent()) ?? "", /sample\.tar is open: 2 images, 0 findings/);
});

test("digests and names are copied whole", async (t) => {
  const page = await browser.page(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await glass(page).getByRole("button", { name: "Copy image ID" }).click();
  await glass(page).getByText("Copied", { exact: true }).waitFor();
  assert.match(await copied(), /^sha256:[0-9a-f]{64}$/);
  await glass(page).locator(".head").getByRole("button", { name: "Copy name" }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) === "registry.example/notes:1.0");
  assert.equal(await title(page).textContent(), "registry.example/notes:1.0");
  assert.equal(await said(page), "");
});
