// Opening archives in the page: what is shown is what the package reports of the same bytes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  choose,
  drop,
  failed,
  fixture,
  fixtures,
  glass,
  madeUp,
  opened,
  said,
  start,
  title,
  trust,
  view,
} from "./page.mjs";
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
  for (const [place, image] of report.images.entries()) {
    if (place > 0) await page.evaluate((place) => (location.hash = `#/archive?image=${place}`), place);
    assert.deepEqual(await shown(page), expected(image, report));
  }
}

const folder = (t) => {
  const path = mkdtempSync(join(tmpdir(), "layerglass-folder-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
};

test("a file that is dropped on the window opens", async (t) => {
  const page = await browser.page(t);
  await drop(page, fixture("small-docker28.tar"));
  await opened(page);
  assert.equal(await title(page).textContent(), "small:1");
  assert.ok(await page.locator("#curtain").isHidden());
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
  assert.equal(await title(page).textContent(), "registry.example/notes:1.0");
  assert.equal(await glass(page).getByText("registry.example/notes:latest", { exact: true }).count(), 1);
  assert.equal(await glass(page).locator(".stack .shared").count(), 3);
  await glass(page).getByRole("combobox", { name: "Image" }).selectOption({ label: "registry.example/notes:1.1" });
  assert.equal(await title(page).textContent(), "registry.example/notes:1.1");
  assert.equal(await glass(page).locator(".band").count(), 5);
  assert.equal(await trust(page), "0 requests · nothing left this browser");
});

/** The browser's protocol takes paths or bytes, and not both at once. */
const copy = (name) => madeUp(name, readFileSync(fixture(name)));

test("several files are open at once, and one that is no archive disturbs none of them", async (t) => {
  const page = await browser.page(t);
  await choose(page, copy("small-docker20.tar"), madeUp("notes.txt", "no archive"), copy("multi-docker28.tar"));
  const strip = page.getByRole("navigation", { name: "Open images" });
  await strip.getByText("not opened").waitFor();
  await opened(page);
  assert.equal(await strip.locator("[aria-current]").innerText(), "small-docker20.tar");
  await compare(page, await reportOf(fixture("small-docker20.tar")));
  await strip.getByRole("button", { name: "notes.txt not opened", exact: true }).click();
  await failed(page);
  await strip.getByRole("button", { name: "multi-docker28.tar", exact: true }).click();
  await opened(page);
  await compare(page, await reportOf(fixture("multi-docker28.tar")));
  await strip.getByRole("button", { name: "Close notes.txt" }).click();
  await strip.getByRole("button", { name: "Close multi-docker28.tar" }).click();
  await opened(page);
  assert.equal(await title(page).textContent(), "small:1");
  assert.equal(await strip.locator("li").count(), 1);
});

test("a folder in OCI layout that is dropped opens as one image", async (t) => {
  const path = folder(t);
  execFileSync("tar", ["xf", fixture("small-skopeo-oci-gzip.tar"), "-C", path]);
  const page = await browser.page(t);
  await drop(page, path);
  await opened(page);
  const report = await reportOf(fixture("small-skopeo-oci-gzip.tar"));
  assert.deepEqual((await shown(page)).layers, expected(report.images[0], report).layers);
});

test("of a folder with archives each is opened, and what is none is left alone", async (t) => {
  const path = folder(t);
  for (const name of ["small-docker20.tar", "multi-podman.tar"]) cpSync(fixture(name), join(path, name));
  writeFileSync(join(path, "notes.txt"), "no archive");
  const page = await browser.page(t);
  await drop(page, path);
  await opened(page);
  const names = page.getByRole("navigation", { name: "Open images" }).locator("bdi");
  assert.deepEqual(await names.allTextContents(), ["multi-podman.tar", "small-docker20.tar"]);
});

test("beside an archive a folder without any is named, and the archive is open", async (t) => {
  const path = folder(t);
  writeFileSync(join(path, "notes.txt"), "no archive");
  const page = await browser.page(t);
  await drop(page, path, fixture("small-docker28.tar"));
  await opened(page);
  assert.match(
    await page.locator("#toast").innerText(),
    /The rest is open; no archive could be read in .*layerglass-folder-/,
  );
  assert.match(await said(page), /^The rest is open; no archive could be read in .*layerglass-folder-/);
});

test("of a folder with very many archives the first are opened, and the page says so", async (t) => {
  const path = folder(t);
  for (let n = 10; n < 30; n++) writeFileSync(join(path, `${n}.tar.gz`), "no archive");
  const page = await browser.page(t);
  await drop(page, path);
  await failed(page);
  const names = page.getByRole("navigation", { name: "Open images" }).locator("bdi");
  assert.deepEqual(
    await names.allTextContents(),
    Array.from({ length: 12 }, (_, n) => `${n + 10}.tar.gz`),
  );
  assert.match(await page.locator("#toast").innerText(), /more than 12 archives: the first 12 are open/);
});

test("archives and layouts in the folders of a folder are found, and no farther down than is said", async (t) => {
  const path = folder(t);
  const into = (name) => mkdirSync(join(path, name), { recursive: true });
  for (const name of ["b/layout", "b/empty", "a/x/deep"]) into(name);
  execFileSync("tar", ["xf", fixture("small-skopeo-oci-gzip.tar"), "-C", join(path, "b/layout")]);
  for (const name of ["z.tar", "b/one.tar.gz", "a/x/two.tgz", "a/x/deep/three.tar"]) {
    cpSync(fixture("small-docker28.tar"), join(path, name));
  }
  const page = await browser.page(t);
  await drop(page, path);
  await opened(page);
  const names = page.getByRole("navigation", { name: "Open images" }).locator("bdi");
  assert.deepEqual(await names.allTextContents(), ["z.tar", "b/one.tar.gz", "a/x/two.tgz", "b/layout/"]);
  await page.keyboard.press("[");
  await opened(page);
  await compare(page, await reportOf(fixture("small-skopeo-oci-gzip.tar")));
});

test("a folder without anything to open is explained", async (t) => {
  const path = folder(t);
  writeFileSync(join(path, "notes.txt"), "no archive");
  const page = await browser.page(t);
  await drop(page, path);
  await page.getByRole("heading", { level: 2, name: "There is no archive in here" }).waitFor();
  assert.match(await page.locator("#screen").innerText(), /neither index\.json nor manifest\.json/);
});

for (const width of [1280, 390]) {
  test(`what is counted later moves nothing (${width} pixels wide)`, async (t) => {
    const page = await browser.page(t, { viewport: { width, height: 2000 } });
    await page.evaluate(() => {
      window.places = [];
      const place = (root) =>
        [...root.querySelectorAll("h2, h3, .band, dt, [role=tab]")].map((e) => e.getBoundingClientRect().top);
      const beat = () => {
        const root = document.querySelector("layer-glass")?.shadowRoot;
        if (root?.querySelector(".band")) {
          const counting = /counting/.test(root.querySelector(".head").textContent);
          window.places.push({ counting, places: JSON.stringify(place(root)) });
        }
        requestAnimationFrame(beat);
      };
      beat();
    });
    await choose(page, fixture("small-podman-oci-gzip.tar"));
    await opened(page);
    await page.waitForFunction(() => window.places.some(({ counting }) => !counting));
    const places = await page.evaluate(() => window.places);
    assert.ok(
      places.some(({ counting }) => counting),
      "nothing was counted later",
    );
    assert.equal(new Set(places.map(({ places }) => places)).size, 1);
  });
}

test("digests are verified on request, and the layers say so", async (t) => {
  const page = await browser.page(t);
  await choose(page, fixture("small-podman-oci-gzip.tar"));
  await opened(page);
  await glass(page).getByRole("button", { name: "Verify digests" }).click();
  await glass(page).locator(".outcome.verified").waitFor();
  await view(page, "Layers");
  const layers = await glass(page).locator(".layer").count();
  assert.ok(layers > 0);
  assert.equal(await glass(page).locator(".layer .checked.verified").count(), layers);
});

test("a digest that differs is named, and nothing else", async (t) => {
  const bytes = readFileSync(fixture("small-docker20.tar"));
  const at = bytes.indexOf("hello") >= 0 ? bytes.indexOf("hello") : bytes.indexOf("ustar", 2048) + 600;
  bytes[at] ^= 1;
  const page = await browser.page(t);
  await choose(page, madeUp("flipped.tar", bytes));
  await opened(page);
  await glass(page).getByRole("button", { name: "Verify digests" }).click();
  await glass(page).locator(".outcome.differs").waitFor();
  assert.equal(await glass(page).locator(".outcome li").count(), 1);
});
