// What must not be left over from what was shown before, and what must not be lost of what was just asked for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { dockerSave, tar } from "./archives.mjs";
import { aWhile, give, onElement, put, said, settled, startSite, told, until } from "./element-page.mjs";

const ONE = "/fixtures/small-docker28.tar";
const SEVERAL = "/fixtures/multi-docker28.tar";

let site;
before(async () => {
  site = await startSite();
});
after(() => site?.close());

const inside = (page, selector) => page.locator(`layer-glass ${selector}`);
const turnTo = async (page, image) => {
  await onElement(page, (glass, image) => (glass.image = image), image);
  await aWhile(page);
};
const images = (page) => onElement(page, ({ report }) => report.images.map(({ digest, id }) => ({ digest, id })));

test("a copy button that still says what it copied copies what it stands beside by then", async (t) => {
  const page = await site.page(t);
  await put(page, { src: SEVERAL });
  await settled(page);
  await page.evaluate(() => {
    globalThis.copied = [];
    navigator.clipboard.writeText = async (text) => void copied.push(text);
  });
  const button = inside(page, ".keys .copy").first();
  await button.click();
  await page.waitForFunction(() => copied.length === 1);
  await turnTo(page, "1");
  assert.equal(await button.getAttribute("data-said"), "");
  await page.waitForTimeout(1600);
  await button.click();
  const [first, second] = await images(page);
  assert.deepEqual(await page.evaluate(() => copied), [first.digest, second.digest]);
});

test("what views remember of an image goes with it, also when the page turns to the next", async (t) => {
  const page = await site.page(t);
  await put(page, { src: SEVERAL, view: "history" });
  await settled(page);
  const unfolded = inside(page, '.entry .row[aria-expanded="true"]');
  await inside(page, ".entry .row").first().click();
  assert.equal(await unfolded.count(), 1);
  await turnTo(page, "1");
  assert.equal(await unfolded.count(), 0);
  await onElement(page, (glass) => (glass.view = "raw"));
  const [, second, third] = await images(page);
  await inside(page, ".raw-view select").selectOption(second.id);
  await turnTo(page, "2");
  assert.equal(await inside(page, ".raw-view select").inputValue(), third.digest);
});

test("open() means what was set just before", async (t) => {
  const page = await site.page(t);
  await put(page, { loading: "click" });
  const open = (glass, src) => {
    glass.src = src;
    glass.open();
  };
  await onElement(page, open, ONE);
  await settled(page);
  await told(page);
  await onElement(
    page,
    (glass, src) => {
      glass.src = src;
      glass.open();
      glass.cancel();
    },
    SEVERAL,
  );
  await aWhile(page);
  assert.equal(await onElement(page, ({ state }) => state), "waiting");
  assert.deepEqual(await told(page), []);
});

test("what a listener sets off is said after what it heard", async (t) => {
  const page = await site.page(t);
  await put(page, {});
  await onElement(
    page,
    (glass, src) => {
      glass.addEventListener("layerglass-state", ({ detail }) => detail.state === "opening" && glass.cancel());
      glass.src = src;
    },
    ONE,
  );
  await until(page, "cancelled");
  assert.equal(await said(page), "Opening was cancelled");
});

test("an element that is moved speaks the language of its new place", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE });
  await settled(page);
  await onElement(page, (glass) => {
    const place = document.createElement("div");
    place.lang = "zh";
    document.body.append(place);
    place.append(glass);
  });
  await inside(page, "#tab-overview").getByText("概览").waitFor();
});

test("a language that is no text leaves the element able to speak", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE });
  await settled(page);
  await onElement(page, (glass) => (glass.lang = 5));
  await aWhile(page);
  await onElement(page, (glass) => (glass.lang = "zh"));
  await inside(page, "#tab-overview").getByText("概览").waitFor();
});

test("of a source without images a tab can be reached, whatever view was asked for", async (t) => {
  const page = await site.page(t);
  await put(page, { view: "layers" });
  const index = JSON.stringify({ schemaVersion: 2, manifests: [] });
  await give(
    page,
    "none.tar",
    tar([
      ["oci-layout", '{"imageLayoutVersion":"1.0.0"}'],
      ["index.json", index],
    ]),
  );
  await until(page, "open");
  const stop = inside(page, '[role="tab"][tabindex="0"]');
  assert.equal(await stop.getAttribute("id"), "tab-overview");
  assert.equal(await stop.getAttribute("aria-selected"), "true");
});

test("keys with a modifier are the browser's, also on a tab", async (t) => {
  const page = await site.page(t);
  await put(page, { src: ONE, view: "layers" });
  await settled(page);
  await inside(page, "#tab-layers").focus();
  for (const key of ["Alt+ArrowLeft", "Control+Home"]) await page.keyboard.press(key);
  await aWhile(page);
  assert.equal(await onElement(page, ({ view }) => view), "layers");
});

test("an option of a health check may be called as what every object has", async (t) => {
  const page = await site.page(t);
  await put(page, { view: "config" });
  const config = { Healthcheck: { Test: ["CMD", "x"], constructor: 1, toString: 2 } };
  await give(page, "names.tar", dockerSave({ tags: ["names:1"], config, layers: [tar([["motd", "hello\n"]])] }));
  await inside(page, ".options").getByText("constructor 1").waitFor();
});
