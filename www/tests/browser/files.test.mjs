// The files of an image: walked by keyboard and by mouse, told to the page, reached by a link.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onElement, said, startSite, told } from "./element-page.mjs";
import { enter, focused, openFiles, press, rows, still } from "./files-page.mjs";

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

const selected = (page) => page.evaluate(() => globalThis.told.filter(({ name }) => name === "select").at(-1)?.detail);
const attribute = (page, name) =>
  page.evaluate(
    (name) => document.querySelector("#g").shadowRoot.querySelector('.file-row[tabindex="0"]').getAttribute(name),
    name,
  );

test("the tree is walked by its keys", async (t) => {
  const page = await openFiles(site, t);
  assert.deepEqual(await rows(page), ["etc/", "opt/", "srv/", "usr/", "var/"]);
  await enter(page);
  await press(page, "ArrowRight");
  assert.deepEqual(await rows(page), ["etc/", "  passwd", "opt/", "srv/", "usr/", "var/"]);
  assert.equal(await focused(page), "etc/");
  await press(page, "ArrowRight");
  assert.equal(await focused(page), "passwd");
  await press(page, "ArrowLeft");
  assert.equal(await focused(page), "etc/");
  await press(page, "ArrowLeft");
  assert.deepEqual(await rows(page), ["etc/", "opt/", "srv/", "usr/", "var/"]);
  await press(page, "End");
  assert.equal(await focused(page), "var/");
  await press(page, "ArrowDown", "ArrowUp");
  assert.equal(await focused(page), "usr/");
  await press(page, "Home", "ArrowUp");
  assert.equal(await focused(page), "etc/");
  await press(page, "PageDown");
  assert.equal(await focused(page), "var/");
  await press(page, "PageUp");
  assert.equal(await focused(page), "etc/");
  await press(page, "u");
  assert.equal(await focused(page), "usr/");
  await press(page, "Space", "ArrowDown", "Space");
  assert.deepEqual((await rows(page)).slice(3), ["usr/", "  bin/", "    sh link to → dash", "    tool", "var/"]);
});

test("a star opens all that stands beside", async (t) => {
  const page = await openFiles(site, t);
  await enter(page);
  await press(page, "*");
  const all = ["etc/", "  passwd", "opt/", "  app", "srv/", "  large", "usr/", "  bin/", "var/", "  empty/"];
  assert.deepEqual(await rows(page), all);
  assert.equal(await focused(page), "etc/");
});

test("rows say where they stand and what they are", async (t) => {
  const page = await openFiles(site, t);
  const grid = page.getByRole("treegrid", { name: "Files of the image" });
  assert.equal(await grid.getAttribute("aria-rowcount"), "6");
  await enter(page);
  await press(page, "End", "ArrowRight", "ArrowRight");
  assert.equal(await focused(page), "empty/");
  assert.equal(await grid.getAttribute("aria-rowcount"), "7");
  const say = async (...names) => Promise.all(names.map((name) => attribute(page, name)));
  assert.deepEqual(await say("aria-level", "aria-setsize", "aria-posinset", "aria-rowindex"), ["2", "1", "1", "7"]);
  // Nothing is in it, so there is nothing to open.
  assert.deepEqual(await say("aria-expanded", "aria-selected"), [null, "true"]);
  await press(page, "ArrowLeft");
  assert.deepEqual(await say("aria-expanded", "aria-level", "aria-setsize"), ["true", "1", "5"]);
  assert.equal(await page.locator('.file-row[tabindex="0"]').count(), 1);
  const cells = await page.evaluate(() => {
    const row = document.querySelector("#g").shadowRoot.querySelector(".file-row");
    return [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.innerText.replace(/\s+/g, " ").trim());
  });
  assert.deepEqual(cells, ["etc/", "15 B", "drwxr-xr-x", "0:0", "unchanged 2"]);
});

test("what is picked is told, once somebody stays there", async (t) => {
  const page = await openFiles(site, t);
  await enter(page);
  await told(page);
  await press(page, "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight");
  await page.waitForFunction(() => document.querySelector("#g").path === "/srv/large");
  const { view, path, layer } = await selected(page);
  assert.deepEqual({ view, path, layer }, { view: "files", path: "/srv/large", layer: null });
  assert.equal(await onElement(page, (glass) => glass.shown.path), "/srv/large");
});

