// axe-core finds nothing, in any state, light or dark.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { hostile } from "./archives.mjs";
import { choose, enter, failed, glass, madeUp, opened, start, view } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const STATES = {
  empty: async () => {},
  field: (page) => enter(page, "MySQL"),
  sample: async (page) => {
    await page.getByRole("button", { name: "Open the sample" }).click();
    await opened(page);
  },
  layers: (page) => sampleAt(page, "Layers"),
  history: (page) => sampleAt(page, "History"),
  config: (page) => sampleAt(page, "Config"),
  raw: (page) => sampleAt(page, "Raw"),
  failure: async (page) => {
    await choose(page, madeUp("one.txt", "no archive"), madeUp("two.txt", "no archive"));
    await failed(page);
    await page.keyboard.press("x");
  },
  hostile: async (page) => {
    await choose(page, madeUp("hostile.tar", hostile()));
    await opened(page);
  },
  ask: (page) => page.evaluate(() => (location.hash = "#/url/https%3A%2F%2Fexample.com%2Fa.tar")),
  image: async (page) => {
    await enter(page, "mysql:5.7");
    await page.locator("#screen h2").waitFor();
  },
  sheet: (page) => page.keyboard.press("?"),
  settings: (page) => page.getByRole("button", { name: "Settings" }).click(),
  tour: async (page) => {
    await STATES.sample(page);
    await page.getByRole("button", { name: "Take the two-minute tour" }).click();
    await page.getByRole("button", { name: "Next" }).click();
  },
};

async function sampleAt(page, name) {
  await STATES.sample(page);
  await view(page, name);
  await glass(page).locator(`.panel.${name.toLowerCase()}`).waitFor();
}

for (const colorScheme of ["light", "dark"]) {
  for (const [state, reach] of Object.entries(STATES)) {
    test(`${state}, ${colorScheme}: nothing that keeps anybody out`, async (t) => {
      // What axe brings along is not allowed by the page's own policy.
      const page = await browser.page(t, { colorScheme, bypassCSP: true });
      await reach(page);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      const found = violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ target, failureSummary }) => `${target.flat().join(" ")} ${failureSummary}`).join("; ")}`,
      );
      assert.deepEqual(found, []);
    });
  }
}
