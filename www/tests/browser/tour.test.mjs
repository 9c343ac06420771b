// Two minutes with the sample.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, fixture, glass, hash, loaded, opened, said, start, title } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const STEPS = [
  ["An image is layers", "Overview", "notes:1.0", "stack"],
  ["Each layer comes from an instruction", "Layers", "notes:1.0", "panel"],
  ["Some instructions make no layer", "History", "notes:1.0", "panel"],
  ["Layers are shared", "Layers", "notes:1.1", "stack"],
  ["A tag is a name for a digest", "Overview", "notes:1.0", "head"],
  ["Nothing was run", "Config", "notes:1.0", "panel"],
];

async function isAt(page, n) {
  const [heading, tab, name, part] = STEPS[n];
  const panel = page.getByRole("complementary", { name: "Tour of the sample" });
  await panel.getByRole("heading", { level: 2, name: heading }).waitFor();
  await panel.getByText(`Step ${n + 1} of 6`).waitFor();
  await title(page).getByText(name).waitFor();
  assert.equal(await glass(page).getByRole("tab", { name: tab }).getAttribute("aria-selected"), "true");
  assert.equal(await glass(page).getAttribute("data-pointed"), part);
  await loaded(page);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  // What it points at begins in sight, and so much of it stands above the tour that it can be seen what is meant.
  const box = await glass(page).locator(`[part~=${part}]`).boundingBox();
  const tour = await page.locator(".tour").boundingBox();
  assert.ok(box.y >= 0, `${part} begins above the window`);
  assert.ok(box.y + Math.min(box.height, 150) <= tour.y, `${part} lies under the tour`);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), heading);
}

for (const width of [1280, 390]) {
  test(`the sample offers it, and it leads through the element (${width} pixels wide)`, async (t) => {
    const page = await browser.page(t, { hash: "#/sample", viewport: { width, height: 800 } });
    await opened(page);
    await page.getByRole("button", { name: "Take the two-minute tour" }).click();
    for (const n of STEPS.keys()) {
      await isAt(page, n);
      if (n < STEPS.length - 1) await page.getByRole("button", { name: "Next" }).click();
    }
    await page.getByRole("button", { name: "Back" }).click();
    await isAt(page, 4);
    await page.getByRole("button", { name: "End tour" }).click();
    assert.equal(await page.locator(".tour").count(), 0);
    assert.equal(await glass(page).getAttribute("data-pointed"), null);
    assert.equal(await said(page), "The tour has ended");
  });
}

test("what a step says is so in the sample", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  const report = await glass(page).evaluate(({ report }) => report);
  const [first, second] = report.images;
  assert.equal(first.layers.length, 3);
  assert.equal(second.layers.length, 5);
  assert.deepEqual(
    second.layers.slice(0, 3).map(({ diffId }) => diffId),
    first.layers.map(({ diffId }) => diffId),
  );
  assert.deepEqual(
    first.names.map(({ raw }) => raw.split(":")[1]),
    ["1.0", "latest"],
  );
  const keywords = first.history.filter(({ emptyLayer }) => emptyLayer).map(({ instruction }) => instruction.keyword);
  assert.deepEqual(keywords, ["LABEL", "ENV", "EXPOSE", "USER", "WORKDIR", "ENTRYPOINT"]);
  assert.match(first.history[first.layers[0].history].createdBy, /COPY .*primes\.txt/);
});

test("by keyboard: arrows lead on and back, Escape ends it, and the last step asks for a file", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  await page.getByRole("button", { name: "Take the two-minute tour" }).focus();
  await page.keyboard.press("Enter");
  await isAt(page, 0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await isAt(page, 2);
  await page.keyboard.press("ArrowLeft");
  await isAt(page, 1);
  assert.match(await hash(page), /view=layers&layer=0/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".tour").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

test("it can be declined, and is not offered for anything else", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  await page.getByRole("button", { name: "No, thanks" }).click();
  assert.equal(await page.locator(".offer").count(), 0);
  // What is drawn again for another language stays declined.
  await page.locator("#language").selectOption("zh", { force: true });
  await page.getByRole("button", { name: "选择文件" }).waitFor();
  assert.equal(await page.locator(".offer").count(), 0);
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  assert.equal(await page.locator(".offer").count(), 0);
});

test("it ends when something else is shown", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  await page.getByRole("button", { name: "Take the two-minute tour" }).click();
  await isAt(page, 0);
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  assert.equal(await page.locator(".tour").count(), 0);
});
