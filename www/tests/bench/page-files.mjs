// node page-files.mjs FILE RUNS: an image whose folder `many` holds very many files, in the files view: how soon the
// folder opens and a letter in the filter is answered, and how smoothly the folder is scrolled through.
import { fresh, withPage } from "./page.mjs";

const [file, runs] = process.argv.slice(2);

/** A frame that takes longer is seen as a jerk. */
const JERK = 50;
const FRAMES = 120;
/** How often a step is repeated in one page. */
const AGAIN = 5;

/** Runs in the page: what the measures look at. */
function helpers() {
  const root = () => [...document.querySelectorAll("layer-glass")].find((one) => one.checkVisibility()).shadowRoot;
  const has = (selector, text) => [...root().querySelectorAll(selector)].some((one) => one.textContent.includes(text));
  const field = () => root().querySelector(".filter input");
  const type = (text) => {
    field().value = text;
    field().dispatchEvent(new Event("input", { bubbles: true }));
  };
  const press = (key) => {
    const row = root().querySelector('.file-row[tabindex="0"]');
    row.focus();
    row.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  };
  /** Milliseconds from an act to the frame that shows its answer. */
  const until = async (act, isThere) => {
    const began = performance.now();
    act();
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - began;
  };
  const scroll = async (frames) => {
    const grid = root().querySelector(".grid");
    const times = [];
    let last = performance.now();
    for (let frame = 0; frame < frames; frame++) {
      grid.scrollTop += grid.clientHeight * 0.8;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times;
  };
  window.bench = { has, type, press, until, scroll };
}

await withPage(async (browser, url) => {
  for (let run = 0; run < Number(runs); run++) {
    const page = await fresh(browser, (page) => page.addInitScript(helpers));
    await page.goto(url);
    await page.setInputFiles("input[type=file]", file);
    await page.waitForFunction(() =>
      [...document.querySelectorAll("layer-glass")].some((glass) => glass.report !== null && glass.checkVisibility()),
    );
    const listed = await page.evaluate(() =>
      window.bench.until(
        () => document.querySelectorAll("layer-glass").forEach((glass) => (glass.view = "files")),
        () => window.bench.has(".file-row", "many/"),
      ),
    );
    console.log("listed", listed);
    for (let n = 0; n < AGAIN; n++) {
      const opened = await page.evaluate(async () => {
        const { has, press, until } = window.bench;
        const isOpen = () => has(".file-row", "file-000000.txt");
        const ms = await until(() => press("ArrowRight"), isOpen);
        await until(
          () => press("ArrowLeft"),
          () => !isOpen(),
        );
        return ms;
      });
      console.log("opened", opened);
    }
    await page.evaluate(() => window.bench.press("ArrowRight"));
    const frames = await page.evaluate((frames) => window.bench.scroll(frames), FRAMES);
    console.log("jerks", frames.filter((ms) => ms > JERK).length);
    for (let n = 0; n < AGAIN; n++) {
      const filtered = await page.evaluate(async () => {
        const { has, type, until } = window.bench;
        await until(
          () => type("file-0"),
          () => has(".found", "100,000"),
        );
        return until(
          () => type("file-01"),
          () => has(".found", "10,000"),
        );
      });
      console.log("filtered", filtered);
    }
    await page.context().close();
  }
});
