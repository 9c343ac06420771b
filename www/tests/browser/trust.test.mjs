// The line at the foot that says who was asked: it names everybody, and counts as the servers do.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { enter, fixture, opened, start, trust } from "./page.mjs";
import { serve } from "./serve.mjs";

let browser, elsewhere, mover;
before(async () => {
  browser = await start();
  elsewhere = await serve(fixture(""), { cors: true });
  mover = await moving(elsewhere.url);
});
after(async () => {
  await browser?.close();
  await elsewhere?.close();
  await mover?.close();
});

/** A server that sends everything on to `to`, and how often it was asked. */
async function moving(to) {
  const asked = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(302, { location: to + url.slice(1), "access-control-allow-origin": "*" }).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { asked, origin, close: () => new Promise((resolve) => server.close(resolve)) };
}

test("who was only sent on to is named and counted too", async (t) => {
  const page = await browser.page(t, { allow: [elsewhere.origin, mover.origin] });
  await enter(page, `${mover.origin}/multi-docker28.tar`);
  await opened(page);
  const [first, second] = [mover.origin, elsewhere.origin].map((origin) => new URL(origin).host);
  const counts = [mover.asked.length, elsewhere.requests.length];
  assert.ok(counts[0] > 0);
  assert.equal(
    await trust(page),
    `${counts[0] + counts[1]} requests: ${counts[0]} to ${first}, ${counts[1]} to ${second} · nothing else left this browser`,
  );
});

test("an archive that lies where the page came from was asked for all the same", async (t) => {
  const page = await browser.page(t);
  const { host } = new URL(browser.server.url);
  await enter(page, `${browser.server.url}sample.tar`);
  await opened(page);
  const n = browser.server.requests.filter((path) => path === "/sample.tar").length;
  assert.match(await trust(page), new RegExp(`^${n} requests? to ${host} · nothing else left this browser$`));
});
