// What the measures of the page have in common.
import { fileURLToPath } from "node:url";
import { serve } from "../browser/serve.mjs";
import { launch } from "../support/chromium.mjs";

const site = fileURLToPath(new URL("../../site/", import.meta.url));

/** Calls `work` with a browser and the address of the page. */
export async function withPage(work) {
  const server = await serve(site);
  const browser = await launch();
  try {
    await work(browser, server.url);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A page of its own, as of a visitor who was never here. */
export async function fresh(browser, prepare = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await prepare(page);
  return page;
}

/**
 * Runs in the page. `window.painted()`: milliseconds until the layers of an image were there to be seen (of the source of
 * this name, if one is given), since a file was chosen, or since navigation where none was.
 */
export function watchPaint(name) {
  let began = 0;
  addEventListener("change", () => (began = performance.now()), { capture: true, once: true });
  const isThere = () => {
    const glasses = [...document.querySelectorAll("layer-glass")];
    const glass = glasses.find((one) => one.checkVisibility() && (name === undefined || one.name === name));
    return glass?.shadowRoot?.querySelector("[part~=band]")?.getBoundingClientRect().height > 0;
  };
  const { promise, resolve } = Promise.withResolvers();
  // A frame is painted after its callbacks: what comes next in line comes after that.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => resolve(performance.now() - began);
  const look = () => (isThere() ? port2.postMessage(null) : requestAnimationFrame(look));
  requestAnimationFrame(look);
  window.painted = () => promise;
}

/** Until nothing is read any more: every layer was measured. */
export const measured = (page) =>
  page.waitForFunction(() =>
    [...document.querySelectorAll("layer-glass")].some(
      ({ report }) => report !== null && report.images.every((image) => image.contentSize !== null),
    ),
  );
