// Whatever an image calls itself and whatever it holds, it is text: it runs nothing, loads nothing, hides nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hostile } from "./archives.mjs";
import { hostileLayout, MARKUP, REORDERED } from "./hostile.mjs";
import { give, put, said, settled, startSite, until } from "./element-page.mjs";

const VIEWS = ["overview", "layers", "files", "history", "waste", "config", "raw"];
const NAME = `${MARKUP.replaceAll("/", "")}${REORDERED}.tar`;

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

/** Everything that can be unfolded is, where it is not a tab and not endless. */
async function unfold(page) {
  await page.evaluate(async () => {
    const glass = document.querySelector("#g");
    for (let round = 0; round < 3; round++) {
      const folded = glass.shadowRoot.querySelectorAll('.panel [aria-expanded="false"], .foreign button');
      for (const button of [...folded].slice(0, 60)) button.click();
      await glass.updateComplete;
    }
  });
}

/** What is in the element that text of an image must never become. */
function intruders(page) {
  return page.evaluate(() => {
    const found = [];
    const root = document.querySelector("#g").shadowRoot;
    const ours = new Set(["path", "rect", "circle", "line", "g"]);
    const unseen =
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])/;
    for (const each of root.querySelectorAll("*")) {
      const { localName } = each;
      if (/^(img|script|iframe|object|embed|link|style|base|meta|form|video|audio|source|template)$/.test(localName))
        found.push(localName);
      if (each.namespaceURI.endsWith("svg") && localName !== "svg" && !ours.has(localName)) found.push(localName);
      for (const { name, value } of each.attributes) {
        if (/^on|^style$|^srcdoc$/.test(name) && !(name === "style" && each.style.length > 0))
          found.push(`${localName} ${name}`);
        if (/^(href|src|action)$/.test(name) && !value.startsWith("blob:")) found.push(`${localName} ${name}=${value}`);
        if (unseen.test(value)) found.push(`${localName} ${name} holds what cannot be seen`);
      }
    }
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      if (unseen.test(node.data)) found.push(`text in ${node.parentElement.outerHTML.slice(0, 80)}`);
      if (!node.data.includes("gnp.exe")) continue;
      // What is to be copied as it stands is a paragraph of its own for each line.
      const alone = node.parentElement.closest("bdi, option, pre, [role=status]");
      if (!alone) found.push(`not isolated: ${node.parentElement.outerHTML.slice(0, 80)}`);
    }
    return found;
  });
}

/** Requests for anything but our own scripts: workers may start at any time. */
const asked = () => site.server.requests.filter((path) => !path.startsWith("/dist/")).length;

const width = (page) => page.evaluate(() => document.documentElement.scrollWidth);
const text = (page) => page.evaluate(() => document.querySelector("#g").shadowRoot.textContent);

const ARCHIVES = { "an OCI layout": () => hostileLayout(), "what docker saved": () => hostile() };
for (const [what, make] of Object.entries(ARCHIVES)) {
  for (const lang of ["en", "zh"]) {
    test(`texts of ${what} stay texts in every view, in ${lang}`, async (t) => {
      const page = await site.page(t);
      await put(page, {}, { lang });
      await give(page, NAME, make());
      await settled(page);
      assert.match(await said(page), /onerror=alert/);
      for (const view of VIEWS) {
        const before = asked();
        await page.locator(`#tab-${view}`).click();
        await page.waitForTimeout(100);
        await unfold(page);
        assert.deepEqual(await intruders(page), [], view);
        assert.ok((await text(page)).includes("<img src="), view);
        assert.ok((await width(page)) <= 1280, `${view} is ${await width(page)} wide`);
        assert.equal(asked(), before, view);
      }
      await page.locator(".source button").click();
      await page.locator(".outcome").waitFor();
      assert.deepEqual(await intruders(page), []);
    });
  }

  test(`texts of ${what} fit a column of 320 pixels`, async (t) => {
    const page = await site.page(t, { viewport: { width: 320, height: 800 } });
    await put(page, { layer: "1" });
    await give(page, NAME, make());
    await settled(page);
    for (const view of VIEWS) {
      await page.locator(`#tab-${view}`).click();
      await page.waitForTimeout(100);
      await unfold(page);
      assert.ok((await width(page)) <= 320, `${view} is ${await width(page)} wide`);
    }
  });

  test(`${what} with strings of a megabyte is drawn without a wait`, async (t) => {
    const page = await site.page(t);
    await put(page, {});
    await give(page, "long.tar", make());
    await settled(page);
    for (const view of VIEWS) {
      const took = await page.evaluate(async (view) => {
        const glass = document.querySelector("#g");
        const from = performance.now();
        glass.view = view;
        await glass.updateComplete;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return performance.now() - from;
      }, view);
      assert.ok(took < 1000, `${view} took ${took} ms`);
    }
  });
}

test("the name of a file that is no image is text too", async (t) => {
  const page = await site.page(t);
  await put(page, {});
  await give(page, NAME, MARKUP.repeat(20));
  await until(page, "failed");
  assert.deepEqual(await intruders(page), []);
  assert.ok((await text(page)).includes("onerror=alert"));
});

test("wrong attributes are text too", async (t) => {
  const page = await site.page(t);
  const value = MARKUP + REORDERED;
  await put(page, {
    view: value,
    theme: value,
    lang: value,
    loading: value,
    layer: value,
    image: value,
    platform: value,
  });
  await give(page, "hostile.tar", hostileLayout({ lengthy: false }));
  await settled(page);
  assert.ok((await page.locator(".notice").count()) >= 6);
  assert.deepEqual(await intruders(page), []);
  await page.evaluate((value) => {
    document.querySelector("#g").file = null;
    document.querySelector("#g").image = value;
  }, value);
  await until(page, "failed");
  assert.deepEqual(await intruders(page), []);
});
