// Where the bytes went: the numbers are the report's, each kind leads to its layers, what was removed can be read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { bytesOf, fixtures } from "../support/fixtures.mjs";
import { give, onElement, put, said, settled, startSite, until } from "./element-page.mjs";
import { image, wasteful } from "./layers.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

async function look(t, archive = wasteful(), { lang, ...options } = {}) {
  const page = await site.page(t, options);
  await put(page, { view: "waste" }, { lang });
  await give(page, "image.tar", archive);
  await until(page, "open");
  const view = page.locator("layer-glass .waste-view");
  await view.locator(".weighed").waitFor();
  return { page, view };
}

/** What stands in the rows of the list that is shown. */
const rows = (view) =>
  view.locator(".lists .entry > .row").evaluateAll((all) =>
    all.map((row) => {
      const text = (name) => row.querySelector(`.${name}`)?.textContent.replace(/\s+/g, " ").trim();
      const bytes = Number(row.querySelector(".stored .size").title.replace(/\D/g, ""));
      const list = row.closest(".paths-list") ? { copies: text("copies") } : { by: text("by") };
      return { path: text("what"), kind: text("kind"), bytes, in: text("in"), ...list };
    }),
  );

/** The same of the API. */
const reported = (page, options = {}) =>
  page.evaluate(async (options) => {
    const { file } = document.querySelector("#g");
    const inspection = await globalThis.layerglass.open(file);
    // The element shows the first image of the usual platform.
    const isUsual = ({ platform: { os, architecture } }) => os === "linux" && architecture === "amd64";
    const image = inspection.images[Math.max(0, inspection.report.images.findIndex(isUsual))];
    const report = await image.waste(options);
    const hidden = await image.files().hidden();
    inspection.close();
    return { report, hidden };
  }, options);

const exact = (n) => `${n.toLocaleString("en")} ${n === 1 ? "byte" : "bytes"}`;

test("the numbers of each fixture are those of the report", async (t) => {
  const page = await site.page(t);
  await put(page, { view: "waste" });
  const view = page.locator("layer-glass .waste-view");
  for (const name of fixtures) {
    await give(page, name, bytesOf(name));
    await settled(page);
    await view.locator(".weighed").waitFor();
    const { report } = await reported(page);
    const titles = await view.locator(".parts .size").evaluateAll((all) => all.map(({ title }) => title));
    assert.deepEqual(titles, [report.contentSize, report.mergedSize, report.wastedBytes].map(exact), name);
    const efficiency = Math.floor(report.efficiency * 1000) / 10;
    assert.equal(await view.locator(".efficiency strong").innerText(), `${efficiency}%`, name);
    await page.waitForFunction(
      (total) => document.querySelector("#g").shadowRoot.querySelectorAll(".lists .entry").length === total,
      report.total,
    );
  }
});

test("each kind is named with its bytes, its copies and its layers, most bytes first", async (t) => {
  const { page, view } = await look(t);
  await view.locator(".lists .entry").nth(2).waitFor();
  assert.deepEqual(await rows(view), [
    { path: "srv/gone", kind: "−removed", bytes: 7000, copies: "Copies 1", in: "Layers 1, 3" },
    { path: "srv/changed", kind: "~overwritten", bytes: 5000, copies: "Copies 2", in: "Layers 1, 2" },
    { path: "srv/owned", kind: "≈written again", bytes: 3000, copies: "Copies 2", in: "Layers 1, 3" },
  ]);
  const { report } = await reported(page);
  assert.equal(report.wastedBytes, 15_000);
  assert.equal(await view.locator(".efficiency strong").innerText(), `${Math.floor(report.efficiency * 1000) / 10}%`);
  assert.match(await said(page), /^The waste is known: 15\.0.kB in 3 paths$/);
  const [removed] = await view.locator(".lists .entry > .row").all();
  await removed.click();
  const details = await view.locator(".entry .details").innerText();
  for (const words of ["/srv/gone", "stored in layer 1", "ADD base /", "removed by layer 3", "chown 5 /srv/owned"])
    assert(details.includes(words), words);
});

