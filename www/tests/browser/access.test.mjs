// axe-core finds nothing, in any state: light or dark, wide or narrow, in both languages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { hostile } from "./archives.mjs";
import { choose, enter, failed, glass, loaded, madeUp, opened, start } from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const STATES = {
  empty: async () => {},
  field: (page) => enter(page, "MySQL"),
  sample: async (page) => {
    await page.locator("#open-sample").click();
    await opened(page);
  },
  layers: (page) => sampleAt(page, "layers"),
  files: async (page) => {
    await sampleAt(page, "files");
    await glass(page).locator(".file-row").first().waitFor();
  },
  preview: async (page) => {
    await STATES.files(page);
    await page.evaluate(() => (location.hash += "&path=/srv/notes/primes.txt"));
    await glass(page).locator(".preview h3").waitFor();
  },
  history: (page) => sampleAt(page, "history"),
  waste: async (page) => {
    await sampleAt(page, "waste");
    await glass(page).locator(".waste-view h3").first().waitFor();
  },
  config: (page) => sampleAt(page, "config"),
  raw: (page) => sampleAt(page, "raw"),
  failure: async (page) => {
    await choose(page, madeUp("one.txt", "no archive"), madeUp("two.txt", "no archive"));
    await failed(page);
    await page.keyboard.press("x");
  },
  hostile: async (page) => {
    await choose(page, madeUp("hostile.tar", hostile()));
    await opened(page);
  },
  ask: (page) => follow(page, "#/url/https%3A%2F%2Fexample.com%2Fa.tar"),
  refused: (page) => follow(page, "#/url/file%3A%2F%2F%2Fetc%2Fpasswd"),
  unknown: (page) => follow(page, "#/nowhere"),
  library: (page) => follow(page, "#/library"),
  archive: (page) => follow(page, "#/archive"),
  "no reference": (page) => follow(page, "#/image/mysql;rm"),
  image: async (page) => {
    await enter(page, "mysql:5.7");
    await page.locator("#screen h2").waitFor();
  },
  sheet: (page) => page.keyboard.press("?"),
  settings: (page) => page.locator("#settings-button").click(),
  tour: async (page) => {
    await STATES.sample(page);
    await page.locator(".tour .primary").click();
    await page.locator(".tour h2").waitFor();
    await page.locator(".tour .primary").click();
  },
};

async function sampleAt(page, view) {
  await STATES.sample(page);
  await glass(page).locator(`#tab-${view}`).click();
  await loaded(page);
}

async function follow(page, link) {
  await page.evaluate((link) => (location.hash = link), link);
  await page.locator("#screen h2").waitFor();
}

const MANNERS = [
  { colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { colorScheme: "dark", locale: "en-GB", viewport: { width: 1280, height: 800 } },
  { colorScheme: "light", locale: "zh-CN", viewport: { width: 390, height: 800 } },
];

for (const manner of MANNERS) {
  const lang = manner.locale === "zh-CN" ? "zh-Hans" : "en";
  const name = `${manner.colorScheme}, ${manner.locale}, ${manner.viewport.width} pixels wide`;
  for (const [state, reach] of Object.entries(STATES)) {
    test(`${state}, ${name}: nothing that keeps anybody out`, async (t) => {
      // What axe brings along is not allowed by the page's own policy.
      const page = await browser.page(t, { ...manner, bypassCSP: true });
      await page.waitForFunction((lang) => document.documentElement.lang === lang, lang);
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
