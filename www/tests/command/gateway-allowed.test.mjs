// Whom the gateway asks, and for what, and which headers pass.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "../support/gateway.mjs";

const { Allowed, KNOWN, answeredWith, askedWith } = parts;

const allowed = (named = [], insecure = []) => new Allowed(named, insecure);
const statusOf = (work) => {
  try {
    work();
    return 200;
  } catch (error) {
    if (error.status === undefined) throw error;
    return error.status;
  }
};

const DIGEST = `sha256:${"0".repeat(64)}`;

test("the known registries are asked for /v2/, tokens and searches, by HTTPS", () => {
  for (const rest of [
    "registry-1.docker.io/v2/",
    `registry-1.docker.io/v2/library/mysql/manifests/${DIGEST}`,
    "auth.docker.io/token?service=registry.docker.io&scope=repository%3Alibrary%2Fmysql%3Apull",
    "hub.docker.com/v2/search/repositories?query=a+b&page_size=25",
    "hub.docker.com/v2/search/repositories/?query=mysql&page_size=25",
    "index.docker.io/v1/search?q=mysql&n=25",
    "ghcr.io/token?scope=repository:owner/app:pull",
    "ghcr.io/v2/owner/app/tags/list?n=100&last=1.0",
    "quay.io/v2/auth?service=quay.io",
    "us.gcr.io/v2/token",
    "europe-west1-docker.pkg.dev/v2/project/repo/app/manifests/1",
    "mcr.microsoft.com/v2/dotnet/runtime/tags/list",
    "public.ecr.aws/token/?scope=aws",
    "registry.k8s.io/v2/pause/manifests/3.9",
    "registry.gitlab.com/v2/group/app/blobs/sha256:00",
    "gitlab.com/jwt/auth?service=container_registry",
  ]) {
    const { url, isNamed } = allowed().asked(rest);
    assert.deepEqual([url.href, isNamed], [`https://${rest}`, false]);
  }
});

test("nothing else of them is, and nobody else", () => {
  for (const rest of [
    "registry-1.docker.io/v1/search?q=a",
    "registry-1.docker.io/token",
    "registry-1.docker.io/v2x",
    "auth.docker.io/v2/",
    "auth.docker.io/token/refresh",
    "hub.docker.com/v2/users/login",
    "hub.docker.com/v2/",
    "index.docker.io/v2/",
    "quay.io/api/v1/repository",
    "gitlab.com/api/v4/user",
    "docker.io/v2/",
    "evil.example/v2/",
    "evilgcr.io/v2/",
    "a.b.gcr.io/v2/",
    "gcr.io.evil.example/v2/",
    "ghcr.io:8443/v2/",
    "127.0.0.1/v2/",
    "localhost:5000/v2/",
    "169.254.169.254/v2/",
    "[::1]/v2/",
    // Where blobs lie is followed to, never asked.
    "pkg-containers.githubusercontent.com/v2/",
    "storage.googleapis.com/v2/bucket",
    "cdn01.quay.io/v2/",
  ]) {
    assert.equal(statusOf(() => allowed().asked(rest)), 403, rest); // prettier-ignore
  }
});

test("what is not written as a registry's address is none", () => {
  for (const rest of [
    "",
    "/v2/",
    "ghcr.io",
    "ghcr.io/",
    "ghcr.io?a",
    "ghcr.io/v2/../token",
    "ghcr.io/v2/./a",
    "ghcr.io/v2/..",
    "ghcr.io/v2//a",
    "ghcr.io//v2/",
    "ghcr.io/v2/%2e%2e/token",
    "ghcr.io/v2/a%2fb",
    "ghcr.io/v2/a%00",
    "ghcr.io/v2/a\\b",
    "ghcr.io/v2/a b",
    "ghcr.io/v2/a#b",
    "ghcr.io/v2/é",
    "ghcr.io/v2/?a#b",
    "ghcr.io/v2/?a b",
    "ghcr.io/v2/?a\r\nX: y",
    "user@ghcr.io/v2/",
    "user:password@ghcr.io/v2/",
    "ghcr.io:443/v2/",
    "ghcr.io:99999/v2/",
    "ghcr.io:/v2/",
    "ghcr.io%2f/v2/",
    "https://ghcr.io/v2/",
    "0x7f.1/v2/",
    "2130706433/v2/",
    "127.1/v2/",
    "[::ffff:127.0.0.1]/v2/",
    "[fe80::1%25eth0]/v2/",
  ]) {
    assert.equal(statusOf(() => allowed(["127.0.0.1"]).asked(rest)), 400, rest); // prettier-ignore
  }
  // A dot at the end makes another name of it.
  assert.equal(statusOf(() => allowed().asked("ghcr.io./v2/")), 403); // prettier-ignore
});