test("what each layer wasted adds up, and leads to the layer", async (t) => {
  const { page, view } = await look(t);
  const wasted = await view.locator(".layers-part .layer").evaluateAll((all) =>
    all.map((layer) => {
      const bytes = (name) => Number(layer.querySelector(`.${name} .size`)?.title.replace(/\D/g, "") ?? 0);
      return [layer.querySelector(".n").textContent.trim().split(/\s+/).at(-1), bytes("later"), bytes("hides")];
    }),
  );
  assert.deepEqual(wasted, [
    ["3", 0, 10_000],
    ["2", 0, 5000],
    ["1", 15_000, 0],
  ]);
  await view.locator(".layers-part .layer > .row").nth(1).click();
  assert.deepEqual(await onElement(page, (glass) => [glass.view, glass.layer]), ["layers", "1"]);
});

test("one kind alone is shown when somebody asks", async (t) => {
  const { view } = await look(t);
  await view.locator(".lists .entry").nth(2).waitFor();
  await view.getByLabel("Kind").selectOption("metadata");
  await view.locator(".lists .entry").nth(1).waitFor({ state: "detached" });
  assert.deepEqual(
    (await rows(view)).map(({ path }) => path),
    ["srv/owned"],
  );
});

test("duplicates are looked for when somebody asks", async (t) => {
  const { page, view } = await look(t);
  assert.equal(await view.locator(".parts .same").count(), 0);
  await view.getByRole("button", { name: "Look for duplicates" }).click();
  await view.locator(".parts .same").waitFor();
  await view.locator(".lists .entry").nth(3).waitFor();
  const twins = (await rows(view)).at(-1);
  assert.deepEqual([twins.kind, twins.bytes, twins.copies], ["=duplicate", 900, "Copies 2"]);
  const { report } = await reported(page, { duplicates: true });
  assert.equal(report.reclaimableBytes, 15_900);
  assert.equal(await view.locator(".parts .same .size").getAttribute("title"), exact(15_900));
  await view.locator(".lists .entry > .row").last().click();
  const details = await view.locator(".entry .details").innerText();
  for (const path of ["srv/kept", "srv/twin"]) assert(details.includes(path), path);
});

test("a long list comes in parts, and a filter looks through all of it", async (t) => {
  const paths = Array.from({ length: 2300 }, (_, n) => `srv/${String(n).padStart(4, "0")}`);
  const archive = image([
    [
      "ADD base /",
      [...paths.map((path, n) => ({ path, content: "x".repeat(2500 - n) })), { path: "last", content: "z" }],
    ],
    ["RUN change", paths.map((path, n) => ({ path, content: "y".repeat(n % 100 ? 1 : 2500 - n) }))],
    ["RUN touch", [{ path: "last", content: "z", mtime: 1_700_000_001 }]],
  ]);
  const { page, view } = await look(t, archive);
  const more = view.getByRole("button", { name: /more$/ });
  await more.waitFor();
  assert.equal(await more.innerText(), "1,301 more");
  await more.click();
  await page.waitForFunction(() =>
    [...document.querySelector("#g").shadowRoot.querySelectorAll(".lists button")].some(
      (button) => button.innerText === "301 more",
    ),
  );
  const { report } = await reported(page, { from: 2000 });
  assert.equal(report.total, 2301);
  assert.equal(report.paths.length, 301);
  // The smallest is the last, and the only one of its kind.
  await view.getByLabel("Kind").selectOption("metadata");
  await view.locator(".lists .entry").nth(1).waitFor({ state: "detached" });
  await view.locator(".lists .entry").first().waitFor();
  assert.deepEqual(
    (await rows(view)).map(({ path, bytes }) => [path, bytes]),
    [["last", 1]],
  );
  await view.getByLabel("Kind").selectOption("removed");
  await view.getByText("None of this kind.").waitFor();
});

