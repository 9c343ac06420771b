// The page in a real Chromium, watched: what it asks for, what it complains about, what it breaks.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "../support/chromium.mjs";
import { serve } from "./serve.mjs";
import { watched } from "./watched.mjs";

/** The built page; LAYERGLASS_SITE names another folder than www/site. */
export const site = process.env["LAYERGLASS_SITE"] ?? fileURLToPath(new URL("../../site/", import.meta.url));
const fixtureFolder = fileURLToPath(new URL("../../../tests/fixtures/", import.meta.url));

export const fixture = (name) => `${fixtureFolder}${name}`;
export const fixtures = readdirSync(fixtureFolder).filter((name) => name.endsWith(".tar"));

/** What Chromium says where a test has no service worker: it would answer in place of the server that is watched. */
const NO_WORKER = "Service Worker registration blocked";

/** A server and a browser for one file of tests; `page()` gives a watched page of its own to each test. */
export async function start(serveOptions, folder = site) {
  assert.ok(existsSync(folder), `the page is not built: ${folder} is missing; run \`cargo xtask build\``);
  const server = await serve(folder, serveOptions);
  const browser = await launch();
  return {
    server,
    page: (t, options) => openPage(t, browser, server, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * `hash`: of the first address. `allow`: origins that may be asked beside the page's own. `console`: words of lines
 * that the browser itself writes. Everything else that a page does wrong fails the test.
 */
async function openPage(t, browser, server, { hash = "", allow = [], console: allowed = [], ...options } = {}) {
  const viewport = { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, locale: "en-GB", serviceWorkers: "block", ...options });
  const page = await context.newPage();
  const wrong = watched(page, { allow: [server.origin, ...allow], expected: [NO_WORKER, ...allowed] });
  await page.exposeFunction("reportViolation", (what) => wrong.push(`policy: ${what}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(server.url + hash);
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  return page;
}

/** Drops files of this machine onto the window, as a file manager does. */
export async function drop(page, ...files) {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await devtools.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
  }
  await devtools.detach();
}

/** Chooses files as the file dialog does; those without a path are made up. */
export async function choose(page, ...files) {
  await page.setInputFiles("#file", files);
}

export const madeUp = (name, bytes) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });

/** Pastes text where the focus is, as the browser does when it may not be asked for the clipboard. */
export async function paste(page, text) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true });
    (document.activeElement ?? document.body).dispatchEvent(paste);
  }, text);
}

/** The element that is shown. */
export const glass = (page) => page.locator("layer-glass:not([hidden])");

/** The name of the image that is shown. */
export const title = (page) => glass(page).getByRole("heading", { level: 2 });

/** Waits until the archive is open and its layers are counted. */
export async function opened(page) {
  await page.waitForFunction(() => {
    const glass = document.querySelector("layer-glass:not([hidden])");
    return (
      glass?.state === "open" &&
      !/counting|正在统计/.test(glass.shadowRoot.querySelector(".head")?.textContent ?? "counting")
    );
  });
}

/** Waits until what was given is known to be none. */
export async function failed(page) {
  await glass(page).locator("[part=failure]").waitFor();
  return glass(page).locator("[part=failure]");
}

/** Turns to a view, and waits until its code has come. */
export async function view(page, name) {
  await glass(page).getByRole("tab", { name }).click();
  await loaded(page);
}

/** Waits until the code of the view that is shown has come. */
export async function loaded(page) {
  await page.waitForFunction(() => {
    const root = document.querySelector("layer-glass:not([hidden])")?.shadowRoot;
    return root?.querySelector(".panel") && !root.querySelector(".panel > [aria-busy]");
  });
}

/** Types into the one field and presses Enter. */
export async function enter(page, text) {
  await page.locator("#field").fill(text);
  await page.keyboard.press("Enter");
}

export const said = (page) => page.locator("#status").textContent();
export const trust = (page) => page.locator("#trust").innerText();
export const hash = (page) => page.evaluate(() => location.hash);
