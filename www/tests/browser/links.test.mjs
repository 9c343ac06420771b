// The page's links: what each shows, what goes into them, back and forward, and that none fetches unasked.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, enter, fixture, glass, hash, opened, said, start, title, trust, view } from "./page.mjs";
import { serve } from "./serve.mjs";

let browser;
let elsewhere;
before(async () => {
  browser = await start();
  elsewhere = await serve(fixture(""), { cors: true });
});
after(async () => {
  await browser?.close();
  await elsewhere?.close();
});

const heading = (page, name) => page.locator("#screen").getByRole("heading", { level: 2, name }).waitFor();
const linkTo = (url, query = "") => `#/url/${encodeURIComponent(url)}${query}`;
const archive = () => `${elsewhere.url}multi-docker28.tar`;

test("a view, an image and a layer that are picked go into the link, and back undoes them", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  await view(page, "Layers");
  assert.equal(await hash(page), "#/sample?view=layers");
  await glass(page).locator(".band button").last().click();
  assert.equal(await hash(page), "#/sample?view=layers&layer=0");
  await view(page, "History");
  assert.equal(await hash(page), "#/sample?view=history&layer=0");
  await glass(page).getByRole("combobox", { name: "Image" }).selectOption({ index: 1 });
  assert.match(await hash(page), /^#\/sample\?image=sha256:[0-9a-f]{64}&view=history$/);
  assert.equal(await page.title(), "registry.example/notes:1.1 · history – layerglass");
  await page.goBack();
  await title(page).getByText("notes:1.0").waitFor();
  await page.goBack();
  // The layer was picked within this entry, so the link still has it.
  assert.equal(await hash(page), "#/sample?view=layers&layer=0");
  assert.equal(await glass(page).getByRole("tab", { name: "Layers" }).getAttribute("aria-selected"), "true");
  await page.goBack();
  assert.equal(await glass(page).getByRole("tab", { name: "Overview" }).getAttribute("aria-selected"), "true");
  await page.goForward();
  assert.equal(await hash(page), "#/sample?view=layers&layer=0");
});

test("a link to a view, an image and a layer of the sample shows them", async (t) => {
  const page = await browser.page(t, { hash: "#/sample?image=1&view=layers&layer=4" });
  await opened(page);
  assert.equal(await title(page).textContent(), "registry.example/notes:1.1");
  await glass(page).getByRole("heading", { level: 3, name: "Layer 5 of 5" }).waitFor();
});

test("a file that is picked goes into the link with its layer, and the link leads into it", async (t) => {
  const page = await browser.page(t, { hash: "#/sample" });
  await opened(page);
  await view(page, "Files");
  await glass(page).locator(".band button").last().click();
  await glass(page).locator(".file-row", { hasText: "primes.txt" }).click();
  await page.waitForFunction(() => location.hash.includes("path="));
  assert.equal(await hash(page), "#/sample?view=files&layer=0&path=/srv/notes/primes.txt");
  await page.goto("about:blank");
  const again = await browser.page(t, { hash: "#/sample?view=files&layer=0&path=/srv/notes/primes.txt" });
  await opened(again);
  await glass(again).locator(".preview h3", { hasText: "primes.txt" }).waitFor();
  assert.equal(await glass(again).locator('.file-row[aria-selected="true"] .text').innerText(), "primes.txt");
  // Of another view it says nothing.
  await view(again, "Layers");
  assert.equal(await hash(again), "#/sample?view=layers&layer=0");
});