test("a secret that was removed is listed, and can be read", async (t) => {
  const archive = image([
    ["ADD base /", [{ path: "etc/motd", content: "hi\n" }]],
    ["COPY key /root/.ssh/", [{ path: "root/.ssh/id", content: "PRIVATE KEY\n", mode: 0o600 }]],
    ["RUN rm -r /root/.ssh", [{ path: "root/.wh..ssh" }]],
  ]);
  const { page, view } = await look(t, archive);
  await view.getByRole("button", { name: "Still readable" }).click();
  await view.locator(".hidden-list .entry").waitFor();
  const [row] = await rows(view);
  assert.deepEqual([row.path, row.kind, row.in, row.by], ["root/.ssh/id", "−removed", "In layer 2", "Hidden by 3"]);
  const { hidden } = await reported(page);
  assert.equal(hidden.total, 1);
  await view.locator(".hidden-list .row").first().click();
  await page.locator("layer-glass .preview").getByText("PRIVATE KEY").waitFor();
  assert.deepEqual(await onElement(page, (glass) => [glass.view, glass.layer, glass.path]), [
    "files",
    "1",
    "/root/.ssh/id",
  ]);
});

test("an image that wastes nothing is told so", async (t) => {
  const { page, view } = await look(t, image([["ADD base /", [{ path: "etc/motd", content: "hi\n" }]]]));
  await view.getByRole("heading", { name: "Nothing is wasted" }).waitFor();
  assert.equal(await view.locator(".efficiency strong").innerText(), "100%");
  assert.equal(await said(page), "Nothing is wasted");
  assert.equal(await view.locator(".lists").count(), 0);
});

test("an image without files has an efficiency of 1, and nothing to waste", async (t) => {
  const { view } = await look(t, image([["RUN true", []]]));
  await view.getByText("There is nothing to waste").waitFor();
  assert.equal(await view.locator(".efficiency strong").innerText(), "100%");
});

test("what passed by is fetched once more when somebody asks, for all views", async (t) => {
  const page = await site.page(t);
  const src = "/fixtures/edge-docker28-save.tar";
  await put(page, { view: "waste", src });
  await page.getByRole("button", { name: "Fetch it again" }).click();
  const view = page.locator("layer-glass .waste-view");
  await view.locator(".weighed").waitFor();
  const asked = () => site.server.requests.filter((path) => path === src).length;
  const before = asked();
  await onElement(page, (glass) => (glass.view = "files"));
  await page.locator("layer-glass .file-row").first().waitFor();
  assert.equal(asked(), before);
});

test("lists are one stop for the Tab key, with arrows within", async (t) => {
  const { page, view } = await look(t);
  await view.locator(".lists .entry").nth(2).waitFor();
  for (const list of [".layers-part .layer > .row", ".lists .entry > .row"]) {
    const stops = await view.locator(list).evaluateAll((all) => all.filter(({ tabIndex }) => tabIndex === 0).length);
    assert.equal(stops, 1, list);
    await view.locator(list).first().focus();
    await page.keyboard.press("ArrowDown");
    assert.equal(
      await view
        .locator(list)
        .nth(1)
        .evaluate((row) => row === row.getRootNode().activeElement),
      true,
    );
  }
});

test("a hidden path that is markup is text", async (t) => {
  const path = `srv/<img src=x onerror=alert(1)>\u202egnp.exe`;
  const archive = image([
    ["ADD base /", [{ path, content: "x" }]],
    ["COPY it /srv/", [{ path, content: "y" }]],
  ]);
  const { view } = await look(t, archive);
  await view.locator(".lists .entry > .row").click();
  assert.match(await view.locator(".entry .details").innerText(), /<img src=x onerror=alert\(1\)>\\u\{202e\}gnp\.exe/);
  assert.equal(await view.locator("img").count(), 0);
});

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["en", "zh"]) {
    test(`axe finds nothing in the waste, ${colorScheme}, ${lang}`, async (t) => {
      const { page, view } = await look(t, wasteful(), { colorScheme, lang });
      await page.evaluate(axe);
      await view.locator(".lists .entry > .row").first().click();
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 });
        for (const look of [0, 1]) {
          await view.locator(".lists .looks button").nth(look).click();
          await view.locator(".lists .entry").first().waitFor();
          const found = await page.evaluate(async () => {
            const { violations } = await axe.run("#g", { rules: { region: { enabled: false } } });
            return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ failureSummary }) => failureSummary)}`);
          });
          assert.deepEqual(found, [], `${width} ${look}`);
          assert(await onElement(page, (glass) => glass.scrollWidth <= glass.clientWidth), `it sticks out at ${width}`);
        }
      }
    });
  }
}
