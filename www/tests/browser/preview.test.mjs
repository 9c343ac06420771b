// One file of an image: read, shown as what it is and as nothing else, taken along byte for byte.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { give, put, said, startSite, until } from "./element-page.mjs";
import { HTML, JSON_TEXT, LONG, PNG, SVG, TOOL, various } from "./layers.mjs";
import { STRICT } from "./engine-page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PICTURES = `${STRICT}; img-src blob:`;

let site;
let strict;
before(async () => {
  site = await startSite({ policy: PICTURES });
  strict = await startSite();
});
after(async () => {
  await site?.close();
  await strict?.close();
});

/** Opens an image at a file; gives the pane beside the tree. */
async function look(t, path, { where = site, layer, lang, archive = various(), ...options } = {}) {
  const page = await where.page(t, options);
  await put(page, { view: "files" }, { lang });
  await give(page, "image.tar", archive, { set: layer === undefined ? { path } : { path, layer } });
  await until(page, "open");
  const pane = page.locator("layer-glass .preview");
  await pane.waitFor();
  return { page, pane };
}

const facts = async (pane) =>
  Object.fromEntries(
    await pane
      .locator(".facts > div")
      .evaluateAll((rows) => rows.map(({ children: [name, value] }) => [name, value].map((e) => e.innerText.trim()))),
  );
const lines = (pane) => pane.locator(".text-line .text").allInnerTexts();
const pressed = (pane) => pane.locator('.looks [aria-pressed="true"]').innerText();
const goTo = (page, path) => page.evaluate((path) => (document.querySelector("#g").path = path), path);