test("a named host is asked at its port, by HTTPS but on this machine and where it was said", () => {
  const own = allowed(["registry.lan", "Other.lan:5000", "127.0.0.1:5000", "[::1]:5000", "plain.lan"], ["plain.lan"]);
  for (const [rest, href] of [
    ["registry.lan/v2/a/tags/list", "https://registry.lan/v2/a/tags/list"],
    ["registry.lan/v1/search?q=a", "https://registry.lan/v1/search?q=a"],
    ["other.lan:5000/v2/", "https://other.lan:5000/v2/"],
    ["127.0.0.1:5000/v2/", "http://127.0.0.1:5000/v2/"],
    ["[::1]:5000/v2/", "http://[::1]:5000/v2/"],
    ["plain.lan/v2/", "http://plain.lan/v2/"],
  ]) {
    const { url, isNamed } = own.asked(rest);
    assert.deepEqual([url.href, isNamed], [href, true]);
  }
  for (const rest of [
    "registry.lan:5000/v2/",
    "other.lan/v2/",
    "127.0.0.1:5001/v2/",
    "localhost:5000/v2/",
    "registry.lan/token",
  ]) {
    assert.equal(statusOf(() => own.asked(rest)), 403, rest); // prettier-ignore
  }
});

test("a token server is known once a named registry told of it, if that was named as well", () => {
  const own = allowed(["registry.lan", "auth.lan"]);
  const from = own.asked("registry.lan/v2/");
  const told = (realm) => own.challenged(from, `Bearer realm="${realm}",service="registry"`);
  assert.equal(statusOf(() => own.asked("auth.lan/oauth/token")), 403); // prettier-ignore
  told("https://auth.lan/oauth/token");
  assert.equal(own.asked("auth.lan/oauth/token?scope=a").url.href, "https://auth.lan/oauth/token?scope=a");
  assert.equal(statusOf(() => own.asked("auth.lan/oauth/other")), 403); // prettier-ignore
  told("https://evil.example/token");
  told("https://quay.io/api/v1/user");
  own.challenged(own.asked("ghcr.io/v2/"), 'Bearer realm="https://auth.lan/secret"');
  for (const rest of ["evil.example/token", "quay.io/api/v1/user", "auth.lan/secret"]) {
    assert.equal(statusOf(() => own.asked(rest)), 403, rest); // prettier-ignore
  }
  for (let n = 0; n < 100; n++) told(`https://auth.lan/${n}`);
  assert.equal(statusOf(() => own.asked("auth.lan/99")), 403, "there is an end to what is remembered"); // prettier-ignore
});

