// Which layers are looked into: all, up to one, one alone with what it removed; what cannot be read, and is not there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onElement, put, startSite } from "./element-page.mjs";
import { enter, openFiles, press, rows, still } from "./files-page.mjs";
import { image } from "./layers.mjs";

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

const choose = async (page, name) => {
  await page.locator(".rail .looks button", { hasText: name }).click();
  await still(page);
};
const tinted = (page) =>
  page.evaluate(() => {
    const all = [...document.querySelector("#g").shadowRoot.querySelectorAll(".file-row")];
    return all.flatMap((row) => {
      const tint = ["added", "modified", "metadata", "removed"].find((each) => row.classList.contains(each));
      return tint ? [`${tint} ${row.querySelector(".text").textContent.trim()}`] : [];
    });
  });

test("a layer alone shows what it did, and what it removed as removed", async (t) => {
  const page = await openFiles(site, t, { attributes: { layer: "1" } });
  await enter(page);
  await press(page, "*");
  assert.deepEqual(await rows(page, { marks: true }), ["  etc/", "−   motd", "~   passwd", "  srv/", "−   small"]);
  assert.deepEqual(await tinted(page), ["removed motd", "modified passwd", "removed small"]);
  const cell = page.locator('.file-row [title="removed by layer 2 (index 1)"]').first();
  assert.equal((await cell.textContent()).replace(/\s+/g, " ").trim(), "− removed2");
});

test("up to a layer, as if the image ended there", async (t) => {
  const page = await openFiles(site, t, { attributes: { layer: "0", path: "/etc/motd" } });
  await choose(page, "Up to layer 1");
  assert.deepEqual(await rows(page), ["etc/", "  motd", "  passwd", "srv/", "usr/", "var/"]);
  // A cell of the rail leads on; the path is not there any more.
  await page.locator(".rail .cells button").nth(1).click();
  await page.locator(".missing", { hasText: "There is no /etc/motd in here." }).waitFor();
  assert.equal(await onElement(page, (glass) => glass.layer), "1");
  await still(page);
  assert.deepEqual(await rows(page), ["etc/", "  passwd", "srv/", "usr/", "var/"]);
  assert.deepEqual(await tinted(page), ["modified passwd"]);
  await choose(page, "Whole image");
  assert.deepEqual(await rows(page), ["etc/", "  passwd", "opt/", "srv/", "usr/", "var/"]);
});

test("the rail says which layers are shown, is one stop, and the stack picks the same", async (t) => {
  const page = await openFiles(site, t, { attributes: { layer: "1" } });
  const shown = () =>
    page.locator(".rail .cells button").evaluateAll((cells) => cells.map((cell) => cell.dataset.shown === "true"));
  assert.deepEqual(await shown(), [false, true, false]);
  await choose(page, "Up to layer 2");
  assert.deepEqual(await shown(), [true, true, false]);
  assert.equal(await page.locator('.rail .cells [tabindex="0"]').count(), 1);
  await page.locator('.rail .cells [tabindex="0"]').focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  assert.equal(await onElement(page, (glass) => glass.layer), "2");
  assert.deepEqual(await shown(), [true, true, true]);
  await page.locator(".band button").last().click();
  assert.deepEqual(await shown(), [true, false, false]);
  await page.locator('.rail .cells [aria-pressed="true"]').click();
  assert.equal(await onElement(page, (glass) => glass.layer), null);
});

test("a layer without files and an image without files say so", async (t) => {
  const archive = image([
    ["ADD base /", [{ path: "motd", content: "hello" }]],
    ["RUN true", []],
  ]);
  const page = await openFiles(site, t, { archive });
  await onElement(page, (glass) => (glass.layer = "1"));
  await page.locator(".state", { hasText: "This layer holds no entries" }).waitFor();
  assert.equal(await page.locator(".rail .cells button").count(), 2);
  await choose(page, "Whole image");
  assert.deepEqual(await rows(page), ["motd"]);
});

test("of a layer that ends early, what was read before is shown, and that it is not all", async (t) => {
  const whole = image([
    [
      "ADD base /",
      [
        { path: "first", content: "x" },
        { path: "second", content: "x".repeat(5000) },
      ],
    ],
  ]);
  // The second header of the layer is no header any more.
  const at = whole.indexOf("second");
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, at, at + 100);
  const page = await openFiles(site, t, { archive: damaged });
  assert.deepEqual(await rows(page), ["first"]);
  assert.match(await page.locator(".faults").innerText(), /Not all of this could be read[^]*layer 1 \(index 0\)/);
});

/** An element that shows the files of an archive on its own server, which gives no ranges. */
async function fromServer(t, bytes) {
  const archive = image([["ADD base /", [{ path: "large", content: "x".repeat(bytes) }]]]);
  const remote = await startSite({ files: { "/remote.tar": archive } });
  t.after(() => remote.close());
  const page = await remote.page(t);
  await put(page, { view: "files", src: "/remote.tar" });
  await page.locator(".files-view .state").waitFor();
  return page;
}

test("of a server, much is fetched only once the visitor says so; what has passed by is fetched again", async (t) => {
  const page = await fromServer(t, 3_000_000);
  assert.match(
    await page.locator(".state").innerText(),
    /The layers are fetched from 127\.0\.0\.1:\d+ for this: up to 3/,
  );
  await page.locator(".state .primary").click();
  await page.locator("h3", { hasText: "This archive can be read only once" }).waitFor();
  assert.match(await page.locator(".state").innerText(), /It is fetched from 127\.0\.0\.1:\d+ once more/);
  await page.locator(".state .again").click();
  await still(page);
  assert.deepEqual(await rows(page), ["large"]);
  await page.locator(".file-row").click();
  await page.locator(".preview .text-line").first().waitFor();
});
