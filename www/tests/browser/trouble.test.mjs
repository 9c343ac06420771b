// What cannot be opened, what takes long, and what comes from elsewhere.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { tar } from "./archives.mjs";
import { choose, enter, failed, fixture, glass, madeUp, opened, start, title, trust } from "./page.mjs";
import { serve } from "./serve.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

const unreadable = [
  ["photo.png", Buffer.concat([Buffer.from(PNG), Buffer.alloc(2000)]), "archive/not-an-archive", /PNG/],
  ["notes.txt", "These are notes, and no archive.\n".repeat(50), "archive/not-an-archive", /text/],
  ["nothing.tar", "", "source/empty", /no bytes/],
  ["bare.tar", tar([]), "archive/empty", /no members/],
];

for (const [name, bytes, code, seen] of unreadable) {
  test(`${name} gets an explanation, is announced, and disturbs nothing`, async (t) => {
    const page = await browser.page(t);
    await choose(page, madeUp(name, bytes));
    const failure = await failed(page);
    assert.match((await failure.textContent()) ?? "", seen);
    assert.equal(await failure.locator("dd code").last().textContent(), code);
    assert.equal(await failure.getByText("What helps").count(), 1);
    assert.match(
      (await glass(page).locator("[role=status]").textContent()) ?? "",
      new RegExp(name.replace(".", "\\.")),
    );
    await choose(page, fixture("small-docker28.tar"));
    await opened(page);
    assert.equal(await page.getByRole("navigation", { name: "Open images" }).getByText("not opened").count(), 1);
  });
}

test("a file that was cut shows what could be read, and says that it was cut", async (t) => {
  const page = await browser.page(t);
  await choose(page, madeUp("cut.tar", readFileSync(fixture("small-docker28.tar")).subarray(0, 9000)));
  await page.waitForFunction(() => ["open", "failed"].includes(document.querySelector("layer-glass").state));
  await glass(page).getByText("tar/truncated").first().waitFor();
});

test("opening can be watched and cancelled, and tried again", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-slow-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "slow.tar"), tar([["big", Buffer.alloc(4 << 20)]]));
  const slow = await serve(folder, { ranges: false, cors: true, delay: 100 });
  t.after(() => slow.close());
  const page = await browser.page(t, { allow: [slow.origin] });
  await enter(page, `${slow.url}slow.tar`);
  await glass(page)
    .getByText(/of 4\.20.MB/)
    .waitFor();
  await choose(page, fixture("small-docker28.tar"));
  const strip = page.getByRole("navigation", { name: "Open images" });
  await opened(page);
  await strip.getByText("opening…").waitFor();
  await strip.getByRole("button", { name: /^slow\.tar/ }).click();
  const before = Date.now();
  await glass(page).getByRole("button", { name: "Cancel" }).click();
  await glass(page).getByRole("heading", { level: 2, name: "Opening was cancelled" }).waitFor();
  assert.ok(Date.now() - before < 1000);
  await strip.getByText("cancelled").waitFor();
  await glass(page).getByRole("button", { name: "Open again" }).click();
  await glass(page).getByRole("button", { name: "Cancel" }).waitFor();
});

for (const ranges of [true, false]) {
  test(`an address is read ${ranges ? "by ranges" : "where the server knows no ranges"}, and the foot counts the requests`, async (t) => {
    const elsewhere = await serve(fixture(""), { cors: true, ranges });
    t.after(() => elsewhere.close());
    const page = await browser.page(t, { allow: [elsewhere.origin] });
    await enter(page, `${elsewhere.url}small-docker28.tar`);
    await opened(page);
    assert.equal(await title(page).textContent(), "small:1");
    const { host } = new URL(elsewhere.url);
    const n = elsewhere.requests.length;
    assert.ok(n > 0);
    const requests = n === 1 ? "1 request" : `${n} requests`;
    await page.getByText(`${requests} to ${host} · nothing else left this browser`).waitFor();
  });
}

test("requests to several hosts are counted apart", async (t) => {
  const servers = [await serve(fixture(""), { cors: true }), await serve(fixture(""), { cors: true })];
  for (const server of servers) t.after(() => server.close());
  const page = await browser.page(t, { allow: servers.map(({ origin }) => origin) });
  for (const { url } of servers) {
    await enter(page, `${url}small-docker28.tar`);
    await opened(page);
  }
  const [first, second] = servers.map(({ url, requests }) => `${requests.length} to ${new URL(url).host}`);
  const n = servers.reduce((sum, { requests }) => sum + requests.length, 0);
  await page.getByText(`${n} requests: ${first}, ${second} · nothing else left this browser`).waitFor();
});

test("an address that cannot be read is explained", async (t) => {
  const page = await browser.page(t, { console: ["404"] });
  await enter(page, `${browser.server.url}missing.tar`);
  assert.match((await (await failed(page)).textContent()) ?? "", /404/);
  assert.match(await trust(page), /^1 request to 127\.0\.0\.1:\d+ · nothing else left this browser$/);
});

test("a sample that is missing is explained, and can be tried again", async (t) => {
  const page = await browser.page(t, { console: ["404", "ERR_FAILED"] });
  let isMissing = true;
  await page.route("**/sample.tar", (route) => (isMissing ? route.fulfill({ status: 404 }) : route.continue()));
  await page.getByRole("button", { name: "Open the sample" }).click();
  await page.getByRole("heading", { name: "The sample could not be loaded" }).waitFor();
  isMissing = false;
  await page.locator("#screen").getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
});

test("a sample that failed while something else was shown is asked for anew", async (t) => {
  const page = await browser.page(t, { console: ["404", "ERR_FAILED"] });
  let answer;
  let isMissing = true;
  await page.route("**/sample.tar", async (route) => {
    if (!isMissing) return route.continue();
    await new Promise((resolve) => (answer = resolve));
    await route.fulfill({ status: 404 });
  });
  await page.getByRole("button", { name: "Open the sample" }).click();
  while (!answer) await page.waitForTimeout(20);
  await page.evaluate(() => (location.hash = "#/library"));
  await page.getByRole("heading", { level: 2, name: "The library does not exist yet" }).waitFor();
  const failure = page.waitForResponse("**/sample.tar");
  answer();
  await failure;
  await page.waitForTimeout(100);
  isMissing = false;
  await page.locator("#screen").getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
});

test("without the core the page says so: at the field, at a link, and for a file", async (t) => {
  const page = await browser.page(t, { console: ["ERR_FAILED", "404", "preload"] });
  await page.route("**/layerglass_bg.wasm", (route) => route.fulfill({ status: 404 }));
  await page.reload();
  await page.locator("#field").fill("mysql");
  await page.locator("#given").getByText("layerglass_bg.wasm, which reads images, could not be loaded").waitFor();
  await page.evaluate(() => (location.hash = "#/image/mysql"));
  await page.getByRole("heading", { level: 2, name: "layerglass could not start" }).waitFor();
  await choose(page, fixture("small-docker28.tar"));
  assert.match((await (await failed(page)).textContent()) ?? "", /init\/no-wasm/);
});