test("a registry sends on to its own storage, and to nobody else", () => {
  const own = allowed(["registry.lan", "storage.lan"]);
  const follows = (rest, to) => statusOf(() => own.followed(own.asked(rest), to));
  for (const [rest, to] of [
    ["registry-1.docker.io/v2/", "https://production.cloudflare.docker.com/registry-v2/docker/a?verify=1-2%3D"],
    [
      "registry-1.docker.io/v2/",
      "https://docker-images-prod.6aa30f8b08e16409b46e0173d6de2f56.r2.cloudflarestorage.com/a",
    ],
    ["ghcr.io/v2/", "https://pkg-containers.githubusercontent.com/ghcr1/blobs/sha256:1?se=2"],
    ["quay.io/v2/", "https://cdn01.quay.io/quayio-production-s3/sha256/00"],
    ["gcr.io/v2/", "/artifacts-downloads/namespaces/a"],
    ["mcr.microsoft.com/v2/", "https://westeurope.data.mcr.microsoft.com/a"],
    ["registry.k8s.io/v2/", "https://europe-west1-docker.pkg.dev/v2/k8s-artifacts-prod/images/pause/manifests/3.9"],
    ["registry.k8s.io/v2/", "https://prod-registry-k8s-io-eu-west-1.s3.dualstack.eu-west-1.amazonaws.com/containers"],
    ["public.ecr.aws/v2/", "https://d5l0dvt14r5h8.cloudfront.net/a"],
    ["registry.gitlab.com/v2/", "https://cdn.registry.gitlab-static.net/a"],
    ["hub.docker.com/v2/search/repositories?query=a", "https://hub.docker.com/v2/search/repositories/?query=a"],
    ["registry.lan/v2/", "https://storage.lan/a%2Fb?c=d%20e"],
    ["ghcr.io/v2/", "https://storage.lan/"],
  ]) {
    assert.equal(follows(rest, to), 200, to);
  }
  for (const [rest, to] of [
    ["registry-1.docker.io/v2/", "https://evil.example/"],
    ["registry-1.docker.io/v2/", "http://production.cloudflare.docker.com/"],
    ["registry-1.docker.io/v2/", "https://production.cloudflare.docker.com:8443/"],
    ["registry-1.docker.io/v2/", "https://production.cloudflare.docker.com.evil.example/"],
    ["registry-1.docker.io/v2/", "https://pkg-containers.githubusercontent.com/"],
    ["registry-1.docker.io/v2/", "https://docker-images-prod.evil.r2.example/"],
    ["ghcr.io/v2/", "https://127.0.0.1/"],
    ["ghcr.io/v2/", "http://169.254.169.254/latest/meta-data/"],
    ["ghcr.io/v2/", "file:///etc/passwd"],
    ["ghcr.io/v2/", "data:text/plain,a"],
    ["ghcr.io/v2/", "https://"],
    ["registry.lan/v2/", "https://storage.lan:8443/"],
    ["registry.lan/v2/", "http://storage.lan/"],
    ["registry.lan/v2/", "https://ghcr.io/v2/"],
    ["registry.lan/v2/", "https://storage.googleapis.com/"],
  ]) {
    assert.equal(follows(rest, to), 403, to);
  }
  const { url } = own.followed(own.asked("registry.lan/v2/"), "https://user:secret@storage.lan/a#b");
  assert.equal(url.href, "https://storage.lan/a");
});

test("every row of the list names hosts, and none that is an address", () => {
  for (const { name, hosts, endpoints, storage } of KNOWN) {
    assert.ok(name && hosts.length > 0);
    for (const host of [...hosts, ...storage]) assert.match(host, /^[a-z0-9*-]+(\.[a-z0-9*-]+)*\.[a-z]+$/);
    for (const endpoint of endpoints) assert.match(endpoint, /^[a-z0-9.-]+\/[a-z0-9/]*[a-z]$/);
  }
});

test("headers: what the API is made of passes, nothing else", () => {
  const headers = { accept: "a", authorization: "Bearer secret", cookie: "c", origin: "o", referer: "r", range: "bytes=0-1", host: "h", "x-forwarded-for": "f", "proxy-authorization": "p", connection: "x", "accept-encoding": "gzip" }; // prettier-ignore
  assert.deepEqual(askedWith(headers, true), { accept: "a", authorization: "Bearer secret", range: "bytes=0-1", "accept-encoding": "identity", "user-agent": "layerglass" }); // prettier-ignore
  assert.equal(askedWith(headers, false).authorization, undefined);
  const answered = answeredWith({ "content-type": "application/json", "set-cookie": ["a=b"], location: "l", "docker-content-digest": "d", link: "</v2/>", "www-authenticate": "Bearer", "content-encoding": "gzip", "access-control-allow-origin": "*", "service-worker-allowed": "/", "content-security-policy": "default-src *" }); // prettier-ignore
  assert.deepEqual(Object.keys(answered).sort(), ["Cache-Control", "Content-Disposition", "Content-Security-Policy", "Cross-Origin-Resource-Policy", "X-Content-Type-Options", "content-type", "docker-content-digest", "link", "www-authenticate"]); // prettier-ignore
  assert.equal(answered["Content-Security-Policy"], "default-src 'none'; sandbox");
  for (const [type, shown] of [
    ["application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.index.v1+json"],
    ["application/json; charset=utf-8", "application/json; charset=utf-8"],
    ["text/html; charset=utf-8", "text/plain; charset=utf-8"],
    ["text/javascript", "text/plain; charset=utf-8"],
    ["application/javascript", "application/octet-stream"],
    ["application/xhtml+xml", "application/octet-stream"],
    ["application/wasm", "application/octet-stream"],
    ["image/svg+xml", "application/octet-stream"],
    ["nonsense", "application/octet-stream"],
  ]) {
    assert.equal(answeredWith({ "content-type": type })["content-type"], shown, type);
  }
});
