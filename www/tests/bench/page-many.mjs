// node page-many.mjs FILE RUNS: an image of very many layers and instructions: how soon it is shown, and how smoothly its
// layers and its history are scrolled through.
import { fresh, measured, watchPaint, withPage } from "./page.mjs";
import { longestTask } from "./trace.mjs";

const [file, runs] = process.argv.slice(2);

/** A frame that takes longer is seen as a jerk. */
const JERK = 50;

/** Runs in the page: on to its end, most of a screen at a time; gives the frames that took longer than `jerk`. */
async function scrollThrough(jerk) {
  const view = document.scrollingElement;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let [jerks, steps, last] = [0, 0, await frame()];
  for (let stuck = 0; stuck < 10; steps++) {
    const before = view.scrollTop;
    view.scrollBy({ top: innerHeight * 0.8, behavior: "instant" });
    const now = await frame();
    if (now - last > jerk) jerks++;
    last = now;
    stuck = view.scrollTop === before ? stuck + 1 : 0;
  }
  return { jerks, steps };
}

await withPage(async (browser, url) => {
  for (let run = 0; run < Number(runs); run++) {
    const page = await fresh(browser);
    await page.goto(url);
    await page.evaluate(watchPaint);
    await page.setInputFiles("input[type=file]", file);
    console.log("ms", await page.evaluate(() => window.painted()));
    await measured(page);
    for (const view of ["layers", "history"]) {
      await page.evaluate((name) => {
        for (const glass of document.querySelectorAll("layer-glass")) glass.view = name;
        scrollTo(0, 0);
      }, view);
      await page.waitForTimeout(500);
      let scrolled;
      console.log(
        `${view}-task`,
        await longestTask(page, async () => (scrolled = await page.evaluate(scrollThrough, JERK))),
      );
      console.log(`${view}-jerks`, scrolled.jerks);
      console.log(`${view}-steps`, scrolled.steps);
    }
    await page.context().close();
  }
});
