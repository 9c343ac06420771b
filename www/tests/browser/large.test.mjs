// A file far larger than memory opens at once, and the tab never waits for it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { writeLarge } from "./archives.mjs";
import { choose, fixture, glass, opened, start } from "./page.mjs";

const GB = 1e9;
let browser;
let folder;
before(async () => {
  browser = await start();
  folder = mkdtempSync(join(tmpdir(), "layerglass-large-"));
  writeLarge(join(folder, "large.tar"), 50 * GB);
});
after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Milliseconds that a task may take, and to look for those that take longer, on this page and while nothing happens. */
const LONG = 50;
const IDLE = 1000;
/** Others work on the same machine: what they take looks as if the tab had been busy. The best attempt tells. */
const ATTEMPTS = 6;

/** Runs in the page: from the moment a file is chosen to its report, and the longest tasks before and from then on. */
function watch() {
  window.seen = { opened: null, idle: 0, busy: 0 };
  let from = null;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      const when = from === null || startTime + duration < from ? "idle" : "busy";
      window.seen[when] = Math.max(window.seen[when], duration);
    }
  }).observe({ type: "longtask" });
  document.querySelector("#file").addEventListener("change", () => (from = performance.now()), { capture: true });
  const isOpen = () => document.querySelector("layer-glass:not([hidden])")?.shadowRoot.querySelector(".band");
  const beat = () => {
    if (from !== null && window.seen.opened === null && isOpen()) window.seen.opened = performance.now() - from;
    setTimeout(beat, 0);
  };
  beat();
}

test("50 GB in 60 members are open in less than half a second, and the tab stays responsive", async (t) => {
  let best = { opened: Infinity, busy: Infinity, idle: 0 };
  const isLong = ({ busy, idle }) => busy > Math.max(LONG, idle);
  for (let attempt = 0; attempt < ATTEMPTS && (best.opened > 500 || isLong(best)); attempt++) {
    const page = await browser.page(t);
    await choose(page, fixture("small-docker28.tar"));
    await opened(page);
    await page.keyboard.press("x");
    await page.evaluate(watch);
    await page.waitForTimeout(IDLE);
    await choose(page, join(folder, "large.tar"));
    await page.waitForFunction(() => window.seen.opened !== null);
    await page.waitForTimeout(300);
    const seen = await page.evaluate(() => window.seen);
    assert.equal(await glass(page).evaluate(({ report }) => report.images[0].layers.length), 57);
    assert.ok((await glass(page).locator(".band").count()) > 0);
    best = { ...(isLong(best) ? seen : best), opened: Math.min(seen.opened, best.opened) };
  }
  const { busy, idle } = best;
  t.diagnostic(`opened in ${Math.round(best.opened)} ms; longest task ${busy} ms, before it ${idle} ms (0: under 50)`);
  assert.ok(best.opened < 500, `opened in ${best.opened} ms`);
  assert.ok(!isLong(best), `a task took ${busy} ms, where idling took ${idle} ms`);
});
