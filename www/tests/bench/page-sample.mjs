// node page-sample.mjs RUNS: from navigation to the layers of the sample, for a first visitor; beside it a page that has
// nothing but a line of text. And how far what was shown moved meanwhile.
import { fresh, measured, watchPaint, withPage } from "./page.mjs";

const runs = Number(process.argv[2]);

/** Runs in the page. */
function watchShifts() {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shift += value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** Runs in the bare page. */
function watchBarePaint() {
  const { promise, resolve } = Promise.withResolvers();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => resolve(performance.now());
  const look = () => (document.querySelector("p") ? port2.postMessage(null) : requestAnimationFrame(look));
  requestAnimationFrame(look);
  window.painted = () => promise;
}

await withPage(async (browser, url) => {
  for (let run = 0; run < runs; run++) {
    const bare = await fresh(browser, (page) => page.addInitScript(watchBarePaint));
    await bare.route(`${url}bare`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><p>bare" }),
    );
    await bare.goto(`${url}bare`);
    console.log("bare", await bare.evaluate(() => window.painted()));
    await bare.context().close();

    const page = await fresh(browser, async (page) => {
      await page.addInitScript(watchPaint);
      await page.addInitScript(watchShifts);
    });
    await page.goto(`${url}#/sample`);
    console.log("ms", await page.evaluate(() => window.painted()));
    await measured(page);
    await page.waitForTimeout(500);
    console.log("shift", await page.evaluate(() => window.shift));
    await page.context().close();
  }
});
