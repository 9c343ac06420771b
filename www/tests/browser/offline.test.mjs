// The second visit needs no network; a new version is taken over whole, and only by a page that is alone.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, enter, failed, fixture, glass, opened, site, start, title } from "./page.mjs";
import { serve } from "./serve.mjs";

/** A copy of the page that a test may change, as an update of a server does. */
let folder;
let browser;
before(async () => {
  folder = join(mkdtempSync(join(tmpdir(), "layerglass-site-")), "site");
  cpSync(site, folder, { recursive: true });
  browser = await start({}, folder);
});
after(async () => {
  await browser?.close();
  rmSync(join(folder, ".."), { recursive: true });
});

const withWorker = { serviceWorkers: "allow" };

const ready = (page) => page.evaluate(async () => void (await navigator.serviceWorker.ready));
const cached = (page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    return { names, urls: kept.flat() };
  });

test("the second visit needs no network: page, sample, both languages, files", async (t) => {
  const page = await browser.page(t, withWorker);
  await ready(page);
  await page.goto("about:blank");
  await page.context().setOffline(true);
  const asked = browser.server.requests.length;
  await page.goto(`${browser.server.url}#/sample`);
  await opened(page);
  assert.equal(await title(page).textContent(), "registry.example/notes:1.0");
  await page.getByRole("button", { name: "Settings" }).click();
  await page.locator("#language").selectOption("zh");
  await glass(page).getByRole("tab", { name: "历史" }).waitFor();
  await choose(page, fixture("small-skopeo22-zstd19.tar"));
  await opened(page);
  assert.equal(browser.server.requests.length, asked);
});

test("without a network the page comes whatever query its address has", async (t) => {
  const page = await browser.page(t, withWorker);
  await ready(page);
  await page.goto("about:blank");
  await page.context().setOffline(true);
  for (const address of ["?utm=1", "index.html?a=b&c"]) {
    await page.goto(`${browser.server.url}${address}#/sample`);
    await opened(page);
  }
});

test("only the page's own files are kept, whatever is opened", async (t) => {
  const elsewhere = await serve(fixture(""), { cors: true });
  t.after(() => elsewhere.close());
  cpSync(fixture("small-docker28.tar"), join(folder, "own.tar"));
  const page = await browser.page(t, { ...withWorker, allow: [elsewhere.origin], console: ["404"] });
  await ready(page);
  await page.reload();
  for (const url of [`${elsewhere.url}small-docker28.tar`, `${browser.server.url}own.tar`]) {
    await enter(page, url);
    await opened(page);
  }
  await enter(page, `${browser.server.url}missing.tar`);
  await failed(page);
  const { names, urls } = await cached(page);
  assert.equal(names.length, 1);
  assert.ok(urls.length > 5);
  for (const url of urls) assert.ok(url.startsWith(browser.server.url), url);
  assert.deepEqual(
    urls.filter((url) => /own\.tar|missing\.tar|small-docker/.test(url)),
    [],
  );
});

/** Another version: a file with other bytes, and a worker that knows their hash. */
function update(words) {
  const style = join(folder, "style.css");
  const worker = join(folder, "service-worker.js");
  const integrity = () => `sha256-${createHash("sha256").update(readFileSync(style)).digest("base64")}`;
  const before = integrity();
  writeFileSync(style, `${readFileSync(style, "utf8")}\n:root { --version: ${words}; }`);
  const text = readFileSync(worker, "utf8");
  const [version] = /[0-9a-f]{16}/.exec(text);
  const next = createHash("sha256").update(words).digest("hex").slice(0, 16);
  assert.ok(text.includes(before));
  writeFileSync(worker, text.replaceAll(before, integrity()).replaceAll(version, next));
  return next;
}

const look = (page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
const version = (page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--version").trim());

test("a new version waits until it is asked for, and then replaces the old one whole", async (t) => {
  const page = await browser.page(t, withWorker);
  await ready(page);
  await page.reload();
  const next = update("second");
  await look(page);
  const reload = page.getByRole("button", { name: "Reload" });
  await reload.waitFor();
  assert.equal(await version(page), "", "half of the new version is shown");
  await page.reload();
  assert.equal(await version(page), "", "the old version was replaced unasked");
  await reload.click();
  await page.waitForFunction(
    () => getComputedStyle(document.documentElement).getPropertyValue("--version").trim() === "second",
  );
  await page.waitForFunction(async () => (await caches.keys()).length === 1);
  assert.match((await cached(page)).names[0], new RegExp(next));
  assert.equal(await reload.count(), 0);
});

test("while another tab shows the old version it is not taken over", async (t) => {
  const page = await browser.page(t, withWorker);
  await ready(page);
  await page.reload();
  const other = await page.context().newPage();
  await other.goto(browser.server.url);
  const before = await version(other);
  update("third");
  await look(page);
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByText("Other tabs still use the old version.").waitFor();
  await other.reload();
  assert.equal(await version(other), before);
  await other.close();
  await page.getByRole("button", { name: "Reload" }).click();
  await page.waitForFunction(
    () => getComputedStyle(document.documentElement).getPropertyValue("--version").trim() === "third",
  );
});

test("a server in the midst of an update gives nothing to keep", async (t) => {
  const page = await browser.page(t, { ...withWorker, console: ["integrity", "digest"] });
  await ready(page);
  await page.reload();
  const before = (await cached(page)).names;
  const style = readFileSync(join(folder, "style.css"));
  update("fourth");
  writeFileSync(join(folder, "style.css"), style);
  const { requests } = browser.server;
  const asked = requests.length;
  await look(page).catch(() => {});
  while (!requests.slice(asked).includes("/style.css")) await page.waitForTimeout(20);
  await page.waitForFunction(async () => !(await navigator.serviceWorker.getRegistration()).installing);
  assert.equal(await page.getByRole("button", { name: "Reload" }).count(), 0);
  await page.waitForFunction(async () => (await caches.keys()).length === 1);
  assert.deepEqual((await cached(page)).names, before);
  await page.reload();
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
});

test("where service workers are refused, nothing is said and everything works", async (t) => {
  const page = await browser.page(t);
  await page.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new DOMException("refused", "SecurityError"));
  });
  await page.reload();
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
});

test("the page can be installed", async (t) => {
  const page = await browser.page(t);
  const link = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await page.request.get(browser.server.url + link)).json();
  assert.equal(manifest.name, "layerglass");
  for (const { src, type, sizes } of manifest.icons) {
    const response = await page.request.get(browser.server.url + src);
    assert.ok(response.headers()["content-type"].startsWith(type), src);
    const bytes = await response.body();
    if (type === "image/png") assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes);
  }
  const purposes = manifest.icons.map(({ purpose }) => purpose);
  assert.ok(purposes.includes("any") && purposes.includes("maskable"));
});
