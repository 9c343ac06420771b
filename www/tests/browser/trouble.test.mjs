// What cannot be opened, what takes long, and what comes from elsewhere.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { tar } from "./archives.mjs";
import { choose, fixture, madeUp, opened, start } from "./page.mjs";
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
  test(`${name} gets an explanation and a way back`, async (t) => {
    const page = await browser.page(t);
    await choose(page, madeUp(name, bytes));
    const failure = page.locator(".failure");
    await failure.waitFor();
    assert.match((await failure.textContent()) ?? "", seen);
    assert.equal(await failure.locator("dd code").last().textContent(), code);
    assert.equal(await failure.getByText("What helps").count(), 1);
    assert.match((await page.locator("#status").textContent()) ?? "", new RegExp(name.replace(".", "\\.")));
    await failure.getByRole("button", { name: "Open the sample" }).click();
    await opened(page);
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await failure.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "What is in this container image?" }).waitFor();
  });
}

test("a file that was cut shows what could be read, and says that it was cut", async (t) => {
  const page = await browser.page(t);
  const folder = mkdtempSync(join(tmpdir(), "layerglass-cut-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "cut.tar");
  const { readFileSync } = await import("node:fs");
  writeFileSync(path, readFileSync(fixture("small-docker28.tar")));
  truncateSync(path, 9000);
  await choose(page, path);
  await page.locator(".failure, .stopped, .finding").first().waitFor();
  assert.match((await page.locator("main").textContent()) ?? "", /tar\/truncated/);
});

test("opening can be watched and cancelled, and tried again", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-slow-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "slow.tar"), tar([["big", Buffer.alloc(4 << 20)]]));
  const slow = await serve(folder, { ranges: false, cors: true, delay: 100 });
  t.after(() => slow.close());
  const page = await browser.page(t, { allow: [slow.origin] });
  await page.getByLabel("URL of an image archive").fill(`${slow.url}slow.tar`);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.getByText(/ of 4\.20.MB · .*\/s · .* left/).waitFor();
  const before = Date.now();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { level: 1, name: "Opening was cancelled" }).waitFor();
  assert.ok(Date.now() - before < 1000);
  await page.getByRole("button", { name: "Open again" }).click();
  await page.getByRole("button", { name: "Cancel" }).waitFor();
});

for (const ranges of [true, false]) {
  test(`an address is read ${ranges ? "by ranges" : "where the server knows no ranges"}, and the foot says who was asked`, async (t) => {
    const elsewhere = await serve(fixture(""), { cors: true, ranges });
    t.after(() => elsewhere.close());
    const page = await browser.page(t, { allow: [elsewhere.origin] });
    await page.getByLabel("URL of an image archive").fill(`${elsewhere.url}small-docker28.tar`);
    await page.keyboard.press("Enter");
    await page.locator(".report").waitFor();
    assert.equal(await page.locator("h1").textContent(), "small:1");
    assert.match((await page.locator("#trust").textContent()) ?? "", new RegExp(new URL(elsewhere.url).host));
    await page.getByRole("button", { name: "Count" }).click();
    await page.getByText("5.01 kB").first().waitFor();
  });
}

test("an address that cannot be read is explained", async (t) => {
  const page = await browser.page(t, { console: ["404"] });
  await page.getByLabel("URL of an image archive").fill(`${browser.server.url}missing.tar`);
  await page.keyboard.press("Enter");
  await page.locator(".failure").waitFor();
  assert.match((await page.locator(".failure").textContent()) ?? "", /404/);
});

test("what is no address is said beside the field, and nothing is asked for", async (t) => {
  const page = await browser.page(t);
  const field = page.getByLabel("URL of an image archive");
  for (const typed of [
    "mysql:5.7",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://user:secret@example.org/a.tar",
  ]) {
    await field.fill(typed);
    await page.keyboard.press("Enter");
    assert.notEqual(await page.locator("#url-note").textContent(), "", typed);
    assert.equal(await field.getAttribute("aria-invalid"), "true");
  }
  assert.match((await page.locator("#trust").textContent()) ?? "", /^0 requests/);
});
