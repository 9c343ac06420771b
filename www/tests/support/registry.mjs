// A registry on loopback, in the test's own process: what it holds, who may ask, what goes wrong, and what it was asked.
//
//   const registry = await startRegistry({ auth: "token", users: { ann: "secret" } });
//   const { digest } = registry.push("library/small", "1", "small-podman-oci-gzip.tar");
//   registry.chaos.push({ path: /\/blobs\//, times: 1, cut: 100 });
//   … open(`${registry.host}/library/small:1`) …
//   registry.requests      // [{ server, method, url, path, headers, status, complete }], in order
//                          // `server`: registry, token or cdn; `complete`: once it is over, whether all of it was sent
//   await registry.close();
//
// Each row of `chaos` is for requests whose address (`path`, with its query) it matches, `times` times (else always):
//   { delay: ms }                   waits before it answers
//   { status, headers, body }       answers that instead: 429 with { "Retry-After": "1" }, 500, a login page …
//   { cut: bytes }                  breaks the connection after so many bytes of the body
//   { corrupt: true }               answers as usual, but for the last byte of the body
//   { silent: true }                takes the request and says nothing
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { OCI_INDEX, OCI_MANIFEST, jsonBytes, partsOf, sha256 } from "./image-parts.mjs";

/**
 * Starts one; it is also a gateway (`/HOST/v2/…`) to itself. Options:
 * - `auth`: none (the default), `basic`, or `token` (a Bearer challenge; its server answers under /token)
 * - `users`: passwords by name; `anonymous: true`: the token server gives tokens for pulling to anybody
 * - `realm`: of the challenge, where it is not its own token server
 * - `cors`: answers pages of other origins; `expose`: and lets them see the headers that matter
 * - `cdn`: blobs are redirected to a second server on another port
 * - `tls`: { key, cert }: speaks HTTPS
 * - `referrers`: has the referrers API; `catalog: false`, `search: [rows]`, `pageSize`: of lists
 */
export async function startRegistry(options = {}) {
  const registry = new FakeRegistry(options);
  await registry.start();
  return registry;
}

class FakeRegistry {
  /** Rows of what goes wrong; the first that matches counts. */
  chaos = [];
  requests = [];
  /** By repository: { documents: Map digest → { bytes, mediaType }, blobs: Map digest → bytes, tags: Map name → digest } */
  repositories = new Map();
  /** Requests that were answered at the same time, at most. */
  most = 0;
  #now = 0;
  /** Tokens that were given, and may be taken back: `tokens.clear()` lets all of them expire. */
  tokens = new Set();
  #options;
  #servers = [];

  constructor(options) {
    this.#options = { auth: "none", users: {}, pageSize: 100, ...options };
  }

  async start() {
    this.host = await this.#listen((request, response) => this.#registry(request, response), this.#options.tls);
    this.origin = `${this.#options.tls ? "https" : "http"}://${this.host}`;
    if (this.#options.cdn) {
      const host = await this.#listen((request, response) => this.#cdn(request, response));
      this.cdnOrigin = `http://${host}`;
    }
  }

