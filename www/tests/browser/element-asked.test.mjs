// What the visitor asks of the element: to open, to stop, to begin again; and several elements on one page.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { tarHeader } from "./archives.mjs";
import { aWhile, onElement, put, said, settled, startSite, told, until } from "./element-page.mjs";
import { noWorkers } from "../support/workers.mjs";

const ONE = "/fixtures/small-docker28.tar";
const OTHER = "/fixtures/small-podman-oci-gzip.tar";
const MIB = 1 << 20;

let folder;
let site;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "layerglass-element-"));
  // Small to store and 8 GiB when it is decompressed: nothing of it can be jumped over.
  const zeros = gzipSync(Buffer.alloc(MIB));
  const parts = [gzipSync(tarHeader("zeros", 8192 * MIB)), ...Array.from({ length: 8193 }, () => zeros)];
  writeFileSync(join(folder, "dense.tar.gz"), Buffer.concat(parts));
  site = await startSite();
});
after(async () => {
  await site?.close();
  if (folder) rmSync(folder, { recursive: true });
});

test("opening is cancelled within 100 ms, by the button and by a call, and begun again", async (t) => {
  const page = await site.page(t);
  await put(page, {});
  await page.setInputFiles("#file", join(folder, "dense.tar.gz"));
  await onElement(page, (glass) => (glass.file = document.querySelector("#file").files[0]));
  await page.locator("progress[value]").waitFor();
  await page.getByRole("button", { name: "Cancel" }).focus();
  const took = await page.evaluate(async () => {
    const glass = document.querySelector("#g");
    const cancelled = new Promise((resolve) => {
      glass.addEventListener("layerglass-state", ({ detail }) => detail.state === "cancelled" && resolve());
    });
    const from = performance.now();
    glass.shadowRoot.querySelector(".progress button").click();
    await cancelled;
    return performance.now() - from;
  });
  assert.ok(took < 100, `${took} ms`);
  await page.getByText("Opening was cancelled").first().waitFor();
  assert.equal(await said(page), "Opening was cancelled");
  const focused = () => page.evaluate(() => document.querySelector("#g").shadowRoot.activeElement?.className);
  assert.equal(await focused(), "again");
  // In one task too: nothing of the first attempt may come in between.
  await onElement(page, (glass) => {
    glass.open();
    glass.cancel();
    glass.open();
  });
  assert.equal(await page.evaluate(() => document.querySelector("#g").state), "opening");
  await page.locator("progress[value]").waitFor();
  await onElement(page, (glass) => glass.cancel());
  assert.equal(await page.evaluate(() => document.querySelector("#g").state), "cancelled");
  await aWhile(page);
  const events = await told(page);
  assert.deepEqual(events, [
    ...["state opening", "state cancelled"],
    ...["state opening", "state cancelled", "state opening", "state cancelled"],
  ]);
  await onElement(page, (glass, src) => ((glass.file = null), (glass.src = src)), ONE);
  await settled(page);
});

test("open() of what is open changes nothing", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE });
  await settled(page);
  await told(page);
  await onElement(page, (glass) => glass.open());
  await aWhile(page);
  assert.deepEqual(await told(page), []);
});

test("the focus stays with the element when the button that had it goes", async (t) => {
  const page = await site.page(t, { console: ["Failed to load resource"] });
  await put(page, { src: "/missing.tar" });
  await until(page, "failed");
  await page.getByRole("button", { name: "Try again" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => told.filter(({ name }) => name === "error").length === 2);
  const focused = () => page.evaluate(() => document.querySelector("#g").shadowRoot.activeElement?.textContent.trim());
  await page.waitForFunction(() => document.activeElement?.id === "g");
  assert.equal(await focused(), "Try again");
  await onElement(page, (glass, src) => ((glass.loading = "click"), (glass.src = src)), ONE);
  await page.getByRole("button", { name: "Open small-docker28.tar" }).focus();
  await page.keyboard.press("Enter");
  await settled(page);
  assert.equal(await focused(), "Overview");
  await page.getByRole("button", { name: "Verify digests" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".outcome").waitFor();
  await page.waitForFunction(() => document.activeElement?.id === "g");
  assert.equal(await focused(), "Verify digests");
});

test("whoever went elsewhere is not called back", async (t) => {
  const page = await site.page(t);
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<button id=b>elsewhere</button>"));
  await put(page, { src: ONE, loading: "click" });
  await page.getByRole("button", { name: "elsewhere" }).focus();
  await onElement(page, (glass) => glass.open());
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "b");
});

test("loading=lazy fetches nothing until it comes near, loading=click until it is asked for", async (t) => {
  const page = await site.page(t);
  await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<div class=far></div>"));
  const before = site.server.requests.length;
  await put(page, { src: ONE, loading: "lazy" });
  await put(page, { src: OTHER, loading: "click" }, { id: "c" });
  await aWhile(page);
  assert.equal(site.server.requests.length, before);
  assert.equal(await page.evaluate(() => document.querySelector("#g").state), "waiting");
  await onElement(page, (glass) => glass.scrollIntoView());
  await settled(page);
  assert.equal(await page.evaluate(() => document.querySelector("#c").state), "waiting");
  await page.getByRole("button", { name: "Open small-podman-oci-gzip.tar" }).click();
  await settled(page, { id: "c" });
  // Once is enough: it stays as it is however often it comes into sight.
  await told(page);
  await page.evaluate(() => scrollTo(0, 0));
  await aWhile(page);
  await onElement(page, (glass) => glass.scrollIntoView());
  await aWhile(page);
  assert.deepEqual(await told(page), []);
});

test("loading that changes to eager while it waits opens it", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE, loading: "click" });
  await until(page, "waiting");
  await onElement(page, (glass) => (glass.loading = "eager"));
  await settled(page);
});

test("two elements may show the same, each on its own", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE });
  await put(page, { src: ONE }, { id: "h" });
  await settled(page);
  await settled(page, { id: "h" });
  await page.locator("#h #tab-config").click();
  assert.deepEqual(await page.evaluate(() => ["g", "h"].map((id) => document.getElementById(id).shown.view)), [
    "overview",
    "config",
  ]);
  await page.evaluate(() => document.getElementById("g").remove());
  await page.getByRole("button", { name: "Verify digests" }).click();
  await page.locator(".outcome.verified").waitFor();
});

test("twenty elements share one engine, which goes with the last", async (t) => {
  const page = await site.page(t);
  for (let n = 0; n < 20; n++) await put(page, { src: n % 2 ? ONE : OTHER }, { id: `g${n}` });
  for (let n = 0; n < 20; n++) await settled(page, { id: `g${n}` });
  assert.equal(page.workers().length, 1);
  await page.evaluate(() => document.querySelectorAll("layer-glass").forEach((glass) => glass.remove()));
  await aWhile(page);
  await noWorkers(page);
});
