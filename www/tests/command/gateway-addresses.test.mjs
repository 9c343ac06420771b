// The addresses behind names: those of the internet are connected to, no others.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import { gatewayOf, parts } from "../support/gateway.mjs";
import { certificates, serve } from "../support/network.mjs";

const { isPublic } = parts;

test("public addresses, and all that are not", () => {
  for (const address of [
    "1.1.1.1",
    "8.8.8.8",
    "172.15.0.1",
    "172.32.0.1",
    "192.167.255.255",
    "223.255.255.255",
    "100.63.0.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "2001:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
  ]) {
    // prettier-ignore
    assert.equal(isPublic(address), true, address);
  }
  for (const address of [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:a00:1",
    "::ffff:0:a00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "100::1",
    "5f00::1",
  ]) {
    // prettier-ignore
    assert.equal(isPublic(address), false, address);
  }
});

test("a known name that leads into a private network is not followed, and asked for once", async (t) => {
  let address = "10.0.0.1";
  const asked = [];
  const resolve = async (name) => {
    asked.push(name);
    return [address].flat().map((each) => ({ address: each, family: each.includes(":") ? 6 : 4 }));
  };
  const { ask } = await gatewayOf(t, { resolve });
  for (address of [
    "10.0.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "::1",
    "::ffff:192.168.0.1",
    ["8.8.8.8", "192.168.0.1"],
  ]) {
    asked.length = 0;
    const { status, error } = await ask("ghcr.io/v2/");
    assert.equal(status, 403, String(address));
    assert.match(error, /ghcr\.io leads into a private network/);
    assert.deepEqual(asked, ["ghcr.io"], "the answer that was looked at is the only one");
  }
});

test("known registries are asked by a proxy, and their storage is looked at for itself", async (t) => {
  const { ca, tls } = certificates(["ghcr.io", "pkg-containers.githubusercontent.com"]);
  const registry = await serve((request, response) => {
    if (request.headers.host !== "ghcr.io") return response.end("from storage");
    response.writeHead(307, { Location: "https://pkg-containers.githubusercontent.com/blob?sig=1" }).end();
  }, tls);
  const tunnels = [];
  const proxy = createServer().on("connect", (request, socket) => {
    tunnels.push(request.url);
    const onward = connect(registry.port, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on("error", () => end.destroy());
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  t.after(() => proxy.close());
  const https = `http://127.0.0.1:${proxy.address().port}`;
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  const headers = { Authorization: "Bearer secret" };
  const one = await gatewayOf(t, { resolve, network: { ca, proxy: { https } } });
  const { status, text, error } = await one.ask("ghcr.io/v2/a/blobs/1", { headers });
  assert.deepEqual([status, text], [200, "from storage"], error);
  assert.deepEqual(tunnels, ["ghcr.io:443", "pkg-containers.githubusercontent.com:443"]);
  const [first, second] = registry.requests;
  assert.deepEqual([first.headers.authorization, second.headers.authorization], ["Bearer secret", undefined]);
  const no = "pkg-containers.githubusercontent.com";
  const other = await gatewayOf(t, { resolve, network: { ca, proxy: { https, no } } });
  const refused = await other.ask("ghcr.io/v2/a/blobs/1", { headers });
  assert.equal(refused.status, 403);
  assert.match(refused.error, /pkg-containers\.githubusercontent\.com leads into a private network/);
  assert.equal(registry.requests.length, 3, "nobody asked there");
});
