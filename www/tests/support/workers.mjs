// The workers of a page, as the browser itself counts them. `page.workers()` learns of a nested worker's end through its
// parent's connection, and not at all where both end at once.
import assert from "node:assert/strict";

const ONLY_WORKERS = [{ type: "worker" }, { exclude: true }];
/** Ending a worker takes a moment, the longer the more there is to do. */
const PATIENCE = 20_000;

/** Waits until the page has no worker any more. */
export async function noWorkers(page) {
  const devtools = await page.context().browser().newBrowserCDPSession();
  const { origin } = new URL(page.url());
  const living = async () => {
    const { targetInfos } = await devtools.send("Target.getTargets", { filter: ONLY_WORKERS });
    return targetInfos.map(({ url }) => url).filter((url) => url.includes(origin));
  };
  const until = Date.now() + PATIENCE;
  while ((await living()).length > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(await living(), []);
  await devtools.detach();
}
