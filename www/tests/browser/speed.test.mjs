// How soon the sample is seen after navigation, beside a bare page; and that nothing moves on the way.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { start } from "./page.mjs";

/** A bare page takes about 50 ms: together no more than 400. */
const MOST = 350;
const ATTEMPTS = 8;

let browser;
let bare;
let folder;
before(async () => {
  browser = await start();
  folder = mkdtempSync(join(tmpdir(), "layerglass-bare-"));
  writeFileSync(
    join(folder, "index.html"),
    "<!doctype html><title>bare</title><link rel=icon href=data:,><p class=seen>seen",
  );
  bare = await start({}, folder);
});
after(async () => {
  await browser?.close();
  await bare?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Runs in the page, before anything else of it: when it was painted with what is waited for, and what moved. */
function watch() {
  window.seen = { at: null, moved: [] };
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      window.seen.moved.push(`${value}: ${sources.map(({ node }) => node?.id || node?.className || node?.nodeName)}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
  const look = () => {
    const bands = document.querySelector("layer-glass")?.shadowRoot?.querySelector(".band");
    if (!bands && !document.querySelector("p.seen")) return requestAnimationFrame(look);
    // The frame after the one in which it is there has it on the screen.
    requestAnimationFrame(() => (window.seen.at = performance.now()));
  };
  requestAnimationFrame(look);
}

async function visit(t, from, hash) {
  const page = await from.page(t, { hash: "" });
  await page.addInitScript(watch);
  await page.goto("about:blank");
  await page.goto(from.server.url + hash);
  await page.waitForFunction(() => window.seen.at !== null);
  await page.waitForTimeout(200);
  return page.evaluate(() => window.seen);
}

test(`the sample is seen within ${MOST} ms more than a bare page takes, and nothing moves`, async (t) => {
  const best = { page: Infinity, bare: Infinity };
  // Where others work on the same machine, only the best says how fast the page is.
  for (let attempt = 0; attempt < ATTEMPTS && !(best.page - best.bare < MOST); attempt++) {
    const { at, moved } = await visit(t, browser, "#/sample");
    assert.deepEqual(moved, []);
    best.page = Math.min(best.page, at);
    best.bare = Math.min(best.bare, (await visit(t, bare, "")).at);
  }
  t.diagnostic(`seen after ${Math.round(best.page)} ms, a bare page after ${Math.round(best.bare)} ms`);
  assert.ok(best.page - best.bare < MOST, `${best.page} ms, a bare page ${best.bare} ms`);
});

test("the empty page is painted before any script has run", async (t) => {
  const page = await browser.page(t, { javaScriptEnabled: false });
  assert.ok(await page.getByRole("heading", { name: "What is in this container image?" }).isVisible());
  assert.ok(await page.locator("noscript p").first().isVisible());
});
