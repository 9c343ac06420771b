// A browser that takes pictures that come out alike each time: nothing moves, and it is always the same day.
import { fileURLToPath } from "node:url";
import { launch } from "../../tests/support/chromium.mjs";
import { serve } from "../../tests/browser/serve.mjs";
import { stalling } from "./stalling.mjs";

const folder = (name) => fileURLToPath(new URL(`../../${name}/`, import.meta.url));
const fixtures = fileURLToPath(new URL("../../../tests/fixtures/", import.meta.url));

/** Some time after the sample and the archives of tests were made, for what is told as "months ago". */
const TODAY = new Date("2026-12-01T12:00:00Z");

/** The name that the page's own address has in pictures: as any machine's, and trusted by browsers like one by https. */
const HOST = "layerglass.localhost";

/** How long a state may take to be there, in milliseconds. */
const PATIENCE = 15_000;

/** How long nothing may change before it is there, and how often that is looked at. */
const STILL = 300;

export async function openBooth() {
  // Others than the page's own let themselves be read, as hosts of archives have to.
  const [site, dist, archives] = await Promise.all([
    serve(process.env["LAYERGLASS_SITE"] ?? folder("site"), { cors: true }),
    serve(folder("dist"), { cors: true }),
    serve(fixtures, { cors: true }),
  ]);
  const slow = await stalling();
  const browser = await launch(`--host-resolver-rules=MAP ${HOST}:80 ${new URL(site.url).host}`);
  const places = {
    page: `http://${HOST}/`,
    package: dist.origin,
    archives: archives.origin,
    html: site.url,
    slow: slow.origin,
    sample: `${site.url}sample.tar`,
    fixture: (name) => `${fixtures}${name}`,
  };
  const wrong = [];
  return {
    wrong,
    take: (shot) => take(browser, places, shot).then((found) => wrong.push(...found)),
    async close() {
      await browser.close();
      await Promise.all([site, dist, archives, slow].map((server) => server.close()));
    },
  };
}

async function take(browser, places, { name, state, path, fullPage = false, ...how }) {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "UTC",
    reducedMotion: "reduce",
    serviceWorkers: "block",
    ...how,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`${name}: ${error.message}`));
  try {
    await page.clock.setFixedTime(TODAY);
    await state.show(page, places);
    await settled(page);
    await page.screenshot({ path, fullPage, animations: "disabled", caret: "hide" });
  } catch (error) {
    wrong.push(`${name}: ${error.message}`);
  } finally {
    await context.close();
  }
  return wrong;
}

/** Waits until nothing of what is shown changes any more, within the elements too. */
async function settled(page) {
  await page.evaluate(() => document.fonts.ready);
  const shown = () =>
    page.evaluate(() => {
      const glasses = [...document.querySelectorAll("layer-glass")].map(({ shadowRoot }) => shadowRoot?.innerHTML);
      return [document.body.innerHTML, ...glasses].join("\n");
    });
  for (let before = "", now = await shown(), waited = 0; before !== now && waited < PATIENCE; waited += STILL) {
    await new Promise((resolve) => setTimeout(resolve, STILL));
    [before, now] = [now, await shown()];
  }
}