test("a link to another host asks first; what is used once is not asked about again", async (t) => {
  const page = await browser.page(t, { hash: linkTo(archive(), "?view=history"), allow: [elsewhere.origin] });
  const { host } = new URL(elsewhere.url);
  await heading(page, `Open an archive from ${host}?`);
  assert.equal(await page.locator("#screen .address").innerText(), archive());
  assert.equal(elsewhere.requests.length, 0);
  assert.equal(await trust(page), "0 requests · nothing left this browser");
  assert.equal(await said(page), `Open an archive from ${host}?`);
  await page.getByRole("button", { name: "Not now" }).click();
  await page.getByRole("heading", { name: "What is in this container image?" }).waitFor();
  assert.equal(elsewhere.requests.length, 0);
  await page.goBack();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await opened(page);
  assert.equal(await hash(page), linkTo(archive(), "?view=history"));
  assert.equal(await glass(page).getByRole("tab", { name: "History" }).getAttribute("aria-selected"), "true");
  await page.reload();
  await opened(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByText("Links to 1 host open without asking.").waitFor();
  await page.getByRole("button", { name: "Forget used hosts" }).click();
  await page.reload();
  await heading(page, `Open an archive from ${host}?`);
});

test("where storage is refused, the page still opens, and asks each time", async (t) => {
  const page = await browser.page(t, { allow: [elsewhere.origin] });
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  await page.goto(browser.server.url + linkTo(archive()));
  await page.reload();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await opened(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("combobox", { name: "Colours" }).selectOption("dark");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
  await page.reload();
  await page.getByRole("button", { name: "Not now" }).waitFor();
});

test("an address that was typed goes into the link, and opens once", async (t) => {
  const page = await browser.page(t, { allow: [elsewhere.origin] });
  await enter(page, archive());
  await opened(page);
  assert.equal(await hash(page), linkTo(archive()));
  await enter(page, archive());
  assert.equal(await page.locator("layer-glass").count(), 1);
});

test("an address with a secret in it is opened, and stays out of the link", async (t) => {
  const page = await browser.page(t, { allow: [elsewhere.origin] });
  await enter(page, `${archive()}?X-Amz-Signature=0123`);
  await opened(page);
  assert.equal(await hash(page), "#/archive");
  assert.doesNotMatch(
    await page.evaluate(() => JSON.stringify([location.href, history.state, { ...localStorage }])),
    /0123/,
  );
  await view(page, "History");
  assert.equal(await hash(page), "#/archive?view=history");
  await enter(page, `${archive()}?X-Amz-Signature=0123`);
  await opened(page);
  assert.equal(await page.locator("layer-glass").count(), 1, "it is open already");
});

test("a link to what is open already shows it as the link says, however it spells the address", async (t) => {
  const page = await browser.page(t, { allow: [elsewhere.origin] });
  await enter(page, archive());
  await opened(page);
  const spelt = archive().replace("http://", "HTTP://");
  await page.evaluate((url) => (location.hash = `#/url/${encodeURIComponent(url)}?view=history`), spelt);
  await page.getByRole("tab", { name: "History", selected: true }).waitFor();
  assert.equal(await page.locator("layer-glass").count(), 1);
});

for (const [kind, url, why] of [
  ["credentials", "https://user:secret@example.org/a.tar", /Leave out the name and password/],
  ["another scheme", "file:///etc/passwd", /begin with https:\/\//],
  ["a script", "javascript:alert(1)", /begin with https:\/\//],
  ["no address", "https://", /no complete address/],
]) {
  test(`a link with ${kind} is refused`, async (t) => {
    const page = await browser.page(t, { hash: linkTo(url) });
    await heading(page, "This address is not opened");
    assert.match(await page.locator("#screen").innerText(), why);
    assert.equal(await page.locator("layer-glass").count(), 0);
  });
}

test("of several files the history tells which, and a reload says why none can come back", async (t) => {
  const page = await browser.page(t);
  await choose(page, fixture("small-docker28.tar"));
  await opened(page);
  await choose(page, fixture("multi-docker28.tar"));
  await opened(page);
  const second = await title(page).textContent();
  assert.equal(await hash(page), "#/archive");
  await page.goBack();
  await title(page).getByText("small:1", { exact: true }).waitFor();
  assert.equal(await page.title(), "small:1 – layerglass");
  await page.goForward();
  assert.equal(await title(page).textContent(), second);
  await page.reload();
  await heading(page, "Open this again");
  assert.match(await page.locator("#screen").innerText(), /Files never leave the browser/);
  await page.goBack();
  await heading(page, "Open this again");
});

test("a link to an image in a registry says what helps, in commands that can be copied", async (t) => {
  const page = await browser.page(t, {
    hash: "#/image/ghcr.io/owner/app:1.2",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await heading(page, "This page does not open ghcr.io/owner/app:1.2 yet");
  await page.getByRole("button", { name: "Copy the command" }).last().click();
  assert.equal(
    await page.evaluate(() => navigator.clipboard.readText()),
    "docker pull ghcr.io/owner/app:1.2 && docker save -o app.tar ghcr.io/owner/app:1.2",
  );
  assert.equal(await said(page), "Copied");
});

test("a link to what is no reference offers no command", async (t) => {
  const page = await browser.page(t, { hash: "#/image/mysql;rm%20-rf%20~" });
  await heading(page, "mysql;rm -rf ~ is no reference");
  assert.equal(await page.getByRole("button", { name: /Copy/ }).count(), 0);
});

for (const [link, name] of [
  ["#/library", "The library does not exist yet"],
  ["#/compare", "Nothing stands at this link"],
  ["#/%E0%A4%A", "Nothing stands at this link"],
  ["#/archive", "Open this again"],
  ["#/url/", "Nothing stands at this link"],
]) {
  test(`${link} has a designed state, in both languages`, async (t) => {
    const page = await browser.page(t, { hash: link });
    await heading(page, name);
    assert.equal(await said(page), name);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("combobox", { name: "Language" }).selectOption("zh");
    await page.locator("#screen").getByRole("button", { name: "打开示例" }).waitFor();
    assert.match(await page.locator("#screen h2").innerText(), /\p{Script=Han}/u);
    await page.locator("#screen").getByRole("button", { name: "打开示例" }).click();
    await opened(page);
    assert.equal(await hash(page), "#/sample");
  });
}
