// Config and raw: what is shown, followed, folded, sought, copied and saved of the documents of real archives.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { put, said, settled, startSite } from "./element-page.mjs";

const ONE = "small-docker20.tar";
const MANY = "multiarch-podman.tar";

let site;
before(async () => {
  site = await startSite();
});
after(() => site?.close());

async function open(t, archive, attributes, options) {
  const page = await site.page(t, options);
  await put(page, { src: `/fixtures/${archive}`, ...attributes });
  await settled(page);
  return page;
}

const lines = (page) => page.locator("layer-glass .raw-line .text").allTextContents();
const chosen = (page) => page.locator("layer-glass .raw-view select").inputValue();
const state = (page) => page.evaluate(() => (({ view, image, layer }) => ({ view, image, layer }))(globalThis.g));

test("the exact bytes are saved, and their digest is the one they are shown under", async (t) => {
  const page = await open(t, ONE, { view: "raw" });
  const digest = await chosen(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save" }).click(),
  ]);
  const bytes = readFileSync(await download.path());
  assert.equal(download.suggestedFilename(), `config-${digest.slice(7, 19)}.json`);
  assert.equal(`sha256:${createHash("sha256").update(bytes).digest("hex")}`, digest);
  assert.match(await said(page), /^Saved as config-/);
});

test("the exact bytes are copied, however they are looked at", async (t) => {
  const page = await open(t, MANY, { view: "raw" }, { permissions: ["clipboard-read", "clipboard-write"] });
  const shown = JSON.parse((await lines(page)).join("\n"));
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(`sha256:${createHash("sha256").update(copied).digest("hex")}`, await chosen(page));
  assert.deepEqual(JSON.parse(copied), shown);
  await page.getByRole("button", { name: "Exact bytes" }).click();
  assert.deepEqual(await lines(page), [copied]);
});

test("each document that is there is offered, and none that is not", async (t) => {
  for (const [archive, expected] of [
    [ONE, [/^Config /, /^manifest\.json$/, /^repositories$/]],
    [MANY, [/^Manifest /, /^Config /, /^Index /, /^index\.json$/]],
    ["edge-docker28-save.tar", [/^Manifest /, /^Config /, /^index\.json$/, /^manifest\.json$/, /^repositories$/]],
    ["attest-buildx-oci.tar", [/^Manifest /, /^Config /, /^Index /, /^Attestation /, /^index\.json$/]],
  ]) {
    const page = await open(t, archive, { view: "raw" });
    const options = page.locator("layer-glass .raw-view option");
    await page.waitForFunction(
      (count) => globalThis.g.shadowRoot.querySelectorAll(".raw-view option").length === count,
      expected.length,
    );
    for (const [place, name] of expected.entries()) {
      await page.locator("layer-glass .raw-view select").selectOption({ index: place });
      await page.locator("layer-glass .raw-line").first().waitFor();
      assert.match((await options.nth(place).textContent()).trim(), name);
      assert.equal(await page.locator("layer-glass .failure").count(), 0);
    }
  }
});

test("digests lead by keyboard from the index to a manifest, and from there to its layer", async (t) => {
  const page = await open(t, MANY, { view: "raw" });
  await page.locator("layer-glass .raw-view select").selectOption({ index: 2 });
  const links = page.getByRole("link");
  await page.waitForFunction(() => globalThis.g.shadowRoot.querySelectorAll(".raw-line [role=link]").length === 6);
  const second = (await links.nth(1).textContent()).trim();
  await links.nth(1).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (digest) => globalThis.g.shadowRoot.querySelector(".raw-view select").value === digest,
    second,
  );
  await links.nth(1).waitFor();
  await links.last().focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await state(page), { view: "layers", image: second, layer: "0" });
});

test("what is folded says so and is unfolded by what is sought in it", async (t) => {
  const page = await open(t, ONE, { view: "raw" });
  await page.getByRole("button", { name: "Fold all", exact: true }).click();
  const folded = await lines(page);
  assert(folded.some((line) => /"history": \[\d+ lines\]/.test(line)));
  const button = page.locator("layer-glass button.fold").nth(1);
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await button.press("Enter");
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  assert((await lines(page)).length > folded.length);
  await page.getByRole("searchbox").fill("diff_ids");
  await page.keyboard.press("Enter");
  assert.match(await page.locator("layer-glass .found .text").textContent(), /"diff_ids": \[/);
  assert.match(await said(page), /^Match 1 of 1, line \d+$/);
  await page.getByRole("button", { name: "Unfold all" }).click();
  assert.equal(await page.locator("layer-glass button.fold[aria-expanded=false]").count(), 0);
  assert(!(await lines(page)).some((line) => line.includes(" lines")));
});

test("the config is told in its words", async (t) => {
  const page = await open(t, ONE, { view: "config" });
  const panel = page.locator("layer-glass .config-view");
  const facts = await panel.locator(".settings").first().innerText();
  for (const words of ["/bin/tool", "--help", "/data", "not stated, so root", "80/tcp"])
    assert(facts.includes(words), words);
  const rows = await panel.getByRole("row").allInnerTexts();
  assert(rows.some((row) => /^FOO\s+bar$/.test(row.trim())));
  assert.equal(await page.getByRole("searchbox").count(), 0);
  await panel.getByRole("button", { name: /^[0-9a-f]{12}$/ }).click();
  assert.equal((await state(page)).view, "raw");
});

test("a plain filesystem says why it has neither", async (t) => {
  const page = await open(t, "small-docker20.docker-export.tar", { view: "config" });
  await page.getByRole("heading", { name: "There is no config" }).waitFor();
  await page.evaluate(() => (globalThis.g.view = "raw"));
  await page.getByRole("heading", { name: "No documents in here" }).waitFor();
});
