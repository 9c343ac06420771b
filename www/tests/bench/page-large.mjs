// node page-large.mjs FILE RUNS: the longest that the page's thread is busy while a large file is opened and measured.
import { fresh, measured, withPage } from "./page.mjs";
import { longestTask } from "./trace.mjs";

const [file, runs] = process.argv.slice(2);

await withPage(async (browser, url) => {
  for (let run = 0; run < Number(runs); run++) {
    const page = await fresh(browser);
    await page.goto(url);
    const longest = await longestTask(page, async () => {
      await page.setInputFiles("input[type=file]", file);
      await measured(page);
    });
    console.log("task", longest);
    await page.context().close();
  }
});
