// The page in its languages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { glass, opened, start } from "./page.mjs";

let browser;
before(async () => (browser = await start()));
after(() => browser?.close());

/** All words of the page outside the element, those of labels and placeholders too. */
const words = (page) =>
  page.evaluate(() => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE && !node.parentElement.closest("script, noscript")) texts.push(node.data);
      for (const name of ["aria-label", "placeholder"]) texts.push(node.getAttribute?.(name) ?? "");
    }
    return texts.map((text) => text.trim().replace(/\s+/g, " ")).filter((text) => text !== "");
  });

const speak = (page, language) => page.locator("#language").selectOption(language, { force: true });

test("the markup says in English what the catalogue says, and a way through Chinese comes back to it", async (t) => {
  const page = await browser.page(t);
  await page.getByText("Press Enter").waitFor();
  const before = await words(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await speak(page, "zh");
  await page.getByRole("heading", { name: "这个容器镜像里有什么？" }).waitFor();
  const chinese = await words(page);
  const same = chinese.filter(
    (text) => before.includes(text) && /[a-z]{3}/i.test(text) && !/^layerglass [\d.]+$/.test(text),
  );
  assert.deepEqual(
    [...new Set(same)].sort(),
    ["Ctrl K", "English", "Escape", "docker save -o image.tar IMAGE", "layerglass"].sort(),
  );
  await speak(page, "en");
  await page.getByRole("heading", { name: "What is in this container image?" }).waitFor();
  assert.deepEqual(await words(page), before);
});

test("who reads Chinese gets it from the first word, in the element too", async (t) => {
  const page = await browser.page(t, { locale: "zh-CN", hash: "#/sample" });
  await opened(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  await glass(page).getByRole("tab", { name: "历史" }).waitFor();
  assert.match(await page.locator("#trust").innerText(), /^0 个请求/);
  await glass(page).getByRole("tab", { name: "历史" }).click();
  assert.equal(await page.title(), "registry.example/notes:1.0 · 历史 – layerglass");
});
