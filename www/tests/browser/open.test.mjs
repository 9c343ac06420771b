// Opening archives in the page: what is shown is what the package reports of the same bytes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { choose, drop, fixture, fixtures, madeUp, opened, start } from "./page.mjs";
import { expected, shown } from "./shown.mjs";

let browser;
let open;
before(async () => {
  ({ open } = await import("../../dist/index.js"));
  browser = await start();
});
after(() => browser?.close());

/** The report of a file, by the package in Node. */
async function reportOf(path) {
  const inspection = await open(readFileSync(path), { measure: true });
  inspection.close();
  return inspection.report;
}

async function compare(page, report) {
  const choices = page.locator(".picker li > button");
  for (const [place, image] of report.images.entries()) {
    if (report.images.length > 1) await choices.nth(place).click();
    const { findings, ...seen } = await page.evaluate(shown);
    assert.deepEqual({ ...seen, findings: findings.sort() }, expected(image, report));
  }
  assert.equal(await choices.count(), report.images.length > 1 ? report.images.length : 0);
  const findings = await page.locator(".source-findings .finding > .sub code").allTextContents();
  assert.deepEqual(findings.sort(), report.findings.map(({ code }) => code).sort());
  const manifests = report.indexes.flatMap((index) => index.manifests.map(({ digest }) => digest));
  const digests = await page.locator(".manifests code.digest").evaluateAll((list) => list.map((code) => code.title));
  assert.deepEqual(digests, manifests);
}

test("a file that is dropped on the window opens", async (t) => {
  const page = await browser.page(t);
  await drop(page, fixture("small-docker28.tar"));
  await opened(page);
  assert.equal(await page.locator("h1").textContent(), "small:1");
  assert.ok(await page.locator("#drop").isHidden());
  await compare(page, await reportOf(fixture("small-docker28.tar")));
});

for (const name of fixtures) {
  test(`${name}: the page shows what the report says`, async (t) => {
    const page = await browser.page(t);
    await choose(page, fixture(name));
    await opened(page);
    await compare(page, await reportOf(fixture(name)));
  });
}

test("the sample is one click away: two images, one of them with two names, and layers in common", async (t) => {
  const page = await browser.page(t);
  await page.getByRole("button", { name: "Open the sample" }).click();
  await opened(page);
  assert.equal(await page.locator("h1").textContent(), "registry.example/notes:1.0");
  assert.deepEqual(await page.locator(".names strong").allTextContents(), ["registry.example/notes:latest"]);
  assert.equal(await page.locator(".shared").count(), 3);
  await page.getByRole("button", { name: /notes:1\.1/ }).click();
  assert.equal(await page.locator("h1").textContent(), "registry.example/notes:1.1");
  assert.equal(await page.locator(".layer").count(), 5);
  assert.match((await page.locator("#trust").textContent()) ?? "", /^0 requests/);
});

/** The browser's protocol takes paths or bytes, and not both at once. */
const copy = (name) => madeUp(name, readFileSync(fixture(name)));

test("several files are open at once, and one that is no archive disturbs none of them", async (t) => {
  const page = await browser.page(t);
  await choose(page, copy("small-docker20.tar"), madeUp("notes.txt", "no archive"), copy("multi-docker28.tar"));
  const shelf = page.getByRole("navigation", { name: "Open archives" });
  await shelf.getByText("not opened").waitFor();
  await shelf.getByRole("button", { name: "small-docker20.tar", exact: true }).click();
  await opened(page);
  await compare(page, await reportOf(fixture("small-docker20.tar")));
  await shelf.getByRole("button", { name: "multi-docker28.tar", exact: true }).click();
  await opened(page);
  await compare(page, await reportOf(fixture("multi-docker28.tar")));
  await shelf.getByRole("button", { name: "Close notes.txt" }).click();
  await shelf.getByRole("button", { name: "Close multi-docker28.tar" }).click();
  await page.getByRole("heading", { level: 1, name: "small:1" }).waitFor();
  assert.ok(await shelf.isHidden());
});

test("a folder in OCI layout that is dropped opens", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-folder-"));
  t.after(() => rmSync(folder, { recursive: true }));
  execFileSync("tar", ["xf", fixture("small-skopeo-oci-gzip.tar"), "-C", folder]);
  const page = await browser.page(t);
  await drop(page, folder);
  await opened(page);
  const report = await reportOf(fixture("small-skopeo-oci-gzip.tar"));
  assert.deepEqual((await page.evaluate(shown)).layers, expected(report.images[0], report).layers);
});

for (const width of [1280, 390]) {
  test(`what is counted later moves nothing (${width} pixels wide)`, async (t) => {
    const page = await browser.page(t, { viewport: { width, height: 2000 } });
    await page.evaluate(() => {
      window.places = [];
      const place = () =>
        [...document.querySelectorAll("h1, h2, .layer, dt")].map((e) => e.getBoundingClientRect().top);
      const watcher = new MutationObserver(() => {
        if (document.querySelector(".layer")) window.places.push(JSON.stringify(place()));
      });
      watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await choose(page, fixture("small-podman-oci-gzip.tar"));
    await opened(page);
    const places = await page.evaluate(() => window.places);
    assert.ok(places.length > 1, "nothing was counted later");
    assert.equal(new Set(places).size, 1);
  });
}

test("digests are verified on request, and the layers say so", async (t) => {
  const page = await browser.page(t);
  await choose(page, fixture("small-podman-oci-gzip.tar"));
  await opened(page);
  await page.getByRole("button", { name: "Verify digests" }).click();
  await page.locator(".outcome.verified").waitFor();
  const layers = await page.locator(".layer").count();
  assert.equal(await page.locator(".layer .details").getByText("verified", { exact: true }).count(), layers);
});

test("a digest that differs is named, and nothing else", async (t) => {
  const bytes = readFileSync(fixture("small-docker20.tar"));
  const at = bytes.indexOf("hello") >= 0 ? bytes.indexOf("hello") : bytes.indexOf("ustar", 2048) + 600;
  bytes[at] ^= 1;
  const page = await browser.page(t);
  await choose(page, madeUp("flipped.tar", bytes));
  await page.locator(".report").waitFor();
  await page.getByRole("button", { name: "Verify digests" }).click();
  await page.locator(".outcome.differs").waitFor();
  assert.equal(await page.locator(".outcome .finding").count(), 1);
});
