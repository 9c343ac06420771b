// Several open images: the row that holds them, what is said of moving between them, and closing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, drop, enter, failed, fixture, glass, madeUp, opened, said, start, title } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const row = (page) => page.getByRole("navigation", { name: "Open images" });
const names = (count) => Array.from({ length: count }, (_, n) => `some-archive-with-a-long-name-${n + 10}.tar`);

/** Opens made-up files, and waits until each is known to be none. */
async function several(page, files) {
  await choose(page, ...files.map((name) => madeUp(name, "no archive")));
  await page.waitForFunction(
    (count) => document.querySelector("#strip").textContent.split("not opened").length > count,
    files.length,
  );
}

/** The current entry lies in the row with its ×. */
async function isInSight(page) {
  const box = await row(page).boundingBox();
  const entry = await row(page)
    .locator("li", { has: page.locator("[aria-current]") })
    .boundingBox();
  assert.ok(entry.x >= box.x, `${entry.x} is left of ${box.x}`);
  assert.ok(entry.x + entry.width <= box.x + box.width, `${entry.x + entry.width} is right of ${box.x + box.width}`);
}

for (const [width, count] of [
  [1280, 13],
  [390, 3],
  [320, 2],
]) {
  test(`the current one of ${count} is in sight (${width} pixels wide)`, async (t) => {
    const page = await browser.page(t, { viewport: { width, height: 800 } });
    await several(page, names(count));
    await isInSight(page);
    for (const key of ["[", "[", "]", "]"]) {
      await page.keyboard.press(key);
      await isInSight(page);
    }
    await page.keyboard.press("[");
    assert.match(await row(page).locator("[aria-current]").innerText(), new RegExp(names(count).at(-1)));
    assert.ok(
      (await row(page)
        .locator("ul")
        .evaluate(({ scrollLeft }) => scrollLeft)) > 0,
      "nothing had to be scrolled",
    );
    assert.equal(await page.evaluate(() => scrollY), 0);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  });
}

test("a second image moves nothing", async (t) => {
  const page = await browser.page(t);
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  const before = await glass(page).boundingBox();
  await choose(page, fixture("multi-docker28.tar"));
  await opened(page);
  assert.equal((await glass(page).boundingBox()).y, before.y);
});

test("who moves between open images is told where they are", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  const { images } = await glass(page).evaluate(({ report }) => report);
  await choose(page, madeUp("notes.txt", "no archive"));
  await failed(page);
  assert.equal(await said(page), "");
  await page.keyboard.press("]");
  assert.equal(await said(page), "sample.tar, 1 of 2");
  await page.keyboard.press("[");
  assert.equal(await said(page), "notes.txt, 2 of 2 not opened");
  await enter(page, images[1].layers[4].digest);
  assert.equal(await said(page), "digest: layer 5 in sample.tar");
  await page.goBack();
  assert.equal(await said(page), "notes.txt, 2 of 2 not opened");
});

test("what was said of one thing is not left over beside the next, nor in another language", async (t) => {
  const page = await browser.page(t, { hash: "#/library" });
  const speak = (language) => page.locator("#language").selectOption(language, { force: true });
  await page.locator("#screen h2").waitFor();
  await page.getByRole("button", { name: "Settings" }).click();
  await speak("zh");
  await page.waitForFunction(() => /\p{Script=Han}/u.test(document.querySelector("#status").textContent));
  assert.equal(await said(page), await page.locator("#screen h2").innerText());
  await speak("en");
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  assert.equal(await said(page), "");
  await page.keyboard.press("x");
  assert.equal(await said(page), "Closed small-docker28.tar");
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  assert.equal(await said(page), "");
});

for (const width of [1280, 390]) {
  test(`who opens the sample by keyboard goes on from what opened (${width} pixels wide)`, async (t) => {
    const page = await browser.page(t, { viewport: { width, height: 800 } });
    await page.locator("#open-sample").focus();
    await page.keyboard.press("Enter");
    await opened(page);
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  });
}

test("who is in an image that goes out of sight goes on from the one that comes", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  await glass(page).getByRole("tab", { name: "Overview" }).focus();
  await page.keyboard.press("[");
  await title(page).getByText("notes:1.0").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

test("several that were closed come back one after the other, each to its place", async (t) => {
  const page = await browser.page(t);
  await several(page, ["one.tar", "two.tar", "three.tar"]);
  await page.keyboard.press("x");
  await page.keyboard.press("]");
  await page.keyboard.press("x");
  assert.deepEqual(await row(page).locator("bdi").allTextContents(), ["two.tar"]);
  await page.keyboard.press("u");
  assert.equal(await said(page), "three.tar is back");
  assert.match(await page.locator("#toast").innerText(), /Closed one\.tar/);
  await page.keyboard.press("u");
  assert.equal(await said(page), "one.tar is back");
  assert.deepEqual(await row(page).locator("bdi").allTextContents(), ["one.tar", "two.tar", "three.tar"]);
  assert.equal(await page.locator("#toast").innerText(), "");
});

test("the sheet of keys begins at its beginning, and gives way to what is dropped", async (t) => {
  const page = await browser.page(t, { viewport: { width: 640, height: 420 } });
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  const { scrollTop, scrollHeight, clientHeight } = await sheet.evaluate((it) => ({
    scrollTop: it.scrollTop,
    scrollHeight: it.scrollHeight,
    clientHeight: it.clientHeight,
  }));
  assert.ok(scrollHeight > clientHeight, "all of it is seen");
  assert.equal(scrollTop, 0);
  await drop(page, fixture("small-docker28.tar"));
  await opened(page);
  assert.ok(await sheet.isHidden());
});
