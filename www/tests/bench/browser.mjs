// node browser.mjs FILE RUNS: from a file's being chosen on the page to its report, in Chromium.
import { choose, fixture, opened, start } from "../browser/page.mjs";

const [file, runs] = process.argv.slice(2);

/** Runs in the page, whose clock starts when the browser hands the file over. */
function watch() {
  window.openedAfter = new Promise((resolve) => {
    document.querySelector("#file").addEventListener(
      "change",
      () => {
        const began = performance.now();
        const look = () =>
          document.querySelector(".layer") ? resolve(performance.now() - began) : requestAnimationFrame(look);
        look();
      },
      { capture: true, once: true },
    );
  });
}

const cleanUp = [];
const browser = await start();
try {
  for (let run = 0; run < Number(runs); run++) {
    const page = await browser.page({ after: (work) => cleanUp.push(work) });
    // The core is compiled and the page warm, as after a first file.
    await choose(page, fixture("small-docker28.tar"));
    await opened(page);
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.evaluate(watch);
    await choose(page, file);
    console.log("ms", await page.evaluate(() => window.openedAfter));
    for (const work of cleanUp.splice(0)) await work();
  }
} finally {
  await browser.close();
}
