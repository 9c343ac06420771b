// The page by keyboard alone: no step of these tests touches the mouse.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, fixture, glass, hash, madeUp, opened, said, start, title } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** What has the focus, also inside the element. */
const focused = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const { outlineStyle } = getComputedStyle(active);
    const name = active.getAttribute("aria-label") ?? (active.innerText || active.id || active.tagName);
    return { name: name.trim().replace(/\s+/g, " "), isSeen: outlineStyle !== "none" };
  });

/** Presses Tab until something with this name has the focus. */
async function tabTo(page, name, most = 60) {
  const reached = [];
  for (let n = 0; n < most; n++) {
    await page.keyboard.press("Tab");
    const { name: at, isSeen } = await focused(page);
    reached.push(at);
    assert.ok(isSeen, `the focus on ${at} is not seen`);
    if (name.test(at)) return reached;
  }
  assert.fail(`Tab never reached ${name}: ${reached.join(", ")}`);
}

test("the empty page is reached in the order in which it is read", async (t) => {
  const page = await browser.page(t);
  const reached = await tabTo(page, /Keyboard shortcuts/);
  assert.deepEqual(reached, [
    "layerglass",
    "field",
    "Choose file…",
    "Settings",
    "Open the sample",
    "Keyboard shortcuts",
  ]);
});

test("the sample is opened, looked through and closed", async (t) => {
  const page = await browser.page(t);
  await tabTo(page, /Open the sample/);
  await page.keyboard.press("Enter");
  await opened(page);
  await tabTo(page, /^Overview$/);
  await page.keyboard.press("ArrowRight");
  assert.equal(await hash(page), "#/sample?view=layers");
  const layers = await tabTo(page, /^Layer 3 COPY/);
  assert.ok(layers.length < 10, layers.join());
  await page.keyboard.press("Enter");
  assert.match(await hash(page), /view=layers&layer=2/);
  for (const [key, view] of [
    ["3", "files"],
    ["4", "history"],
    ["5", "waste"],
    ["6", "config"],
    ["7", "raw"],
    ["2", "layers"],
  ]) {
    await page.keyboard.press(key);
    assert.match(await hash(page), new RegExp(`view=${view}`));
    assert.equal(await said(page), view);
  }
  await page.keyboard.press("1");
  assert.doesNotMatch(await hash(page), /view=/);
  await page.keyboard.press("j");
  assert.match(await hash(page), /layer=1/);
  assert.equal(await said(page), "Layer 2 of 3");
  await page.keyboard.press("k");
  await page.keyboard.press("k");
  assert.equal(await said(page), "Layer 3 of 3");
  await page.keyboard.press("x");
  await page.getByRole("heading", { name: "What is in this container image?" }).waitFor();
  assert.equal(await said(page), "Closed sample.tar");
});

test("several images: forward, back, close, undo", async (t) => {
  const page = await browser.page(t);
  await choose(page, ...["one.tar", "two.tar", "three.tar"].map((name) => madeUp(name, "no archive")));
  const current = () => page.locator(".strip [aria-current]").innerText();
  await page.waitForFunction(() => document.querySelectorAll(".strip .sub").length === 3);
  assert.match(await current(), /^one/);
  await page.keyboard.press("]");
  assert.match(await current(), /^two/);
  await page.keyboard.press("[");
  await page.keyboard.press("[");
  assert.match(await current(), /^three/);
  await page.keyboard.press("]");
  await page.keyboard.press("]");
  await page.keyboard.press("x");
  assert.match(await current(), /^three/);
  assert.equal(await page.locator(".strip li").count(), 2);
  assert.equal(await page.locator("layer-glass").count(), 2);
  await page.keyboard.press("u");
  assert.match(await current(), /^two/);
  const names = page.locator(".strip bdi");
  assert.deepEqual(await names.allTextContents(), ["one.tar", "two.tar", "three.tar"]);
  assert.equal(await said(page), "two.tar is back");
  assert.ok(await page.locator(".toast").isHidden());
});

test("an image that was closed is opened again by undo, with the view it had", async (t) => {
  const page = await browser.page(t);
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  await page.keyboard.press("6");
  await page.keyboard.press("x");
  assert.equal(await page.locator("layer-glass").count(), 0);
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await opened(page);
  assert.equal(await title(page).textContent(), "small:1");
  assert.equal(await hash(page), "#/archive?view=config");
});

test("what was closed cannot be brought back for ever", async (t) => {
  const page = await browser.page(t);
  await page.clock.install();
  await choose(page, madeUp("one.tar", "no archive"));
  await glass(page).waitFor();
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Undo" }).waitFor();
  await page.clock.fastForward(11_000);
  assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
  await page.keyboard.press("u");
  assert.equal(await page.locator("layer-glass").count(), 0);
});

test("the sheet lists the keys, and Escape closes it", async (t) => {
  const page = await browser.page(t);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.waitFor();
  const listed = (await sheet.locator("kbd").allTextContents()).sort();
  assert.deepEqual(listed, ["/", "1", "7", "?", "Ctrl K", "Escape", "[", "]", "j", "k", "o", "u", "x"].sort());
  // While it is open the keys belong to it.
  await page.keyboard.press("/");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "field");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  await tabTo(page, /Keyboard shortcuts/);
  await page.keyboard.press("Enter");
  await sheet.waitFor();
  await page.keyboard.press("Enter");
  await sheet.waitFor({ state: "hidden" });
});

test("o asks for a file", async (t) => {
  const page = await browser.page(t);
  const chooser = page.waitForEvent("filechooser", { timeout: 5000 });
  // Without an answer in between, the browser may not know yet that it has to ask the test.
  await page.evaluate(() => {});
  await page.keyboard.press("o");
  assert.ok((await chooser).isMultiple());
});

test("settings are opened, followed at once and kept", async (t) => {
  const page = await browser.page(t);
  await tabTo(page, /^Settings$/);
  await page.keyboard.press("Enter");
  await tabTo(page, /^language$|Language|As the browser/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("heading", { name: "这个容器镜像里有什么？" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
  await page.keyboard.press("Escape");
  await page.locator("#settings").waitFor({ state: "hidden" });
  await page.reload();
  await page.getByRole("heading", { name: "这个容器镜像里有什么？" }).waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
});