  async close() {
    await Promise.all(
      this.#servers.map((server) => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        return closed;
      }),
    );
  }

  /** Everything of an archive of the fixtures, under a tag. Gives its parts and the digest that the tag stands for. */
  push(repository, tag, fixture) {
    const parts = partsOf(fixture);
    const held = this.#held(repository);
    for (const [digest, bytes] of parts.blobs) held.blobs.set(digest, bytes);
    for (const [digest, document] of parts.documents) held.documents.set(digest, document);
    if (tag) held.tags.set(tag, parts.digest);
    return parts;
  }

  /** A manifest or index as it is given: an object, or bytes. Gives its digest. */
  putManifest(repository, document, { tag, mediaType } = {}) {
    const bytes = Buffer.isBuffer(document) ? document : jsonBytes(document);
    const type = mediaType ?? document.mediaType ?? (document.manifests ? OCI_INDEX : OCI_MANIFEST);
    const digest = sha256(bytes);
    const held = this.#held(repository);
    held.documents.set(digest, { bytes, mediaType: type });
    if (tag) held.tags.set(tag, digest);
    return digest;
  }

  /** Gives a descriptor of it. */
  putBlob(repository, bytes, mediaType = "application/octet-stream") {
    const digest = sha256(bytes);
    this.#held(repository).blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  }

  /** The addresses of requests since the start, or since the last `forget()`. */
  paths(server = "registry") {
    return this.requests.filter((request) => request.server === server).map(({ path }) => path);
  }

  forget() {
    this.requests.length = 0;
    this.most = 0;
  }

  #held(repository) {
    const held = this.repositories.get(repository) ?? { documents: new Map(), blobs: new Map(), tags: new Map() };
    this.repositories.set(repository, held);
    return held;
  }

  async #listen(handle, tls) {
    const server = tls ? createSecureServer(tls, handle) : createServer(handle);
    this.#servers.push(server);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${server.address().port}`;
  }

  async #registry(request, response) {
    const url = new URL(request.url, this.origin);
    // As a gateway has it: /registry.example/v2/…
    url.pathname = url.pathname.replace(/^\/[^/]*[.:][^/]*(?=\/)/, "");
    const server = url.pathname === "/token" ? "token" : "registry";
    if (!(await this.#begin(server, request, response))) return;
    if (server === "token") return this.#token(request, response, url);
    if (/^\/v1\/search\/?$|^\/v2\/search\/repositories\/?$/.test(url.pathname)) return this.#search(response, url);
    if (!this.#isAllowed(request)) return this.#challenge(response, url);
    if (url.pathname.startsWith("/v2/")) return this.#v2(request, response, url);
    this.#send(response, 404, "<html>not found</html>", { "Content-Type": "text/html" });
  }

  async #cdn(request, response) {
    if (!(await this.#begin("cdn", request, response))) return;
    const digest = new URL(request.url, this.cdnOrigin).pathname.slice(1);
    const found = [...this.repositories.values()].map(({ blobs }) => blobs.get(digest)).find(Boolean);
    if (!found) return this.#send(response, 404, "");
    this.#sendBlob(request, response, found);
  }

  /** Writes it down, lets go wrong what is to; false where that was the answer. */
  async #begin(server, request, response) {
    const { method, url: path, headers } = request;
    const entry = { server, method, path, url: `http://${headers.host}${path}`, headers, status: 0 };
    this.requests.push(entry);
    this.most = Math.max(this.most, (this.#now += 1));
    response.on("close", () => {
      Object.assign(entry, { status: response.statusCode, complete: response.writableFinished });
      this.#now -= 1;
    });
    response.on("error", () => {});
    if (this.#options.cors) {
      response.setHeader("Access-Control-Allow-Origin", "*");
      if (this.#options.expose)
        response.setHeader(
          "Access-Control-Expose-Headers",
          "Docker-Content-Digest, WWW-Authenticate, Link, Location, Content-Range, Retry-After",
        );
      if (method === "OPTIONS") {
        response.setHeader("Access-Control-Allow-Headers", "Authorization, Accept, Range, Content-Type");
        response.writeHead(204).end();
        return false;
      }
    }
    const row = this.chaos.find(({ path: matching, times = 1 }) => times > 0 && (matching?.test(path) ?? true));
    response.chaos = row ?? {};
    if (!row) return true;
    if (row.times !== undefined) row.times -= 1;
    if (row.delay) await wait(row.delay);
    if (row.silent) return false;
    if (row.status === undefined) return true;
    response.writeHead(row.status, row.headers).end(row.body ?? "");
    return false;
  }

  #isAllowed({ headers }) {
    const { auth } = this.#options;
    if (auth === "none") return true;
    const [scheme, word] = (headers.authorization ?? "").split(" ");
    return auth === "basic" ? scheme === "Basic" && this.#isUser(word) : scheme === "Bearer" && this.tokens.has(word);
  }

  #isUser(basic) {
    const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? "", "base64").toString()) ?? [];
    return Object.hasOwn(this.#options.users, name ?? "") && this.#options.users[name] === password;
  }

  #challenge(response, url) {
    const { auth, realm = `${this.origin}/token` } = this.#options;
    const repository = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(url.pathname)?.[1];
    const scope = repository ? `,scope="repository:${repository}:pull"` : "";
    const words = auth === "basic" ? 'Basic realm="test"' : `Bearer realm="${realm}",service="${this.host}"${scope}`;
    this.#error(response, 401, "UNAUTHORIZED", "authentication required", { "WWW-Authenticate": words });
  }

  async #token(request, response, url) {
    const { users, anonymous = false } = this.#options;
    const form = new URLSearchParams(request.method === "POST" ? await textOf(request) : url.search);
    const [, basic] = /^Basic (.*)$/.exec(request.headers.authorization ?? "") ?? [];
    const refresh =
      form.get("grant_type") === "refresh_token" && Object.values(users).includes(form.get("refresh_token"));
    if (basic === undefined ? !anonymous && !refresh : !this.#isUser(basic))
      return this.#error(response, 401, "UNAUTHORIZED", "wrong name or password");
    const token = `token-${this.tokens.size + 1}-${form.get("scope") ?? ""}`.replaceAll(/[^\w-]/g, "-");
    this.tokens.add(token);
    this.#json(response, { token, access_token: token, expires_in: 300 });
  }

  #v2(request, response, url) {
    if (url.pathname === "/v2/") return this.#json(response, {});
    if (url.pathname === "/v2/_catalog") return this.#catalog(response, url);
    const [, repository, kind, name] =
      /^\/v2\/(.+?)\/(manifests|blobs|tags|referrers)\/([^/]+)$/.exec(url.pathname) ?? [];
    const held = this.repositories.get(repository);
    if (!held) return this.#error(response, 404, "NAME_UNKNOWN", "repository name not known to registry");
    if (kind === "manifests") return this.#document(request, response, held, name);
    if (kind === "blobs") return this.#blob(request, response, held, name);
    if (kind === "tags") return this.#list(response, url, "tags", [...held.tags.keys()].sort(), { name: repository });
    if (this.#options.referrers) return this.#referrers(response, held, name);
    this.#send(response, 404, "404 page not found\n", { "Content-Type": "text/plain" });
  }

  #document(request, response, held, name) {
    const digest = name.includes(":") ? name : held.tags.get(name);
    const document = held.documents.get(digest);
    if (!document) return this.#error(response, 404, "MANIFEST_UNKNOWN", "manifest unknown");
    const headers = { "Content-Type": document.mediaType, "Docker-Content-Digest": digest };
    this.#send(response, 200, document.bytes, headers, request.method);
  }

  #blob(request, response, held, digest) {
    const bytes = held.blobs.get(digest);
    if (!bytes) return this.#error(response, 404, "BLOB_UNKNOWN", "blob unknown to registry");
    if (this.cdnOrigin) return response.writeHead(307, { Location: `${this.cdnOrigin}/${digest}` }).end();
    this.#sendBlob(request, response, bytes);
  }

  #sendBlob(request, response, bytes) {
    const headers = { "Content-Type": "application/octet-stream", "Accept-Ranges": "bytes" };
    const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    if (first === undefined) return this.#send(response, 200, bytes, headers, request.method);
    const start = Number(first);
    const end = Math.min(last === "" ? Infinity : Number(last), bytes.length - 1);
    if (start > end) return this.#send(response, 416, "", { ...headers, "Content-Range": `bytes */${bytes.length}` });
    const range = `bytes ${start}-${end}/${bytes.length}`;
    this.#send(response, 206, bytes.subarray(start, end + 1), { ...headers, "Content-Range": range }, request.method);
  }

  #referrers(response, held, digest) {
    const manifests = [...held.documents].flatMap(([own, { bytes, mediaType }]) => {
      const { subject, artifactType, config, annotations } = JSON.parse(bytes);
      const type = artifactType ?? config?.mediaType;
      const row = { mediaType, digest: own, size: bytes.length, artifactType: type, annotations };
      return subject?.digest === digest ? [row] : [];
    });
    this.#json(response, { schemaVersion: 2, mediaType: OCI_INDEX, manifests }, { "Content-Type": OCI_INDEX });
  }

  #catalog(response, url) {
    if (this.#options.catalog === false) return this.#error(response, 401, "UNAUTHORIZED", "not for you");
    this.#list(response, url, "repositories", [...this.repositories.keys()].sort());
  }

  /** One page of names, with a Link to the next. */
  #list(response, url, key, names, more = {}) {
    const count = Math.min(Number(url.searchParams.get("n") ?? Infinity), this.#options.pageSize);
    const last = url.searchParams.get("last");
    const rest = last === null ? names : names.filter((name) => name > last);
    const page = rest.slice(0, count);
    const next = `${url.pathname}?n=${count}&last=${encodeURIComponent(page.at(-1) ?? "")}`;
    const headers = rest.length > page.length ? { Link: `<${next}>; rel="next"` } : {};
    this.#json(response, { ...more, [key]: page }, headers);
  }

  /** Docker Hub's shapes: v1 of the index, v2 of the site. */
  #search(response, url) {
    const rows = this.#options.search;
    if (!rows) return this.#send(response, 404, "404 page not found\n", { "Content-Type": "text/plain" });
    const term = url.searchParams.get("q") ?? url.searchParams.get("query") ?? "";
    const found = rows.filter(({ name }) => name.includes(term));
    const v1 = ({ name, description, stars, official }) => ({
      name,
      description,
      star_count: stars,
      is_official: official,
      is_automated: false,
    });
    const v2 = ({ name, description, stars, official, pulls }) => ({
      repo_name: name,
      short_description: description,
      star_count: stars,
      is_official: official,
      is_automated: false,
      pull_count: pulls,
    });
    if (url.pathname === "/v1/search")
      return this.#json(response, { query: term, num_results: found.length, results: found.map(v1) });
    this.#json(response, { count: found.length, next: null, previous: null, results: found.map(v2) });
  }

  #error(response, status, code, message, headers = {}) {
    const body = JSON.stringify({ errors: [{ code, message }] });
    this.#send(response, status, body, { "Content-Type": "application/json", ...headers });
  }

  #json(response, value, headers = {}) {
    this.#send(response, 200, JSON.stringify(value), { "Content-Type": "application/json", ...headers });
  }

  #send(response, status, body, headers = {}, method = "GET") {
    const { corrupt, cut } = response.chaos ?? {};
    let bytes = Buffer.from(body);
    if (corrupt && bytes.length > 0) bytes[bytes.length - 1] ^= 1;
    response.writeHead(status, { "Content-Length": bytes.length, ...headers });
    if (method === "HEAD") return response.end();
    if (cut === undefined || cut >= bytes.length) return response.end(bytes);
    bytes = bytes.subarray(0, cut);
    response.write(bytes, () => response.destroy());
  }
}

async function textOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