/** The bytes that a click on the download gives, under the name that the browser is told. */
async function downloaded(page, pane) {
  await page.evaluate(() => delete globalThis.showSaveFilePicker);
  const [download] = await Promise.all([page.waitForEvent("download"), pane.locator(".download").click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("a text is shown in lines, with all that its layer says of it", async (t) => {
  const { pane } = await look(t, "/etc/motd");
  await pane.locator(".text-line").nth(1).waitFor();
  assert.deepEqual(await lines(pane), ["Hello,", "world."]);
  assert.equal(await pane.locator("h3").innerText(), "motd");
  assert.equal(await pane.locator(".path code").innerText(), "/etc/motd");
  const about = await facts(pane);
  assert.equal(about["Type"], "file");
  assert.match(about["Size"], /^14.B$/);
  assert.equal(about["Mode"], "-rw-r----- 0640");
  assert.equal(about["Owner"], "7:9");
  assert.match(about["Modified"], /^Nov 14, 2023/);
  assert.match(about["From"], /^layer 1\s+added there\s+ADD base \/$/);
});

test("texts are read in their encodings, and a guess is called one", async (t) => {
  const { page, pane } = await look(t, "/etc/latin.txt");
  await pane.getByText("Straße").waitFor();
  assert.match(await pane.locator(".note").innerText(), /not UTF-8.*Latin-1.*guess/);
  await goTo(page, "/etc/utf16.txt");
  await pane.getByText("Grüße").waitFor();
  assert.match(await pane.locator(".note").innerText(), /^Read as UTF-16/);
  await goTo(page, "/etc/empty");
  await pane.getByText("The file is empty").waitFor();
});

test("a long text is cut, and read whole when somebody asks", async (t) => {
  const { pane } = await look(t, "/etc/long.txt");
  await pane.locator(".cut").waitFor();
  assert.match(await pane.locator(".cut").innerText(), /^The first 1\.05.MB of 3\.\d+.MB/);
  await pane.getByRole("button", { name: /^Read all/ }).click();
  await pane.locator(".cut").waitFor({ state: "detached" });
  for (let more = 0; more < 5; more++) await pane.getByRole("button", { name: /more lines$/ }).click();
  assert.equal(await pane.getByRole("button", { name: /more lines$/ }).count(), 0);
  const last = pane.locator(".text-lines .rows").last();
  await last.scrollIntoViewIfNeeded();
  await last.getByText(LONG.split("\n").at(-1), { exact: true }).waitFor();
});

test("JSON is folded and unfolded, and its exact text is a click away", async (t) => {
  const { pane } = await look(t, "/etc/config.json");
  await pane.locator(".raw-line").first().waitFor();
  const written = (await pane.locator(".raw-line .text").allInnerTexts()).join("");
  assert.deepEqual(JSON.parse(written), JSON.parse(JSON_TEXT));
  await pane.locator("button.fold").nth(1).click();
  assert.match(await pane.locator(".raw-line .text").nth(2).innerText(), /"list": \[\d+ lines?\]/);
  await pane.getByRole("button", { name: "Text" }).click();
  assert.deepEqual(await lines(pane), [JSON_TEXT]);
});

test("other bytes are shown as bytes", async (t) => {
  const { pane } = await look(t, "/usr/bin/tool");
  await pane.locator(".hex-row").first().waitFor();
  const [row] = await pane
    .locator(".hex-row")
    .evaluateAll(([row]) => [
      ["offset", "first", "second", "first-text", "second-text"].map((name) => row.querySelector(`.${name}`).innerText),
    ]);
  const hex = [...TOOL.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0"));
  assert.deepEqual(row.slice(0, 3), ["00000", hex.slice(0, 8).join(" "), hex.slice(8).join(" ")]);
  assert.equal(row[3].length + row[4].length, 16);
  await pane.getByRole("button", { name: "4,464 more bytes" }).click();
  assert.equal(await pane.getByRole("button", { name: /more byte/ }).count(), 0);
});

test("pictures are drawn", async (t) => {
  const { page, pane } = await look(t, "/usr/share/pic.png");
  const width = await pane.locator("img").evaluate(async (img) => (await img.decode(), img.naturalWidth));
  assert.equal(width, 16);
  await goTo(page, "/usr/share/broken.png");
  await pane.locator(".note").waitFor();
  assert.match(await pane.locator(".note").innerText(), /could not draw this picture/);
  assert.equal(await pane.locator("img, .looks").count(), 0);
  assert.equal(await pane.locator(".hex-row").count(), 3);
});

test("a drawing full of scripts and links is a picture, and does nothing", async (t) => {
  const { page, pane } = await look(t, "/usr/share/icon.svg");
  const drawn = await pane.locator("img").evaluate(async (img) => {
    await img.decode();
    return {
      width: img.naturalWidth,
      type: img.src.slice(0, 5),
      inPage: img.ownerDocument.querySelectorAll("svg").length,
    };
  });
  assert.deepEqual(drawn, { width: 40, type: "blob:", inPage: 0 });
  assert.equal(await pressed(pane), "Picture");
  await pane.getByRole("button", { name: "Text" }).click();
  assert.equal((await lines(pane)).join("\n"), SVG);
  // Time for what must not happen: a request, a dialog. Both would fail the test.
  await page.waitForTimeout(300);
});

test("HTML is text", async (t) => {
  const { page, pane } = await look(t, "/etc/hostile.html");
  await pane.locator(".text-line").first().waitFor();
  assert.deepEqual(await lines(pane), [HTML.trimEnd().replace("\u202e", "\\u{202e}").replace("\u001b", "\\u{1b}")]);
  assert.equal(await pane.locator("script, img, iframe").count(), 0);
  await page.waitForTimeout(300);
});

test("where the page's policy forbids pictures, it says so and shows what it may", async (t) => {
  const { page, pane } = await look(t, "/usr/share/pic.png", { where: strict, console: ["Content Security Policy"] });
  await pane.locator(".hex-row").first().waitFor();
  assert.match(await pane.locator(".note").innerText(), /policy of this page allows no pictures.*img-src blob:/);
  await goTo(page, "/usr/share/icon.svg");
  await pane.locator(".text-line").first().waitFor();
  assert.equal(await pressed(pane), "Text");
});

test("a downloaded file is the file, byte for byte", async (t) => {
  const { page, pane } = await look(t, "/usr/bin/tool");
  const { name, bytes } = await downloaded(page, pane);
  assert.equal(name, "tool");
  assert.deepEqual(bytes, TOOL);
  assert.match(await said(page), /^Saved tool: 70,000 bytes/);
});

test("a downloaded folder is a tar that GNU tar unpacks to the same files", async (t) => {
  const { page, pane } = await look(t, "/usr/share/pic.png");
  await goTo(page, "/usr");
  await pane.getByRole("heading", { name: "usr" }).waitFor();
  const { name, bytes } = await downloaded(page, pane);
  assert.equal(name, "usr.tar");
  const folder = mkdtempSync(join(tmpdir(), "layerglass-tar-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { status, stderr } = spawnSync("tar", ["-xf", "-", "-C", folder, "--no-same-owner"], { input: bytes });
  assert.equal(status, 0, String(stderr));
  const found = spawnSync("find", [folder, "-name", "pic.png"], { encoding: "utf8" }).stdout.trim();
  assert.deepEqual(readFileSync(found), PNG);
  const root = found.replace(/share\/pic\.png$/, "");
  assert.deepEqual(readFileSync(`${root}bin/tool`), TOOL);
  assert.deepEqual(readFileSync(`${root}bin/same`), TOOL);
  assert.equal(readFileSync(`${root}share/icon.svg`, "utf8"), SVG);
});

test("what may be long goes to the disk as it comes, where the browser can do that", async (t) => {
  const { page, pane } = await look(t, "/etc/motd");
  await goTo(page, "/etc");
  await pane.getByRole("heading", { name: "etc" }).waitFor();
  await page.evaluate(() => {
    globalThis.written = { name: "", bytes: 0, closed: false };
    globalThis.showSaveFilePicker = async ({ suggestedName }) => {
      globalThis.written.name = suggestedName;
      return {
        createWritable: async () =>
          new WritableStream({
            write: (chunk) => void (globalThis.written.bytes += chunk.length),
            close: () => void (globalThis.written.closed = true),
          }),
      };
    };
  });
  await pane.locator(".download").click();
  await page.waitForFunction(() => globalThis.written.closed);
  const { name, bytes } = await page.evaluate(() => globalThis.written);
  assert.equal(name, "etc.tar");
  assert(bytes > LONG.length && bytes % 512 === 0, `${bytes} bytes`);
});

test("what is being saved goes on while something else is looked at, and can be stopped", async (t) => {
  const { page, pane } = await look(t, "/etc/motd");
  await goTo(page, "/etc");
  await pane.getByRole("heading", { name: "etc" }).waitFor();
  await page.evaluate(() => {
    globalThis.disk = { aborted: false, closed: false };
    const never = new Promise(() => {});
    globalThis.showSaveFilePicker = async () => ({
      createWritable: async () =>
        new WritableStream({
          write: () => never,
          abort: () => void (globalThis.disk.aborted = true),
          close: () => void (globalThis.disk.closed = true),
        }),
    });
  });
  await pane.locator(".download").click();
  await pane.getByText("Saving etc.tar").waitFor();
  await goTo(page, "/etc/motd");
  await pane.getByRole("heading", { name: "motd" }).waitFor();
  await pane.getByText("Saving etc.tar").waitFor();
  assert.equal(await pane.locator(".download").getAttribute("aria-disabled"), "true");
  await pane.getByRole("button", { name: "Cancel" }).click();
  await pane.getByText("Saving etc.tar").waitFor({ state: "detached" });
  assert.equal(await pane.locator(".download").getAttribute("aria-disabled"), "false");
  assert.equal(await page.evaluate(() => globalThis.disk.closed), false);
});

test("links say where they lead, and lead there", async (t) => {
  const { page, pane } = await look(t, "/bin/sh");
  assert.match(await pane.locator(".leads").innerText(), /^Leads to \.\.\/usr\/bin\/tool/);
  await pane.getByRole("button", { name: "Go there" }).click();
  await pane.getByRole("heading", { name: "tool" }).waitFor();
  assert.equal(await page.evaluate(() => document.querySelector("#g").path), "/usr/bin/tool");
  await goTo(page, "/bin/nowhere");
  await pane.getByText("There is no such path here.").waitFor();
  assert.equal(await pane.getByRole("button", { name: "Go there" }).count(), 0);
});

test("a whiteout says what it removes, and that it is still there", async (t) => {
  const { pane } = await look(t, "/root/.wh.secret", { layer: "1" });
  await pane.getByText("Removes root/secret").waitFor();
  await pane.getByText(/There it was: file, 8.B, from layer 1\. It is still stored/).waitFor();
});

test("Escape closes it, and the focus is where it was", async (t) => {
  const { page, pane } = await look(t, "/etc/motd");
  await pane.getByRole("button", { name: "Close the preview" }).focus();
  await page.keyboard.press("Escape");
  await pane.waitFor({ state: "detached" });
  const focused = await page.evaluate(() => document.querySelector("#g").shadowRoot.activeElement?.textContent ?? "");
  assert.match(focused, /motd/);
});

const PATHS = ["/etc/motd", "/etc/config.json", "/usr/bin/tool", "/usr/share/icon.svg", "/bin/sh", "/etc/long.txt"];
for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["en", "zh"]) {
    test(`axe finds nothing in previews, ${colorScheme}, ${lang}`, async (t) => {
      const { page, pane } = await look(t, PATHS[0], { colorScheme, lang });
      await page.evaluate(axe);
      for (const path of PATHS) {
        await goTo(page, path);
        await pane.getByRole("heading", { name: path.split("/").at(-1) }).waitFor();
        await page.waitForTimeout(150);
        const found = await page.evaluate(async () => {
          const { violations } = await axe.run("#g", { rules: { region: { enabled: false } } });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ failureSummary }) => failureSummary)}`);
        });
        assert.deepEqual(found, [], path);
      }
    });
  }
}