test("Enter opens the file, Escape closes it", async (t) => {
  const page = await openFiles(site, t, { attributes: { path: "/etc" } });
  await enter(page);
  await press(page, "ArrowRight", "ArrowRight", "Enter");
  await page.locator(".preview").waitFor();
  assert.equal(await page.locator(".preview h3").innerText(), "passwd");
  assert.equal(await focused(page), "passwd");
  await press(page, "Escape");
  assert.equal(await page.locator(".preview").count(), 0);
  assert.equal(await focused(page), "passwd");
  await press(page, "Enter");
  await page.locator(".preview .close").focus();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".preview").count(), 0);
  assert.equal(await focused(page), "passwd");
});

test("a click opens a folder or a file, and the directories above lead back", async (t) => {
  const page = await openFiles(site, t);
  await page.locator(".file-row", { hasText: "usr" }).click();
  await still(page);
  await page.locator(".file-row", { hasText: "bin" }).click();
  await still(page);
  await page.locator(".file-row", { hasText: "tool" }).click();
  await page.locator(".preview").waitFor();
  assert.equal(
    await page
      .locator(".crumbs")
      .innerText()
      .then((text) => text.replace(/\s+/g, "")),
    "/usr/bin/tool",
  );
  await page.locator(".crumbs button", { hasText: "usr" }).click();
  await page.waitForFunction(() => document.querySelector("#g").path === "/usr");
  assert.equal(await page.locator('.file-row[aria-selected="true"] .text').innerText(), "usr/");
});

test("sorted by size, what is open stays open", async (t) => {
  const page = await openFiles(site, t);
  await enter(page);
  await press(page, "*");
  await page.locator(".grid-head button", { hasText: "Size" }).click();
  await still(page);
  assert.deepEqual(await rows(page), [
    ...["srv/", "  large", "etc/", "  passwd", "usr/", "  bin/", "opt/", "  app", "var/", "  empty/"],
  ]);
  assert.equal(await page.locator('.grid-head [aria-sort="descending"]').innerText(), "Size");
  await page.locator(".grid-head button", { hasText: "Name" }).click();
  await still(page);
  assert.equal((await rows(page))[0], "etc/");
});

test("a link leads to the file and into it, in whatever order", async (t) => {
  const page = await openFiles(site, t, { attributes: { path: "usr/bin/tool/" } });
  await page.locator(".preview").waitFor();
  assert.equal(await page.locator('.file-row[aria-selected="true"] .text').innerText(), "tool");
  assert.deepEqual((await told(page)).includes("select"), false);
  await page.evaluate(() => (document.querySelector("#g").path = "/etc/passwd"));
  await page.locator(".preview h3", { hasText: "passwd" }).waitFor();
  assert.equal(await page.locator('.file-row[aria-selected="true"] .text').innerText(), "passwd");
});

test("a path that is not there is told, with a way on", async (t) => {
  const page = await openFiles(site, t, { attributes: { path: "/usr/bin/none", layer: "2" } });
  await page.locator(".missing", { hasText: "There is no /usr/bin/none in here." }).waitFor();
  await page.locator(".missing button", { hasText: "whole image" }).click();
  await still(page);
  assert.equal(await onElement(page, (glass) => glass.layer), null);
  assert.equal(
    await page
      .locator(".missing")
      .innerText()
      .then((text) => text.trim()),
    "There is no /usr/bin/none in here.",
  );
});

test("reading is told aloud, and another image begins anew", async (t) => {
  const page = await openFiles(site, t, { attributes: { path: "/etc/passwd" } });
  assert.match(await said(page), /All layers are read: 12 entries/);
  await page.evaluate(async () => {
    const glass = document.querySelector("#g");
    glass.file = new File([await (await fetch("/fixtures/multi-docker28.tar")).blob()], "other.tar");
    await glass.updateComplete;
  });
  await page.waitForFunction(() => document.querySelector("#g").state === "open");
  await still(page);
  assert.equal(await onElement(page, (glass) => glass.path), null);
  assert.equal(await page.locator(".preview").count(), 0);
});
