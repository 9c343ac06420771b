// The page keeps its promises whatever an image holds and wherever the page lies.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hostile } from "./archives.mjs";
import { choose, drop, fixture, fixtures, madeUp, opened, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

test("strings of an image are text, never markup, and cannot hide or reorder anything", async (t) => {
  const page = await browser.page(t);
  await choose(page, madeUp("<img src=x onerror=alert(0)>.tar", hostile()));
  await opened(page);
  const main = (await page.locator("main").textContent()) ?? "";
  for (const words of ["<img src=x onerror=alert(1)>", "<script>alert(2)</script>", "<svg onload=alert(4)>"]) {
    assert.ok(main.includes(words), words);
  }
  assert.equal(await page.locator("main img, main script, main svg, main a").count(), 0);
  assert.match(main, /REORDERED=\\u\{202e\}gnp\.exe/);
  assert.doesNotMatch(main, /[\u202a-\u202e\u2066-\u2069]/);
});

test("the fixture with names that are markup opens as text", async (t) => {
  const page = await browser.page(t);
  await drop(page, fixture("edge-docker28-save.tar"));
  await opened(page);
  assert.equal(await page.locator("main img").count(), 0);
});

test("very long strings are cut, and shown on request", async (t) => {
  const page = await browser.page(t);
  await choose(page, madeUp("long.tar", hostile()));
  await opened(page);
  const more = page.getByRole("button", { name: "more characters" });
  const before = await more.count();
  await more.first().click();
  assert.ok((await page.locator("main").textContent())?.includes("x".repeat(15_000)));
  assert.ok(before >= 3);
});

for (const width of [320, 390]) {
  test(`nothing is wider than a screen of ${width} pixels`, async (t) => {
    const page = await browser.page(t, { viewport: { width, height: 800 } });
    const width_ = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok((await width_()) <= width, "empty");
    await choose(page, madeUp("no-archive.txt", "text".repeat(300)));
    await page.locator(".failure").waitFor();
    assert.ok((await width_()) <= width, "failure");
    await choose(page, madeUp(`${"long-name-".repeat(20)}.tar`, hostile()));
    await opened(page);
    assert.ok((await width_()) <= width, "hostile");
    for (const name of fixtures) {
      await choose(page, fixture(name));
      await page.waitForFunction((name) => document.title.startsWith(name.slice(0, 60)), name);
      await opened(page);
      assert.ok((await width_()) <= width, name);
    }
  });
}

test("the page works under any path, and asks for its own files only", async (t) => {
  const elsewhere = await start({ path: "/some/where/deep/" });
  t.after(() => elsewhere.close());
  const page = await elsewhere.page(t);
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  assert.ok(elsewhere.server.requests.length > 4);
  for (const asked of elsewhere.server.requests) assert.ok(asked.startsWith("/some/where/deep/"), asked);
});

test("a file that is opened causes no request at all", async (t) => {
  const page = await browser.page(t);
  await choose(page, fixture("small-docker20.tar"));
  await opened(page);
  const asked = browser.server.requests.length;
  await choose(page, fixture("multiarch-podman.tar"));
  await page.getByRole("button", { name: /s390x/ }).first().waitFor();
  await opened(page);
  await page.getByRole("button", { name: "Verify digests" }).click();
  await page.locator(".outcome").waitFor();
  assert.equal(browser.server.requests.length, asked);
  assert.equal(await page.locator("#trust").textContent(), "0 requests · nothing left this browser");
});

test("everything can be reached by keyboard, in the order in which it is read", async (t) => {
  const page = await browser.page(t);
  await page.locator("#url").focus();
  const focused = () => page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);
  const reached = [];
  for (let n = 0; n < 3; n++) {
    await page.keyboard.press("Tab");
    reached.push(await focused());
  }
  assert.deepEqual(reached, ["Open", "Choose file…", "Open the sample"]);
  await page.keyboard.press("Enter");
  await opened(page);
  const wanted = await page.locator("button:visible").count();
  await page.locator("#url").focus();
  for (let n = 0; n < wanted; n++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const { outlineStyle } = getComputedStyle(document.activeElement);
      return document.activeElement?.tagName === "BUTTON" && outlineStyle !== "none";
    });
    assert.ok(seen, `button ${n + 1} of ${wanted}`);
  }
});

test("the page reads as an outline with landmarks, and says what happens", async (t) => {
  const page = await browser.page(t);
  for (const landmark of ["banner", "main", "contentinfo"]) assert.equal(await page.getByRole(landmark).count(), 1);
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  const headings = await page.locator("h1, h2, h3").evaluateAll((list) => list.map((h) => h.tagName + h.textContent));
  assert.deepEqual(headings, ["H1registry.example/notes:1.0", "H2Layers", "H2Config", "H2History"]);
  assert.match((await page.locator("#status").textContent()) ?? "", /^sample\.tar is open: 2 images, 0 findings$/);
  assert.equal(await page.locator("[aria-live], [role=status], [role=alert]").count(), 1);
});

test("digests and names are copied whole", async (t) => {
  const page = await browser.page(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy image ID" }).click();
  await page.getByText("Copied", { exact: true }).waitFor();
  assert.match(await copied(), /^sha256:[0-9a-f]{64}$/);
  await page.getByRole("button", { name: "Copy name" }).first().click();
  await page.waitForFunction(() => document.querySelector("#status")?.textContent === "name copied");
  assert.equal(await copied(), "registry.example/notes:1.0");
});
