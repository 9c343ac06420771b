// What docs/registries.md tells people to configure, against what is tried here, and how nginx then answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CORS, startDistribution } from "./distribution.mjs";
import { startNginx } from "./nginx.mjs";

test("distribution's stanza is the one that the tests give it", () => {
  const guide = readFileSync(new URL("../../../docs/registries.md", import.meta.url), "utf8");
  const [, stanza] = /```yaml\n([^]*?)```/.exec(guide);
  const rows = [...stanza.matchAll(/^ {4}([\w-]+): \[(.*)\]$/gm)];
  const words = (list) => list.split(", ").map((word) => word.replaceAll('"', ""));
  assert.deepEqual(Object.fromEntries(rows.map(([, name, list]) => [name, words(list)])), CORS);
});

test("nginx answers the preflight itself, lets the login stand, and says each header once", async (t) => {
  const registry = await startDistribution({ cors: true, auth: "htpasswd" });
  t.after(() => registry.close());
  const nginx = await startNginx(registry.host);
  t.after(() => nginx.close());
  const url = `http://${nginx.host}/v2/`;
  const preflight = await fetch(url, { method: "OPTIONS" });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-headers"), "Authorization, Accept, Range");
  const refused = await fetch(url);
  assert.equal(refused.status, 401);
  assert.match(refused.headers.get("www-authenticate"), /^Basic /);
  assert.match(refused.headers.get("access-control-expose-headers"), /Www-Authenticate/i);
  for (const { headers } of [preflight, refused]) assert.equal(headers.get("access-control-allow-origin"), "*");
});
