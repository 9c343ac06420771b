// A folder as a map: pieces as large as their bytes, walked through by keyboard, with the same numbers in a table.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { give, onElement, put, startSite, until } from "./element-page.mjs";
import { image } from "./layers.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const file = (path, size) => ({ path, content: "x".repeat(size) });
const archive = () =>
  image([
    [
      "ADD base /",
      [
        file("usr/lib/large.so", 40_000),
        file("usr/lib/small.so", 10_000),
        file("usr/bin/tool", 20_000),
        file("var/log/messages", 20_000),
        file("etc/motd", 9000),
        file("etc/<b>odd\u202e", 1000),
        { path: "etc/none" },
      ],
    ],
  ]);

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

async function look(t, { lang, path, ...options } = {}) {
  const page = await site.page(t, options);
  await put(page, { view: "files" }, { lang });
  await give(page, "image.tar", archive(), { set: path ? { path } : {} });
  await until(page, "open");
  await page.locator("layer-glass .files-view .looks").last().getByRole("button").last().click();
  const view = page.locator("layer-glass .treemap-view");
  await view.locator(".map > .tile").first().waitFor();
  return { page, view };
}

const tiles = (view) =>
  view.locator(".map > .tile > button").evaluateAll((all) =>
    all.map((button) => {
      const { width, height } = button.getBoundingClientRect();
      return { label: button.getAttribute("aria-label"), area: width * height };
    }),
  );
const focused = (page) =>
  onElement(page, (glass) => glass.shadowRoot.activeElement?.getAttribute("aria-label")?.split(",")[0] ?? "");
const here = (view) => view.locator(".crumbs [aria-current]").innerText();

test("pieces are as large as their bytes, and say what they are", async (t) => {
  const { view } = await look(t);
  const all = await tiles(view);
  assert.deepEqual(
    all.map(({ label }) => label.replaceAll("\u00a0", " ")),
    ["usr, folder, 70.0 kB, 70%", "var, folder, 20.0 kB, 20%", "etc, folder, 10.0 kB, 10%"],
  );
  const whole = all.reduce((sum, { area }) => sum + area, 0);
  for (const [at, share] of [0.7, 0.2, 0.1].entries()) {
    assert(Math.abs(all[at].area / whole - share) < 0.02, `${all[at].label}: ${all[at].area / whole}`);
  }
});

test("its table has the same entries, with those that have no bytes", async (t) => {
  const { view } = await look(t, { path: "/etc" });
  const cells = await view
    .locator(".map-table [role=row]:not(.columns)")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.innerText.trim())));
  assert.deepEqual(
    cells.map(([name, size, share]) => [name, size.replace("\u00a0", " "), share]),
    [
      ["motd", "9.00 kB", "90%"],
      ["<b>odd\\u{202e}", "1.00 kB", "10%"],
      ["none", "0 B", "0%"],
    ],
  );
  assert.equal(await view.locator("b").count(), 0);
});

test("arrows go from piece to piece, Enter into a folder, Backspace out of it", async (t) => {
  const { page, view } = await look(t);
  assert.equal(await view.locator('.map > .tile > button[tabindex="0"]').count(), 1);
  await view.locator('.map > .tile > button[tabindex="0"]').focus();
  assert.equal(await focused(page), "usr");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page), "var");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), "etc");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(page), "usr");
  await page.keyboard.press("End");
  assert.equal(await focused(page), "etc");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#g").path === "/usr");
  await page.waitForFunction(() =>
    document.querySelector("#g").shadowRoot.activeElement?.getAttribute("aria-label")?.startsWith("lib"),
  );
  assert.equal(await here(view), "usr");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() =>
    document.querySelector("#g").shadowRoot.activeElement?.getAttribute("aria-label")?.startsWith("large.so"),
  );
  await page.keyboard.press("Backspace");
  await page.waitForFunction(() => document.querySelector("#g").path === "/usr");
  await page.waitForFunction(() =>
    document.querySelector("#g").shadowRoot.activeElement?.getAttribute("aria-label")?.startsWith("lib"),
  );
  await page.keyboard.press("Backspace");
  await page.waitForFunction(() =>
    document.querySelector("#g").shadowRoot.activeElement?.getAttribute("aria-label")?.startsWith("usr"),
  );
});

test("a file of the map is opened beside it", async (t) => {
  const { page, view } = await look(t, { path: "/etc" });
  await view.locator(".map > .tile > button").first().click();
  await page.locator("layer-glass .preview").getByRole("heading", { name: "motd" }).waitFor();
  assert.equal(await onElement(page, (glass) => glass.path), "/etc/motd");
  assert.equal(await here(view), "etc");
});

test("the map goes by its width", async (t) => {
  const { page, view } = await look(t);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(100);
    const box = await view.locator(".map").boundingBox();
    const right = await view
      .locator(".map > .tile")
      .evaluateAll((all) => Math.max(...all.map((tile) => tile.getBoundingClientRect().right)));
    assert(Math.abs(box.x + box.width - right) < 2, `${width}: ${right} of ${box.x + box.width}`);
    assert(await onElement(page, (glass) => glass.scrollWidth <= glass.clientWidth), `it sticks out at ${width}`);
  }
});

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["en", "zh"]) {
    test(`axe finds nothing in the map, ${colorScheme}, ${lang}`, async (t) => {
      const { page } = await look(t, { colorScheme, lang });
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await axe.run("#g", { rules: { region: { enabled: false } } });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ failureSummary }) => failureSummary)}`);
      });
      assert.deepEqual(found, []);
    });
  }
}
