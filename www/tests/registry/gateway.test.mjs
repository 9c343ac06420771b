// The gateway in front of real registries that let no page in, in a real browser on the page that the command serves.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open } from "../../dist/index.js";
import { startBrowser } from "../browser/engine-page.mjs";
import { pathOf, urlOf } from "../support/fixtures.mjs";
import { startServe } from "../support/serve.mjs";
import { USER, fill, startDistribution } from "./distribution.mjs";

const FIXTURE = "small-podman-oci-gzip.tar";
const images = { "team/app:1": `oci-archive:${pathOf(FIXTURE)}` };

let browser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser?.close());

async function started(t, auth) {
  const registry = await startDistribution({ auth });
  t.after(() => registry.close());
  await fill(registry, { auth: auth !== undefined, images });
  const tokens = registry.tokens ? ["--allow", new URL(registry.tokens.url).host] : [];
  const served = await startServe(t, ["--gateway", "--allow", registry.host, ...tokens]);
  return { registry, served };
}

for (const auth of [undefined, "htpasswd", "token"]) {
  test(`an image through it is what it is as a file (${auth ?? "open"})`, async (t) => {
    const { registry, served } = await started(t, auth);
    const options = { registry: { gateway: { [registry.host]: served.gateway }, credentials: () => USER } };
    const remote = await open(`${registry.host}/team/app:1`, options);
    const local = await open(urlOf(FIXTURE));
    const rows = async (inspection) => (await inspection.images[0].files().rows()).rows;
    assert.deepEqual(await rows(remote), await rows(local));
    assert.equal((await remote.verify()).ok, true);
    for (const inspection of [remote, local]) inspection.close();
  });
}

test("the page that it serves may ask through it; a page of another origin may not", async (t) => {
  const { registry, served } = await started(t, "htpasswd");
  const ask = async (page) =>
    page.evaluate(
      async ({ url, authorization }) => {
        try {
          const response = await fetch(url, { headers: { authorization } });
          return [response.status, (await response.json()).tags];
        } catch (error) {
          return error.name;
        }
      },
      {
        url: `${served.gateway}/${registry.host}/v2/team/app/tags/list`,
        authorization: `Basic ${btoa(`${USER.username}:${USER.password}`)}`,
      },
    );
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(served.url);
  assert.deepEqual(await ask(page), [200, ["1"]]);
  const other = await startServe(t);
  await page.goto(other.url);
  assert.equal(await ask(page), "TypeError");
  // Nor can it be reached under another name of this machine, which is another origin.
  await page.goto(served.url.replace("127.0.0.1", "localhost"));
  assert.equal(await ask(page), "TypeError");
});

test("what a registry gives is data to the browser, whatever it says it is", async (t) => {
  const { registry, served } = await started(t);
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(served.url);
  const loaded = await page.evaluate(
    (src) =>
      new Promise((resolve) => {
        const script = Object.assign(document.createElement("script"), { src });
        script.onload = () => resolve("ran");
        script.onerror = () => resolve("blocked");
        document.head.append(script);
      }),
    `${served.gateway}/${registry.host}/v2/`,
  );
  assert.equal(loaded, "blocked");
});
