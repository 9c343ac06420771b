// node browser.mjs FILE RUNS: from a file's being chosen on the page to seeing its layers, in Chromium.
import { basename } from "node:path";
import { pathOf } from "../support/fixtures.mjs";
import { fresh, watchPaint, withPage } from "./page.mjs";

const [file, runs] = process.argv.slice(2);

await withPage(async (browser, url) => {
  for (let run = 0; run < Number(runs); run++) {
    const page = await fresh(browser);
    await page.goto(url);
    // The core is compiled and the page warm, as after a first file.
    await page.evaluate(watchPaint);
    await page.setInputFiles("input[type=file]", pathOf("small-docker28.tar"));
    await page.evaluate(() => window.painted());
    await page.evaluate(watchPaint, basename(file));
    await page.setInputFiles("input[type=file]", file);
    console.log("ms", await page.evaluate(() => window.painted()));
    await page.context().close();
  }
});
