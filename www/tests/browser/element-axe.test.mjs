// What axe says of each state and view, in light and dark and in both languages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { tar } from "./archives.mjs";
import { give, put, settled, startSite, until } from "./element-page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SRC = "/fixtures/attest-docker28-containerd-save.tar";
const MANY = "/fixtures/multi-docker28.tar";
const VIEWS = ["overview", "layers", "files", "history", "waste", "config", "raw"];

let site;
before(async () => {
  site = await startSite({ answer: (path, response) => path.startsWith("/held/") && (response.flushHeaders(), true) });
});
after(() => site?.close());

/** Fails where axe finds something wrong with the element. The page around it is not what is looked at. */
async function assertAccessible(page, what) {
  const found = await page.evaluate(async () => {
    const { violations } = await axe.run("#g", { rules: { region: { enabled: false } } });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`,
    );
  });
  assert.deepEqual(found, [], what);
}

const set = async (page, values) => {
  await page.evaluate((values) => Object.assign(document.querySelector("#g"), values).updateComplete, values);
};

const STATES = {
  "nothing given": async (page, lang) => put(page, {}, { lang }),
  waiting: async (page, lang) => put(page, { src: SRC, loading: "click" }, { lang }),
  opening: async (page, lang) => {
    await put(page, { src: "/held/slow.tar" }, { lang });
    // It is drawn only once it takes long.
    await page.locator(".opening button").waitFor();
  },
  cancelled: async (page, lang) => {
    await put(page, { src: "/held/slow.tar" }, { lang });
    await page.locator(".opening button").click();
    await until(page, "cancelled");
  },
  failed: async (page, lang) => {
    await put(page, {}, { lang });
    await give(page, "notes.txt", "no archive");
    await until(page, "failed");
  },
  "a view that is not there, and notices": async (page, lang) => {
    await put(page, { src: SRC, view: "tags", theme: "purple", layer: "99" }, { lang });
    await settled(page);
  },
  "no image": async (page, lang) => {
    await put(page, {}, { lang });
    const index = { schemaVersion: 2, manifests: [] };
    const members = [
      ["oci-layout", '{"imageLayoutVersion":"1.0.0"}'],
      ["index.json", JSON.stringify(index)],
    ];
    await give(page, "empty.tar", tar(members));
    await until(page, "open");
  },
  verified: async (page, lang) => {
    await put(page, { src: SRC }, { lang });
    await settled(page);
    await page.locator(".source button").click();
    await page.locator(".outcome").waitFor();
  },
};

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["en", "zh"]) {
    for (const [what, make] of Object.entries(STATES)) {
      test(`axe finds nothing: ${what}, ${colorScheme}, ${lang}`, async (t) => {
        const page = await site.page(t, { colorScheme });
        await page.evaluate(axe);
        await make(page, lang);
        await assertAccessible(page, what);
      });
    }

    test(`axe finds nothing: each view, ${colorScheme}, ${lang}`, async (t) => {
      const page = await site.page(t, { colorScheme });
      await page.evaluate(axe);
      await put(page, { src: MANY, layer: "1" }, { lang });
      await settled(page);
      for (const view of VIEWS) {
        await set(page, { view });
        await page.waitForTimeout(100);
        await assertAccessible(page, view);
        await page.evaluate(() => {
          const folded = document.querySelector("#g").shadowRoot.querySelectorAll('.panel [aria-expanded="false"]');
          for (const button of folded) button.click();
        });
        await set(page, {});
        await assertAccessible(page, `${view}, unfolded`);
      }
      await page.setViewportSize({ width: 360, height: 800 });
      await set(page, { view: "layers" });
      await assertAccessible(page, "narrow");
    });
  }
}
