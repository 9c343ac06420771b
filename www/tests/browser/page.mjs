// The page in a real Chromium, watched: what it asks for, what it complains about, what it breaks.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

/** The built page; LAYERGLASS_SITE names another folder than www/site. */
export const site = process.env["LAYERGLASS_SITE"] ?? fileURLToPath(new URL("../../site/", import.meta.url));
const fixtureFolder = fileURLToPath(new URL("../../../tests/fixtures/", import.meta.url));

export const fixture = (name) => `${fixtureFolder}${name}`;
export const fixtures = readdirSync(fixtureFolder).filter((name) => name.endsWith(".tar"));

const CHROMIUM = {
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
  ],
};

/** A server and a browser for one file of tests; `page()` gives a watched page of its own to each test. */
export async function start(serveOptions) {
  assert.ok(existsSync(site), `the page is not built: ${site} is missing; run \`cargo xtask build\``);
  const server = await serve(site, serveOptions);
  const browser = await chromium.launch(CHROMIUM);
  return {
    server,
    page: (t, options) => openPage(t, browser, server, options),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** `allow`: origins that may be asked beside the page's own. Everything else that a page does wrong fails the test. */
async function openPage(t, browser, server, { allow = [], console: allowed = [], ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (![server.origin, ...allow].includes(origin) && protocol !== "blob:") wrong.push(`request: ${request.url()}`);
  });
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !allowed.some((words) => message.text().includes(words))) {
      wrong.push(`console: ${message.text()}`);
    }
  });
  await page.exposeFunction("reportViolation", (what) => wrong.push(`policy: ${what}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      window.reportViolation(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(server.url);
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

/** Waits until the archive is open and its layers are counted. */
export async function opened(page) {
  await page.locator(".report").waitFor();
  await page.waitForFunction(() => !document.querySelector(".waiting"));
}
