// The element goes by its own width: in a narrow column of a wide page, and in all views, nothing sticks out of it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fixtures } from "../support/fixtures.mjs";
import { hostile } from "./archives.mjs";
import { give, put, settled, startSite } from "./element-page.mjs";
import { hostileLayout } from "./hostile.mjs";
import { image } from "./layers.mjs";

const VIEWS = ["overview", "layers", "files", "history", "waste", "config", "raw"];
const WIDTHS = [320, 480, 768, 1200];

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

/** What sticks out of the element, in all views and widths. */
function overflowing(page) {
  return page.evaluate(
    async ({ views, widths }) => {
      const glass = document.querySelector("#g");
      const found = [];
      for (const view of views) {
        glass.view = view;
        for (const width of widths) {
          glass.style.inlineSize = `${width}px`;
          await glass.updateComplete;
          await new Promise((resolve) => setTimeout(resolve, 20));
          if (glass.scrollWidth > width) found.push(`${view} at ${width}: ${glass.scrollWidth}`);
        }
      }
      return found;
    },
    { views: VIEWS, widths: WIDTHS },
  );
}

for (const name of fixtures) {
  test(`${name} fits`, async (t) => {
    const page = await site.page(t);
    await put(page, { src: `/fixtures/${name}`, layer: "0" });
    await settled(page);
    assert.deepEqual(await overflowing(page), []);
  });
}

for (const [what, make] of Object.entries({ "an OCI layout": hostileLayout, "what docker saved": hostile })) {
  test(`hostile texts of ${what} fit`, async (t) => {
    const page = await site.page(t);
    await put(page, { layer: "0" });
    await give(page, `${"very-long-name".repeat(20)}.tar`, make());
    await settled(page);
    assert.deepEqual(await overflowing(page), []);
  });
}

test("bands and bar are to scale, and nothing vanishes, however much there is to say of a layer", async (t) => {
  const page = await site.page(t);
  await put(page, {});
  const wordy = `RUN ${"echo one thing and another && ".repeat(9)} true`;
  const made = [300, 40, 200, 100, 1].map((kB) => [wordy, [{ path: "file", content: "x".repeat(kB * 1000) }]]);
  await give(page, "scale.tar", image(made));
  await settled(page);
  const sizes = await page.evaluate(() => document.querySelector("#g").report.images[0].layers.map(({ size }) => size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const lengths = (selector, side) =>
    page.evaluate(
      ([selector, side]) =>
        [...document.querySelector("#g").shadowRoot.querySelectorAll(selector)].map(
          (each) => each.getBoundingClientRect()[side],
        ),
      [selector, side],
    );
  const assertScale = (lengths, whole, least) => {
    for (const [n, length] of lengths.entries()) {
      const due = (sizes[n] / total) * whole;
      assert.ok(length >= least, `layer ${n} has vanished: ${length}`);
      assert.ok(Math.abs(length - due) < 5, `layer ${n}: ${length} where ${due} is due`);
    }
  };
  assertScale((await lengths(".band .block", "height")).toReversed(), 360, 3);
  // The total says what it is of.
  assert.match(await page.locator("layer-glass .legend").innerText(), /^5 layers\s+[\d.]+\skB stored$/);
  await page.setViewportSize({ width: 500, height: 800 });
  const bar = await lengths(".segments", "width");
  assertScale(await lengths(".segment", "width"), bar[0], 3);
});

for (const lang of ["en", "zh"]) {
  for (const width of [320, 390]) {
    test(`the tab that is picked is in sight, and stays where it was scrolled to (${width} pixels, ${lang})`, async (t) => {
      const page = await site.page(t, { viewport: { width, height: 700 } });
      await put(page, { src: "/fixtures/multi-docker28.tar" }, { lang });
      await settled(page);
      for (const view of [...VIEWS, ...VIEWS.toReversed()]) {
        const [left, right] = await page.evaluate(async (view) => {
          const glass = document.querySelector("#g");
          glass.view = view;
          await glass.updateComplete;
          await new Promise(requestAnimationFrame);
          const list = glass.shadowRoot.querySelector(".tabs").getBoundingClientRect();
          const tab = glass.shadowRoot.querySelector(`#tab-${view}`).getBoundingClientRect();
          return [tab.left - list.left, list.right - tab.right];
        }, view);
        assert.ok(left >= -0.5 && right >= -0.5, `${view}: ${left}, ${right}`);
      }
      const scrolled = await page.evaluate(async () => {
        const glass = document.querySelector("#g");
        const list = glass.shadowRoot.querySelector(".tabs");
        list.scrollLeft = list.scrollWidth;
        const before = list.scrollLeft;
        glass.requestUpdate();
        await glass.updateComplete;
        await new Promise(requestAnimationFrame);
        return [before, list.scrollLeft];
      });
      assert.equal(scrolled[1], scrolled[0]);
    });
  }
}

test("a wide element has the stack beside the view, a narrow one a bar above it, whatever the page's width is", async (t) => {
  const page = await site.page(t);
  await put(page, { src: "/fixtures/multiarch-podman.tar" });
  await settled(page);
  const at = (width) =>
    page.evaluate(async (width) => {
      const glass = document.querySelector("#g");
      glass.style.inlineSize = `${width}px`;
      const box = (selector) => glass.shadowRoot.querySelector(selector).getBoundingClientRect();
      const [stack, main] = [box(".stack"), box(".main")];
      return { isBeside: stack.right <= main.left, isAbove: stack.bottom <= main.top, bar: box(".bar").height > 0 };
    }, width);
  assert.deepEqual(await at(1200), { isBeside: true, isAbove: false, bar: false });
  assert.deepEqual(await at(360), { isBeside: false, isAbove: true, bar: true });
});
