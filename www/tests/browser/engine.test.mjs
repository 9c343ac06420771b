// The engine where pages are: under a strict policy, with its scripts from elsewhere, without workers, without a core.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { open } from "layerglass";
import { urlOf } from "../support/fixtures.mjs";
import { STRICT, look, openPage, serveEngine, startBrowser } from "./engine-page.mjs";

const NAME = "small-docker28.tar";
const CORS = { "access-control-allow-origin": "*" };

let browser;
let expected;
before(async () => {
  browser = await startBrowser();
  const inspection = await open(urlOf(NAME), { measure: true });
  expected = inspection.report.images;
  inspection.close();
});
after(() => browser?.close());

async function served(t, options) {
  const server = await serveEngine(options);
  t.after(() => server.close());
  return server;
}

/** The scripts that the page's workers were started from, `look`ing once. */
async function workersWhile(page, init) {
  const scripts = [];
  page.on("worker", (worker) => scripts.push(worker.url()));
  const seen = await look(page, NAME, init);
  assert.deepEqual(seen.images, expected);
  assert.equal(seen.ok, true);
  assert.ok(seen.raw > 0);
  return scripts;
}

test("under a strict policy of page and worker it works, in its worker", async (t) => {
  const { url, origin } = await served(t, { headers: { "content-security-policy": STRICT } });
  const page = await openPage(t, browser, url);
  assert.deepEqual(await workersWhile(page), [`${origin}/dist/worker.js`]);
});

test("where the policy allows no worker it works on the page's thread", async (t) => {
  const policy = STRICT.replace("'self' blob:", "'none'");
  const { url } = await served(t, { headers: { "content-security-policy": policy } });
  const page = await openPage(t, browser, url, { policy: true });
  assert.deepEqual(await workersWhile(page), []);
});

test("with its scripts from another origin it works in a worker of the page's own", async (t) => {
  const scripts = await served(t, { headers: CORS });
  const html = `<!doctype html><script type="module" src="${scripts.url}page.js"></script>`;
  const { url } = await served(t, { files: { "/": html } });
  const page = await openPage(t, browser, url);
  const [script, ...more] = (await workersWhile(page)).filter((script) => script.startsWith("blob:"));
  assert.ok(script?.startsWith(`blob:${url.slice(0, -1)}`), script);
  assert.deepEqual(more, []);
});

test("on a page of the file system, too", async (t) => {
  const scripts = await served(t, { headers: CORS });
  const folder = mkdtempSync(join(tmpdir(), "layerglass-page-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const html = join(folder, "page.html");
  writeFileSync(html, `<!doctype html><script type="module" src="${scripts.url}page.js"></script>`);
  const page = await openPage(t, browser, pathToFileURL(html).href);
  const workers = (await workersWhile(page, { from: scripts.url })).filter((script) => script.startsWith("blob:"));
  assert.equal(workers.length, 1);
});

test("in a sandboxed frame, which has no origin of its own, too", async (t) => {
  const scripts = await served(t, { headers: CORS });
  const frame = `<!doctype html><script type="module" src="${scripts.url}page.js"></script>`;
  const html = `<!doctype html><script type="module" src="page.js"></script><iframe sandbox="allow-scripts" src="/frame.html"></iframe>`;
  const { url } = await served(t, { headers: CORS, files: { "/": html, "/frame.html": frame } });
  const page = await openPage(t, browser, url);
  const [, framed] = page.frames();
  await framed.waitForFunction(() => "layerglass" in globalThis);
  const seen = await look(framed, NAME, { from: scripts.url });
  assert.deepEqual(seen.images, expected);
});

test("told where the worker's script is it takes that, be it of another origin", async (t) => {
  const { url } = await served(t);
  const elsewhere = await served(t, { headers: CORS });
  for (const worker of ["dist/worker.js", `${elsewhere.url}dist/worker.js`]) {
    const page = await openPage(t, browser, url);
    assert.ok((await workersWhile(page, { worker })).length > 0);
  }
});

test("told of a worker's script that is not there it works without", async (t) => {
  const { url } = await served(t);
  const page = await openPage(t, browser, url, { allowed: ["404"] });
  await workersWhile(page, { worker: "nowhere.js" });
  assert.equal(page.workers().length, 0);
});

for (const type of [
  "text/plain",
  "application/octet-stream",
  "text/html; charset=utf-8",
  "application/wasm; charset=utf-8",
]) {
  test(`a core that is served as ${type} is taken all the same`, async (t) => {
    const { url } = await served(t, {
      headers: { "x-content-type-options": "nosniff" },
      answer(path, response) {
        if (path.endsWith(".wasm")) response.setHeader("content-type", type);
        return false;
      },
    });
    const page = await openPage(t, browser, url);
    await workersWhile(page);
  });
}

/** Ways to have no core; each ends, and then the page can go on. */
const BROKEN = {
  "is not there": (response) => response.writeHead(404).end(),
  "is another file": (response) =>
    response.writeHead(200, { "content-type": "application/wasm" }).end("<!doctype html>"),
  "breaks off": (response) =>
    response
      .writeHead(200, { "content-type": "application/wasm", "content-length": 9000 })
      .write("\0asm", () => response.destroy()),
  "cannot be fetched": (response) => response.destroy(),
  // A module that needs a function "b" of "a".
  "is of another version": (response) =>
    response
      .writeHead(200, { "content-type": "application/wasm" })
      .end(Buffer.from("0061736d01000000010401600000020701016101620000", "hex")),
};

for (const [how, answer] of Object.entries(BROKEN)) {
  test(`a core that ${how} is said to be, and the next call tries again`, async (t) => {
    const server = await served(t, { answer: (path, response) => path.endsWith(".wasm") && (answer(response), true) });
    const page = await openPage(t, browser, server.url, { allowed: ["Failed to load resource"] });
    const failures = await page.evaluate(async (name) => {
      const file = await fixture(name);
      return [await failure(layerglass.open(file)), await failure(layerglass.init())];
    }, NAME);
    for (const { name, code, message, hint } of failures) {
      assert.equal(`${name} ${code}`, "LayerglassError init/no-wasm");
      assert.match(message, /wasm module/);
      assert.match(hint, /layerglass_bg\.wasm/);
    }
    server.answer = undefined;
    assert.deepEqual((await look(page, NAME)).images, expected);
  });
}

test("a policy that allows no wasm is said to be the reason", async (t) => {
  const policy = STRICT.replace(" 'wasm-unsafe-eval'", "");
  const { url } = await served(t, { headers: { "content-security-policy": policy } });
  const page = await openPage(t, browser, url, { policy: true });
  const { code, message } = await page.evaluate(() => failure(layerglass.init()));
  assert.equal(code, "init/no-wasm");
  assert.match(message, /Content Security Policy/);
});

test("init can be called any number of times, at once and again, and fetches the core once", async (t) => {
  const server = await served(t);
  const page = await openPage(t, browser, server.url);
  assert.ok(!server.requests.some((path) => path.endsWith(".wasm")), "importing alone fetches nothing");
  await page.evaluate(() => Promise.all([layerglass.init(), layerglass.init(), layerglass.init()]));
  await page.evaluate(() => layerglass.init());
  assert.equal(server.requests.filter((path) => path.endsWith(".wasm")).length, 1);
  assert.equal(page.workers().length, 1);
});
