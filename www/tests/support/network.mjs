// Servers and certificates on loopback for tests of the network.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** A server that answers by `handle`, and what it was asked; it ends with the test file. */
export async function serve(handle, tls) {
  const requests = [];
  const listener = (request, response) => {
    requests.push(request);
    response.on("error", () => {});
    handle(request, response);
  };
  const server = tls ? createSecureServer(tls, listener) : createServer(listener);
  const host = await listening(server);
  return { host, origin: `${tls ? "https" : "http"}://${host}`, port: server.address().port, requests, server };
}

async function listening(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  after(() => server.closeAllConnections());
  return `127.0.0.1:${server.address().port}`;
}

/**
 * A proxy that takes every host for 127.0.0.1, so that names need not exist. `seen` has a row for each request: its
 * method, target and headers. `login`: what it wants as Proxy-Authorization.
 */
export async function proxy({ login, tls } = {}) {
  const seen = [];
  const refuses = ({ method, url: target, headers }) => {
    seen.push({ method, target, headers });
    return login !== undefined && headers["proxy-authorization"] !== login;
  };
  const pass = (asked, response) => {
    if (refuses(asked)) return response.writeHead(407).end();
    const { port, pathname, search } = new URL(asked.url);
    const onward = request({ host: "127.0.0.1", port, path: pathname + search, headers: asked.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.end();
  };
  const server = tls ? createSecureServer(tls, pass) : createServer(pass);
  const sockets = new Set();
  server.on("connect", (asked, socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    if (refuses(asked)) return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const onward = connect(Number(asked.url.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });
  const host = await listening(server);
  after(() => sockets.forEach((socket) => socket.destroy()));
  return { host, origin: `${tls ? "https" : "http"}://${host}`, seen };
}

/** A certificate authority of the test's own, and a certificate for these names that it signed. */
export function certificates(names) {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-ca-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name) => join(folder, name);
  const openssl = (...args) => execFileSync("openssl", args, { stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", at("ca.key"), "-out", at("ca.pem"), "-subj", "/CN=test authority");
  openssl("req", ...key, "-keyout", at("key.pem"), "-out", at("request.pem"), "-subj", "/CN=test");
  const alternatives = names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`));
  writeFileSync(at("extensions"), `subjectAltName=${alternatives.join(",")}\n`);
  const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-extfile", at("extensions")];
  openssl("x509", "-req", "-in", at("request.pem"), ...signed, "-out", at("cert.pem"), "-days", "2");
  const read = (name) => readFileSync(at(name), "utf8");
  return { ca: read("ca.pem"), caPath: at("ca.pem"), tls: { key: read("key.pem"), cert: read("cert.pem") } };
}
