// The filter looks through all layers as somebody types: by text, glob or expression, hidden files too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { onElement, said, startSite } from "./element-page.mjs";
import { enter, focused, openFiles, press, still } from "./files-page.mjs";

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

const field = (page) => page.locator(".filter input");
const found = (page) => page.locator(".found").innerText();
const way = (page, name) => page.locator(".filter button", { hasText: name });

async function type(page, text, n) {
  await field(page).fill(text);
  await page.locator(".found", { hasText: n === 1 ? "1 match " : n === 0 ? "Nothing" : `${n} matches` }).waitFor();
  if (n > 0) await still(page);
}

const hits = (page) =>
  page.evaluate(() =>
    [...document.querySelector("#g").shadowRoot.querySelectorAll(".hits .file-row")].map((row) =>
      [".path", ".by", ".seen"]
        .map((cell) => row.querySelector(cell).textContent.trim().replace(/\s+/g, " "))
        .join(" | "),
    ),
  );

test("hits say their path, their layer and whether a later one hides them", async (t) => {
  const page = await openFiles(site, t);
  await type(page, "PASS", 2);
  assert.deepEqual((await hits(page)).sort(), ["etc/passwd | 1 | hidden by 2", "etc/passwd | 2 | seen"]);
  assert.match(await said(page), /2 matches in all layers/);
  await type(page, "motd", 2);
  assert.deepEqual((await hits(page)).sort(), ["etc/.wh.motd | 2 | –", "etc/motd | 1 | hidden by 2"]);
  await type(page, "nowhere", 0);
});

test("globs and expressions are meant as such; what is none is told", async (t) => {
  const page = await openFiles(site, t);
  await way(page, "Glob").click();
  await type(page, "*app*", 1);
  await type(page, "srv/*", 3);
  await way(page, "Regex").click();
  await type(page, "^(srv|usr)/[ls]", 2);
  await field(page).fill("(");
  await page.locator(".found", { hasText: "(" }).waitFor();
  assert.equal(await field(page).getAttribute("aria-invalid"), "true");
  await way(page, "Regex").click();
  await page.locator(".found", { hasText: "Nothing" }).waitFor();
  assert.equal(await field(page).getAttribute("aria-invalid"), null);
});

test("the slash leads to the filter, the arrow into the hits, Enter into a file, Escape back", async (t) => {
  const page = await openFiles(site, t);
  await enter(page);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.querySelector("#g").shadowRoot.activeElement.type), "search");
  await page.keyboard.type("passwd");
  await page.locator(".found", { hasText: "2 matches" }).waitFor();
  await press(page, "ArrowDown");
  assert.equal(await focused(page), "etc/passwd");
  await press(page, "End", "Enter");
  await page.locator(".preview").waitFor();
  assert.equal(await onElement(page, (glass) => glass.path), "/etc/passwd");
  await press(page, "Escape");
  assert.equal(await page.locator(".preview").count(), 0);
  assert.equal(await focused(page), "etc/passwd");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await still(page);
  assert.equal(await field(page).inputValue(), "");
  // What was picked among the hits is picked in the tree.
  assert.equal(await page.locator('.file-row[aria-selected="true"] .text').innerText(), "passwd");
  await page.keyboard.press("Escape");
  assert.equal(
    await page.evaluate(() => document.querySelector("#g").shadowRoot.activeElement.classList[0]),
    "file-row",
  );
});

test("a file that a later layer hides can be read, and looked for where it is stored", async (t) => {
  const page = await openFiles(site, t);
  await type(page, "etc/motd", 1);
  await page.locator(".hits .file-row").click();
  await page.locator(".preview .text-line .text", { hasText: "hello" }).waitFor();
  await field(page).fill("");
  await page.locator(".missing button", { hasText: "Look in layer 1" }).click();
  await page.locator('.file-row[aria-selected="true"]', { hasText: "motd" }).waitFor();
  assert.equal(await onElement(page, (glass) => glass.layer), "0");
});
