// The element for people who do not see it, use no mouse, see it in colours of their own, or on paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { put, said, settled, startSite } from "./element-page.mjs";

const SRC = "/fixtures/attest-docker28-containerd-save.tar";
const MANY = "/fixtures/multi-docker28.tar";
const PLATFORMS = "/fixtures/multiarch-podman.tar";
const VIEWS = ["overview", "layers", "files", "history", "waste", "config", "raw"];

let site;
before(async () => {
  site = await startSite({ answer: (path, response) => path.startsWith("/held/") && (response.flushHeaders(), true) });
});
after(() => site?.close());

const set = async (page, values) => {
  await page.evaluate((values) => Object.assign(document.querySelector("#g"), values).updateComplete, values);
};

/** What has the focus, looked at through shadow roots. */
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement } = document.querySelector("#g").shadowRoot;
    return activeElement && (activeElement.id || activeElement.textContent.trim());
  });

for (const view of VIEWS) {
  test(`the Tab key reaches everything in the order in which it is read, and one sees where it is: ${view}`, async (t) => {
    const page = await site.page(t);
    await put(page, { src: MANY, view, layer: "0" });
    await settled(page);
    await page.waitForTimeout(200);
    const wanted = await page.evaluate(() => {
      const root = document.querySelector("#g").shadowRoot;
      const all = root.querySelectorAll('button:enabled, select, input, textarea, summary, a[href], [tabindex="0"]');
      globalThis.stops = [...all].filter(
        (each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }),
      );
      return stops.length;
    });
    assert.ok(wanted >= 8, `${wanted}`);
    await page.evaluate(() => document.body.focus());
    const seen = [];
    for (let n = 0; n < wanted; n++) {
      await page.keyboard.press("Tab");
      seen.push(
        await page.evaluate(() => {
          const { activeElement } = document.querySelector("#g").shadowRoot;
          if (!activeElement) return "nothing";
          const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
          const isSeen = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
          return isSeen ? stops.indexOf(activeElement) : activeElement.outerHTML.slice(0, 200);
        }),
      );
    }
    assert.deepEqual(
      seen,
      Array.from({ length: wanted }, (_, n) => n),
    );
    // And out of it again.
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), null);
  });
}

test("arrows go along the tabs and round them", async (t) => {
  const page = await site.page(t);
  await put(page, { src: SRC });
  await settled(page);
  await page.locator("#tab-overview").focus();
  const shown = () => page.evaluate(() => document.querySelector("#g").shown.view);
  for (const [key, view] of [
    ["ArrowRight", "layers"],
    ["ArrowRight", "files"],
    ["End", "raw"],
    ["ArrowRight", "overview"],
    ["ArrowLeft", "raw"],
    ["Home", "overview"],
  ]) {
    await page.keyboard.press(key);
    assert.deepEqual([await shown(), await focused(page)], [view, `tab-${view}`], key);
  }
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "panel");
});

test("arrows go up and down the stack; Enter and Space pick", async (t) => {
  const page = await site.page(t);
  await put(page, { src: MANY });
  await settled(page);
  const layer = () => page.evaluate(() => document.querySelector("#g").shown.layer);
  const count = await page.locator(".band").count();
  assert.ok(count > 1);
  await page.locator(".band > button").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await layer(), count - 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  assert.equal(await layer(), count - 2);
  assert.equal(await page.locator('.band > button[aria-pressed="true"]').count(), 1);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  assert.equal(await layer(), count - 1);
  await page.keyboard.press("Enter");
  assert.equal(await layer(), null);
});

test("a platform is picked by keyboard", async (t) => {
  const page = await site.page(t);
  await put(page, { src: PLATFORMS });
  await settled(page);
  const image = () => page.evaluate(() => document.querySelector("#g").shown.image);
  const before = await image();
  await page.locator("select").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction((before) => document.querySelector("#g").shown.image !== before, before);
  assert.equal(await page.evaluate(() => document.querySelector("#g").shadowRoot.activeElement.localName), "select");
});

