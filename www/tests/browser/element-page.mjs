// A bare page that has the element and nothing else, under the policy that our own page ships with, in a real Chromium,
// watched: what it asks for, what it complains about, what it breaks, what the element tells it.
import assert from "node:assert/strict";
import { serveEngine, startBrowser, STRICT } from "./engine-page.mjs";
import { watched } from "./watched.mjs";

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>element</title><link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script>
<body><input type="file" id="file" aria-label="file" hidden></body></html>`;

const STYLE = `html { color-scheme: light dark; background: light-dark(#fbfcfc, #101516); }
body { margin: 0; } .far { block-size: 4000px; }`;

const SCRIPT = `globalThis.told = [];
for (const name of ["state", "load", "error", "progress", "select", "request"]) {
  document.addEventListener("layerglass-" + name, ({ type, bubbles, composed, cancelable, detail, target }) => {
    told.push({ type, name, bubbles, composed, cancelable, detail, id: target.id, isCustom: true });
  });
}
globalThis.define = async () => {
  globalThis.layerglass = await import("/dist/index.js");
  globalThis.element = await import("/dist/element-define.js");
};
if (location.search !== "?undefined") await define();
globalThis.ready = true;`;

/** `policy`: of the page; `files`: more of them, by path; `answer`: as of the engine's server. */
export async function startSite({ policy = STRICT, files = {}, answer } = {}) {
  const own = { "/": PAGE, "/page.js": SCRIPT, "/page.css": STYLE, ...files };
  const server = await serveEngine({
    files: own,
    answer: (path, response) => {
      if (path === "/") response.setHeader("content-security-policy", policy);
      if (path.endsWith(".css")) response.setHeader("content-type", "text/css");
      return server.answering?.(path, response);
    },
  });
  server.answering = answer;
  const browser = await startBrowser();
  return {
    server,
    page: (t, options) => openPage(t, browser, server, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** What the browser itself says of an address that cannot be had. */
export const RESOURCE = ["Failed to load resource", "CORS policy"];

/**
 * `allow`: origins that may be asked beside the page's own; `console`: words of complaints that are expected;
 * `isDefined`: false leaves the tag undefined until `define()`. Everything else that goes wrong fails the test.
 */
async function openPage(t, browser, server, { allow = [], console: allowed = [], isDefined = true, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const wrong = watched(page, { allow: [server.origin, ...allow], expected: allowed });
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(server.url + (isDefined ? "" : "?undefined"));
  await page.waitForFunction(() => globalThis.ready);
  return page;
}

/** Puts an element with these attributes and properties on the page, `lang` being the page's language. */
export async function put(page, attributes, { lang = "en", id = "g" } = {}) {
  await page.evaluate(
    ({ attributes, lang, id }) => {
      document.documentElement.lang = lang;
      const made = Object.assign(document.createElement("layer-glass"), { id });
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      document.body.append(made);
    },
    { attributes, lang, id },
  );
}

/** Gives the element bytes that are made here, as a file, and sets what else is `set` of it at the same time. */
export async function give(page, name, bytes, { id = "g", set = {} } = {}) {
  await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
  await page.evaluate(
    ({ id, set }) =>
      Object.assign(document.getElementById(id), set, { file: document.querySelector("#file").files[0] }),
    { id, set },
  );
}

/** Waits until the element is in this state, and what was drawn of it. */
export async function until(page, state, { id = "g" } = {}) {
  await page.waitForFunction(([id, state]) => document.getElementById(id).state === state, [id, state]);
  await page.evaluate((id) => document.getElementById(id).updateComplete, id);
}

/** Waits until the element is open and nothing more is being learned. */
export async function settled(page, { id = "g" } = {}) {
  await until(page, "open", { id });
  await page.waitForFunction((id) => {
    const { images } = document.getElementById(id).report;
    return images.every(({ contentSize, layers }) => contentSize !== null || layers.some(({ present }) => !present));
  }, id);
  await page.evaluate((id) => document.getElementById(id).updateComplete, id);
}

/** What the live region says. */
export const said = (page) => page.locator('layer-glass [role="status"]').first().textContent();

/** The events that were told since the last call, without those of progress. */
export const told = (page) =>
  page.evaluate(() =>
    globalThis.told
      .splice(0)
      .filter(({ name }) => name !== "progress")
      .map(({ name, detail }) => (name === "state" ? `state ${detail.state}` : name)),
  );

/** Does something with the element in the page. */
export const onElement = (page, change, argument) =>
  page.evaluate(`(${change})(document.querySelector("#g"), ${JSON.stringify(argument ?? null)})`);

/** Time for what must not happen. */
export const aWhile = (page) => page.waitForTimeout(300);
