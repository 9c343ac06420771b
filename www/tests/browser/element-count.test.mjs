// Counting what is in the layers, after the first view: it can be stopped, gives way, fails in full, and moves nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathOf } from "../support/fixtures.mjs";
import { put, RESOURCE, said, settled, startSite, until } from "./element-page.mjs";

const SRC = "/counted/small-docker28.tar";
const bytes = readFileSync(pathOf("small-docker28.tar"));

/** What the server makes of a request for the archive after the first one, which opens it. */
const ANSWERS = {
  gives: (response) => response.end(bytes),
  "gives half": (response) =>
    response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, 9000)),
  refuses: (response) => response.writeHead(503).end(),
};

let site;
let asked = [];
let how = "gives";
before(async () => {
  site = await startSite({
    answer(path, response) {
      if (path !== SRC) return false;
      asked.push(response);
      ANSWERS[asked.length === 1 ? "gives" : how](response);
      return true;
    },
  });
});
after(() => site?.close());

const inside = (page, selector) => page.locator(`layer-glass ${selector}`);
const isCounted = (page) => page.evaluate(() => document.querySelector("#g").report.images[0].contentSize !== null);

/** Opens the archive, of which counting has to ask for once more. */
async function opened(t, answer, { lang = "en", ...options } = {}) {
  asked = [];
  how = answer;
  const page = await site.page(t, options);
  await put(page, { src: SRC }, { lang });
  await until(page, "open");
  return page;
}

test("counting that takes long has a bar and can be stopped and begun again, by keyboard", async (t) => {
  const page = await opened(t, "gives half");
  await inside(page, ".counting progress").waitFor();
  assert.match(await inside(page, ".later .sub").first().innerText(), /^counting…/);
  const tops = () =>
    page.evaluate(() =>
      [...document.querySelector("#g").shadowRoot.querySelectorAll("h2, dt, .band, [role=tab]")].map((each) => {
        const { left, top } = each.getBoundingClientRect();
        return [left, top];
      }),
    );
  const places = await tops();
  await inside(page, ".later").getByRole("button", { name: "Stop counting" }).focus();
  await page.keyboard.press("Enter");
  const again = inside(page, ".later").getByRole("button", { name: "Count" });
  await again.waitFor();
  assert.equal(await inside(page, ".counting").count(), 0);
  assert.equal(
    await page.evaluate(() => document.querySelector("#g").shadowRoot.activeElement.textContent.trim()),
    "Count",
  );
  assert.deepEqual(await tops(), places);
  assert.equal(await isCounted(page), false);
  how = "gives";
  await page.keyboard.press("Enter");
  await settled(page);
  assert.deepEqual(await tops(), places);
});

test("verifying takes over from counting, and counts too", async (t) => {
  const page = await opened(t, "gives half");
  await inside(page, ".counting progress").waitFor();
  how = "gives";
  await inside(page, ".source").getByRole("button", { name: "Verify digests" }).click();
  await inside(page, ".outcome.verified").waitFor();
  assert.ok(await isCounted(page));
  assert.equal(await inside(page, ".counting").count(), 0);
  // What counting still waited for was given up.
  assert.ok(asked[1].destroyed);
});

for (const [lang, title, retry] of [
  ["en", "The files in the layers could not be counted", "Try again"],
  ["zh", "无法统计各层中的文件", "重试"],
]) {
  test(`what keeps layers from being counted is told in full, and can be tried again, in ${lang}`, async (t) => {
    const page = await opened(t, "refuses", { lang, console: RESOURCE });
    const outcome = inside(page, ".uncounted");
    await outcome.waitFor();
    const text = await outcome.innerText();
    for (const part of [title, "network/status", "503"]) assert.ok(text.includes(part), `${part} is not in: ${text}`);
    assert.equal(await said(page), title);
    // All else of it is there to be seen.
    assert.ok((await inside(page, ".band").count()) > 0);
    how = "gives";
    await outcome.getByRole("button", { name: retry }).click();
    await settled(page);
    assert.equal(await outcome.count(), 0);
  });
}