test("the live region says what comes of a task, and the same words again as something new", async (t) => {
  const page = await site.page(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await put(page, { src: SRC });
  await settled(page);
  assert.equal(
    await page.locator('layer-glass [aria-live], layer-glass [role="status"], layer-glass [role="alert"]').count(),
    1,
  );
  assert.match(await said(page), /^attest-docker28-containerd-save\.tar is open: \d+ images?, \d+ findings?$/);
  await page.locator(".source button").click();
  await page.locator(".outcome").waitFor();
  assert.match(await said(page), /digests? recomputed/);
  const heard = page.evaluate(
    () =>
      new Promise((resolve) => {
        const texts = [];
        const region = document.querySelector("#g").shadowRoot.querySelector('[role="status"]');
        new MutationObserver(() => texts.push(region.textContent) === 2 && resolve(texts)).observe(region, {
          characterData: true,
          childList: true,
          subtree: true,
        });
      }),
  );
  await page.getByRole("button", { name: "Copy image ID" }).first().click();
  await page.waitForTimeout(100);
  await page.getByRole("button", { name: "Copy image ID" }).first().click();
  assert.deepEqual(
    (await heard).map((text) => text.trim()),
    ["Copied: image ID", "Copied: image ID"],
  );
});

test("its headings read as an outline, in one language that is stated", async (t) => {
  const page = await site.page(t);
  await put(page, { src: MANY }, { lang: "zh" });
  await settled(page);
  for (const view of VIEWS) {
    await set(page, { view });
    const levels = await page
      .locator("layer-glass")
      .locator("h1, h2, h3, h4, h5, h6")
      .evaluateAll((all) => all.map(({ localName }) => Number(localName[1])));
    assert.equal(levels.filter((level) => level === 2).length, 1, view);
    assert.equal(levels[0], 2, view);
    for (let n = 1; n < levels.length; n++) assert.ok(levels[n] - levels[n - 1] <= 1, `${view}: ${levels}`);
  }
  assert.equal(await page.locator("layer-glass .glass").getAttribute("lang"), "zh-Hans");
});

test("nothing moves for long, and nothing at all where that is not wanted", async (t) => {
  const page = await site.page(t, { reducedMotion: "no-preference" });
  const moving = () =>
    page.evaluate(() => {
      const all = [...document.querySelector("#g").shadowRoot.querySelectorAll("*")];
      return all.flatMap((each) =>
        ["", "::before", "::after"].flatMap((pseudo) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(each, pseudo || null);
          const times = [transitionDuration, animationName === "none" ? "0s" : animationDuration];
          return times
            .flatMap((time) => time.split(", "))
            .map((time) => parseFloat(time) * (time.endsWith("ms") ? 1 : 1000));
        }),
      );
    });
  await put(page, { src: SRC });
  await settled(page);
  for (const view of VIEWS) {
    await set(page, { view });
    assert.ok(Math.max(...(await moving())) <= 150, view);
  }
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const view of VIEWS) {
    await set(page, { view });
    assert.ok(Math.max(...(await moving())) <= 1, view);
  }
  await set(page, { src: "/held/slow.tar" });
  await page.locator(".opening button").waitFor();
  assert.ok(Math.max(...(await moving())) <= 1, "opening");
});

test("in colours of the visitor's own one still sees what is picked, and where the focus is", async (t) => {
  const page = await site.page(t, { forcedColors: "active" });
  await put(page, { src: MANY, view: "layers", layer: "1" });
  await settled(page);
  const looks = (selector) =>
    page
      .locator(selector)
      .first()
      .evaluate((each) => {
        const all = [each, ...each.querySelectorAll("*")].map((one) => {
          const {
            color,
            backgroundColor,
            borderColor,
            borderStyle,
            borderWidth,
            outlineStyle,
            outlineWidth,
            textDecorationLine,
            fontWeight,
          } = getComputedStyle(one);
          return [
            color,
            backgroundColor,
            borderColor,
            borderStyle,
            borderWidth,
            outlineStyle,
            outlineWidth,
            textDecorationLine,
            fontWeight,
          ].join();
        });
        return all.join(" ");
      });
  const underline = (selector) =>
    page
      .locator(selector)
      .first()
      .evaluate((each) => getComputedStyle(each).borderBlockEndColor);
  const paper = await page.locator("layer-glass").evaluate((each) => getComputedStyle(each).backgroundColor);
  assert.equal(await underline('[role="tab"][aria-selected="false"]'), paper);
  assert.notEqual(await underline('[role="tab"][aria-selected="true"]'), paper);
  const tab = await looks('[role="tab"][aria-selected="true"]');
  assert.notEqual(tab, await looks('[role="tab"][aria-selected="false"]'));
  const band = await looks('.band > button[aria-pressed="true"] .block');
  assert.notEqual(band, await looks('.band > button[aria-pressed="false"] .block'));
  await page.locator("#tab-history").focus();
  await page.keyboard.press("Tab");
  assert.ok(
    (await page
      .locator("layer-glass")
      .evaluate(({ shadowRoot }) => getComputedStyle(shadowRoot.activeElement).outlineStyle)) !== "none",
  );
});

test("on paper there is the image, and nothing to press", async (t) => {
  const page = await site.page(t, { viewport: { width: 700, height: 900 } });
  await put(page, { src: MANY, view: "history" });
  await settled(page);
  await page.emulateMedia({ media: "print" });
  for (const selector of [
    ".source button",
    ".copy",
    ".pickers select",
    ".step",
    ".caption .quiet",
    ".tools button",
    ".tabs",
  ]) {
    assert.equal(await page.locator(`layer-glass ${selector}`).filter({ visible: true }).count(), 0, selector);
  }
  assert.ok(await page.locator("layer-glass h2").isVisible());
  assert.ok(await page.locator("layer-glass .entry").first().isVisible());
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 700);
  assert.ok((await page.pdf({ format: "A4" })).length > 10_000);
  // The layers stand there as they do on a wide screen, all of them, and in their colour.
  assert.equal(await page.locator("layer-glass .bar").isVisible(), false);
  const bands = page.locator("layer-glass .band");
  const { layers } = await page.evaluate(() => document.querySelector("#g").report.images[0]);
  assert.equal(await bands.filter({ visible: true }).count(), layers.length);
  for (const width of [700, 1200]) {
    await page.setViewportSize({ width, height: 300 });
    const shown = await page.locator("layer-glass .stack").evaluate((stack) => {
      const { maxBlockSize, overflowY, position } = getComputedStyle(stack);
      return { maxBlockSize, overflowY, position, isCut: stack.scrollHeight > stack.clientHeight };
    });
    assert.deepEqual(shown, { maxBlockSize: "none", overflowY: "visible", position: "static", isCut: false });
  }
  assert.equal(
    await bands
      .first()
      .locator(".block")
      .evaluate((block) => getComputedStyle(block).printColorAdjust),
    "exact",
  );
});
