// The engine cannot be had, or goes down: the element says so, and goes on as soon as that can be.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { STRICT } from "./engine-page.mjs";
import { put, RESOURCE, said, settled, startSite, told, until } from "./element-page.mjs";

const SRC = "/fixtures/small-docker28.tar";

let site;
before(async () => (site = await startSite()));
after(() => site?.close());

const again = (page) => page.getByRole("button", { name: "Try again" });

const BROKEN = {
  "is not there": (response) => response.writeHead(404).end(),
  "is something else": (response) => response.setHeader("content-type", "application/wasm").end("no wasm"),
  "is a page": (response) => response.setHeader("content-type", "text/html").end("<!doctype html>"),
  "is of another program": (response) =>
    response.setHeader("content-type", "application/wasm").end(Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])),
};
for (const [what, answer] of Object.entries(BROKEN)) {
  test(`a module that ${what} is told, and tried again`, async (t) => {
    const page = await site.page(t, { console: RESOURCE });
    site.server.answering = (path, response) => path.endsWith(".wasm") && Boolean(answer(response));
    t.after(() => (site.server.answering = undefined));
    await put(page, { src: SRC });
    await until(page, "failed");
    const failure = page.locator(".failure");
    assert.match(await failure.textContent(), /init\/no-wasm/);
    assert.ok((await said(page)).includes(await failure.locator("h2").textContent()));
    await again(page).click();
    await page.waitForFunction(() => told.filter(({ name }) => name === "error").length === 2);
    site.server.answering = undefined;
    await again(page).click();
    await settled(page);
  });
}

test("a policy that forbids wasm is told", async (t) => {
  const strict = await startSite({ policy: STRICT.replace(" 'wasm-unsafe-eval'", "") });
  t.after(() => strict.close());
  const page = await strict.page(t, { console: ["Content Security Policy"] });
  for (const lang of ["en", "zh"]) {
    await put(page, { src: SRC }, { lang, id: lang });
    await until(page, "failed", { id: lang });
    const text = await page.locator(`#${lang} .failure`).textContent();
    assert.match(text, /init\/no-wasm/);
    assert.match(text, /wasm-unsafe-eval/);
    await page.evaluate((lang) => document.getElementById(lang).remove(), lang);
  }
});

test("a policy that forbids workers costs nothing but the worker", async (t) => {
  const strict = await startSite({ policy: STRICT.replace("worker-src 'self' blob:", "worker-src 'none'") });
  t.after(() => strict.close());
  const page = await strict.page(t, { console: ["Content Security Policy"] });
  await put(page, { src: SRC });
  await settled(page);
  assert.equal(page.workers().length, 0);
  assert.deepEqual(await told(page), ["state opening", "request", "state open", "load", "request"]);
});

/** Ends the page's worker as a fault of its own would. */
async function kill(page) {
  const [worker] = page.workers();
  const gone = new Promise((resolve) => worker.once("close", resolve));
  const fault = () => void setTimeout(() => { throw new Error("killed"); }); // prettier-ignore
  await worker.evaluate(fault);
  await gone;
}

/** A source in the page whose reads wait while `held` is true. */
const prepare = (page) =>
  page.evaluate(async (src) => {
    const bytes = new Uint8Array(await (await fetch(src)).arrayBuffer());
    globalThis.held = false;
    globalThis.waiting = 0;
    globalThis.slow = {
      name: "slow.tar",
      size: bytes.length,
      read: async (at, length) => {
        waiting += 1;
        while (held) await new Promise((resolve) => setTimeout(resolve, 10));
        return bytes.slice(at, at + length);
      },
    };
  }, SRC);

test("a worker that dies while it opens costs a moment", async (t) => {
  const page = await site.page(t, { console: ["killed"] });
  await put(page, {});
  await prepare(page);
  await page.evaluate(() => ((held = true), (document.querySelector("#g").file = slow)));
  await page.waitForFunction(() => waiting > 0);
  await kill(page);
  await page.evaluate(() => (held = false));
  await settled(page);
  assert.deepEqual(await told(page), ["state opening", "state open", "load"]);
});

test("a worker that dies with every file that it is given is told, and tried again", async (t) => {
  const page = await site.page(t, { console: ["killed"] });
  await put(page, {});
  await prepare(page);
  await page.evaluate(() => ((held = true), (document.querySelector("#g").file = slow)));
  for (let count = 1; count <= 3; count++) {
    await page.waitForFunction((count) => waiting >= count, count);
    await kill(page);
  }
  await until(page, "failed");
  assert.match(await page.locator(".failure").textContent(), /internal\/worker-died/);
  await page.evaluate(() => (held = false));
  await again(page).click();
  await settled(page);
});

test("a worker that dies while it counts is replaced", async (t) => {
  const page = await site.page(t, { console: ["killed"] });
  await put(page, {});
  await prepare(page);
  await page.evaluate(() => {
    const glass = document.querySelector("#g");
    glass.addEventListener("layerglass-load", () => ((held = true), (waiting = 0)), { once: true });
    glass.file = slow;
  });
  await until(page, "open");
  await page.waitForFunction(() => waiting > 0);
  await kill(page);
  await page.evaluate(() => (held = false));
  await settled(page);
  assert.equal(await page.locator(".failure").count(), 0);
  assert.deepEqual(await told(page), ["state opening", "state open", "load"]);
});
