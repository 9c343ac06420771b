// Images of registries, from the command.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { start } from "../support/command.mjs";
import { pathOf } from "../support/fixtures.mjs";
import { startRegistry } from "../support/registry.mjs";

const FIXTURE = "small-podman-oci-gzip.tar";
const EMPTY = mkdtempSync(join(tmpdir(), "layerglass-no-docker-"));
after(() => rmSync(EMPTY, { recursive: true }));

/** Runs it beside the registry, which lives in this process. */
async function run(args, { env = {}, input } = {}) {
  const clean = { ...process.env, DOCKER_CONFIG: EMPTY, LAYERGLASS_MIRRORS: "", NO_COLOR: "1", ...env };
  const child = start(args, { env: clean });
  const texts = { out: [], err: [] };
  child.stdout.on("data", (piece) => texts.out.push(piece));
  child.stderr.on("data", (piece) => texts.err.push(piece));
  child.stdin.end(input ?? "");
  const code = await new Promise((resolve) => child.on("close", resolve));
  const [out, err] = [texts.out, texts.err].map((pieces) => Buffer.concat(pieces));
  return { code, bytes: out, out: out.toString(), err: err.toString() };
}

async function runJson(args, options) {
  const { out, ...rest } = await run([...args, "--json"], options);
  return { ...rest, document: JSON.parse(out) };
}

async function started(t, options) {
  const registry = await startRegistry(options);
  t.after(() => registry.close());
  return registry;
}

function dockerConfig(t, config) {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-docker-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
  return folder;
}

const auth = (text) => Buffer.from(text).toString("base64");

test("resolve shows the way, and tells the digest and the image ID", async (t) => {
  const registry = await started(t);
  const { digest } = registry.push("app", "1", FIXTURE);
  const { code, out, err } = await run(["resolve", `${registry.host}/app:1`]);
  assert.equal(code, 0, err);
  assert.match(out, new RegExp(`^${registry.host}/app:1\n`));
  assert.match(out, new RegExp(`\ndigest   ${digest}\nimage ID sha256:[0-9a-f]{64}\n$`));
  assert.match(out, /✓ registry +127\.0\.0\.1:\d+ /);
  const { document } = await runJson(["resolve", `${registry.host}/app:1`]);
  assert.equal(document.digest, digest);
  assert.equal(document.error, null);
  assert.ok(
    document.steps.every((step) => !("ms" in step)),
    "times only where they are asked for",
  );
});

test("what is not there: docker's words, exit code 1, and a document with the error", async (t) => {
  const registry = await started(t);
  registry.push("app", "1", FIXTURE);
  const name = `${registry.host}/app:2`;
  const { code, out, err } = await run(["resolve", name]);
  assert.equal(code, 1);
  assert.ok(out.includes(`Error response from daemon: manifest for ${name} not found: manifest unknown`), out);
  assert.match(err, /^layerglass: registry\/no-such-image: /);
  const json = await runJson(["resolve", name]);
  assert.equal(json.code, 1);
  assert.equal(json.document.error.code, "registry/no-such-image");
  const inspected = await run(["inspect", name]);
  assert.deepEqual([inspected.code, inspected.out], [1, ""]);
  assert.match(inspected.err, /^layerglass: registry\/no-such-image: /);
});

test("nobody to ask: exit code 4, and whom docker would have asked", async () => {
  const { code, out, err } = await run(["resolve", "localhost:1/app"]);
  assert.equal(code, 4);
  assert.ok(out.includes('Error response from daemon: Get "http://localhost:1/v2/": '), out);
  assert.match(err, /^layerglass: network\/failed: localhost:1 could not be asked for a manifest: (?!TypeError)/);
});

test("every command on a reference answers as on the archive", async (t) => {
  const registry = await started(t);
  registry.push("app", "1", FIXTURE);
  const [remote, local] = [`${registry.host}/app:1`, pathOf(FIXTURE)];
  for (const args of [["ls", "-lR"], ["tree"], ["history"], ["waste"], ["find", "*"], ["verify"]]) {
    const [command, ...rest] = args;
    const words = (source) => (command === "find" ? [command, source, ...rest] : [command, ...rest, source]);
    const [one, other] = [await run(words(remote)), await run(words(local))];
    assert.equal(one.code, 0, one.err);
    assert.equal(one.out.replaceAll(remote, local), other.out, args.join(" "));
  }
  const files = JSON.parse((await run(["ls", "-R", "--json", local])).out).files;
  const { path } = files.find(({ type, size }) => type === "file" && size > 100);
  const [one, other] = [await run(["cat", remote, path]), await run(["cat", local, path])];
  assert.ok(one.bytes.length > 100);
  assert.deepEqual(one.bytes, other.bytes);
});

test("manifest --raw writes the exact bytes; tags are in the order of versions", async (t) => {
  const registry = await started(t, { pageSize: 2 });
  for (const tag of ["1.10", "1.9", "latest", "1.2.0-rc1", "1.2.0"]) registry.push("app", tag, FIXTURE);
  const { digest } = registry.push("app", "1.9", FIXTURE);
  const raw = await run(["manifest", "--raw", `${registry.host}/app:1.9`]);
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", raw.bytes)).toString("hex");
  assert.equal(`sha256:${hash}`, digest);
  const { out } = await run(["tags", `${registry.host}/app`]);
  const versions = out
    .trim()
    .split("\n")
    .filter((name) => name !== "latest");
  assert.deepEqual(versions, ["1.2.0-rc1", "1.2.0", "1.9", "1.10"]);
  const none = await run(["tags", `${registry.host}/nothing`]);
  assert.equal(none.code, 1);
  assert.match(none.err, /^layerglass: registry\/no-such-repository: /);
});

test("a mirror is asked first, and only for docker.io", async (t) => {
  const [mirror, registry] = [await started(t), await started(t)];
  mirror.push("library/app", "1", FIXTURE);
  registry.push("app", "1", FIXTURE);
  const config = join(EMPTY, "daemon.json");
  writeFileSync(config, JSON.stringify({ "registry-mirrors": [mirror.origin] }));
  const ways = [
    [["--mirror", mirror.origin], {}],
    [["--daemon-config", config], {}],
    [[], { LAYERGLASS_MIRRORS: mirror.origin }],
  ];
  for (const [words, env] of ways) {
    mirror.forget();
    const { code, document, err } = await runJson(["resolve", ...words, "app:1"], { env });
    assert.equal(code, 0, err);
    assert.deepEqual(
      document.steps.filter(({ kind }) => kind === "mirror").map(({ outcome, where }) => [outcome, where]),
      [["ok", mirror.host]],
    );
    assert.ok(
      mirror.paths().every((path) => path.startsWith("/v2/library/app/")),
      mirror.paths().join(),
    );
  }
  mirror.forget();
  const other = await runJson(["resolve", "--mirror", mirror.origin, `${registry.host}/app:1`]);
  assert.equal(other.code, 0);
  assert.deepEqual(mirror.requests, []);
});

for (const kind of ["basic", "token"]) {
  test(`credentials of docker's config.json open a registry (${kind}), and go nowhere else`, async (t) => {
    const registry = await started(t, { auth: kind, users: { ann: "s3cret" }, cdn: true });
    const other = await started(t, { auth: kind, users: { ann: "s3cret" } });
    for (const each of [registry, other]) each.push("app", "1", FIXTURE);
    const env = { DOCKER_CONFIG: dockerConfig(t, { auths: { [registry.host]: { auth: auth("ann:s3cret") } } }) };
    const { code, err } = await run(["verify", `${registry.host}/app:1`], { env });
    assert.equal(code, 0, err);
    const sent = (server) => registry.requests.filter((request) => request.server === server);
    assert.ok(sent("cdn").length > 0);
    assert.ok(
      sent("cdn").every(({ headers }) => headers.authorization === undefined),
      "not to where blobs lie",
    );
    const denied = await run(["inspect", `${other.host}/app:1`], { env });
    assert.equal(denied.code, 4);
    assert.match(denied.err, /^layerglass: registry\/denied: /);
    const headers = other.requests.map(({ headers }) => headers.authorization ?? "");
    assert.ok(
      headers.every((text) => !text.includes(auth("ann:s3cret"))),
      "not to a registry that it is not for",
    );
    assert.ok(!`${denied.out}${denied.err}`.includes("s3cret"));
  });
}

test("search: the columns of docker's table, its filters; none found is a no", async (t) => {
  const registry = await started(t, {
    search: [
      { name: "mysql", description: "A database", stars: 15, official: true },
      { name: "bitnami/mysql", description: "Another", stars: 2, official: false },
    ],
  });
  const { code, out, err } = await run(["search", `${registry.host}/mysql`]);
  assert.equal(code, 0, err);
  assert.match(out, /^NAME +DESCRIPTION +STARS +OFFICIAL\n.*mysql +A database +15 +\[OK\]\n/);
  const popular = await runJson(["search", "--filter", "stars=3", `${registry.host}/mysql`]);
  assert.equal(popular.document.results.length, 1);
  const wrong = await run(["search", "--filter", "colour=red", `${registry.host}/mysql`]);
  assert.equal(wrong.code, 2);
});

test("login keeps what the registry takes, logout forgets it; the rest of the file stays", async (t) => {
  const registry = await started(t, { auth: "token", users: { ann: "s3cret" } });
  registry.push("app", "1", FIXTURE);
  const folder = dockerConfig(t, { psFormat: "table", auths: { "other.example": { auth: auth("x:y") } } });
  const env = { DOCKER_CONFIG: folder };
  const config = () => JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  const image = ["inspect", `${registry.host}/app:1`];
  assert.equal((await run(image, { env })).code, 4);
  const words = ["login", registry.host, "-u", "ann", "--password-stdin"];
  const wrong = await run(words, { env, input: "guess\n" });
  assert.equal(wrong.code, 4);
  assert.match(wrong.err, /^layerglass: registry\/denied: /);
  assert.deepEqual(Object.keys(config().auths), ["other.example"], "nothing is kept that is of no use");
  const { code, out, err } = await run(words, { env, input: "s3cret\n" });
  assert.equal(code, 0, err);
  assert.equal(out, "Login Succeeded\n");
  assert.ok(err.includes(join(folder, "config.json")) && !err.includes("s3cret"));
  assert.equal(statSync(join(folder, "config.json")).mode & 0o777, 0o600);
  assert.equal(config().psFormat, "table");
  assert.equal(config().auths[registry.host].auth, auth("ann:s3cret"));
  assert.equal((await run(image, { env })).code, 0);
  const gone = await run(["logout", registry.host], { env });
  assert.equal(gone.out, `Removing login credentials for ${registry.host}\n`);
  assert.deepEqual(Object.keys(config().auths), ["other.example"]);
  assert.equal((await run(["logout", registry.host], { env })).out, `Not logged in to ${registry.host}\n`);
});

test("a credential helper keeps them where the file names one", async (t) => {
  const registry = await started(t, { auth: "basic", users: { ann: "s3cret" } });
  registry.push("app", "1", FIXTURE);
  const folder = dockerConfig(t, { credHelpers: { [registry.host]: "test" } });
  const kept = join(folder, "kept");
  const script = `#!/bin/sh\ncase $1 in store) cat > ${kept};; get) [ -s ${kept} ] && cat ${kept};; erase) rm ${kept};; esac\n`;
  writeFileSync(join(folder, "docker-credential-test"), script, { mode: 0o755 });
  const env = { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}` };
  const login = await run(["login", registry.host, "-u", "ann", "--password-stdin"], { env, input: "s3cret" });
  assert.equal(login.code, 0, login.err);
  assert.equal(login.err, "", "nothing lies unencrypted");
  assert.deepEqual(JSON.parse(readFileSync(kept, "utf8")), {
    ServerURL: registry.host,
    Username: "ann",
    Secret: "s3cret",
  });
  assert.ok(!readFileSync(join(folder, "config.json"), "utf8").includes("s3cret"));
  assert.equal((await run(["inspect", `${registry.host}/app:1`], { env })).code, 0);
  assert.match((await run(["logout", registry.host], { env })).out, /^Removing/);
  assert.equal((await run(["inspect", `${registry.host}/app:1`], { env })).code, 4);
});

test("a config.json that was not understood is not written over", async (t) => {
  const registry = await started(t);
  const folder = dockerConfig(t, {});
  writeFileSync(join(folder, "config.json"), "{ broken");
  const words = ["login", registry.host, "-u", "ann", "--password-stdin"];
  const { code, err } = await run(words, { env: { DOCKER_CONFIG: folder }, input: "s3cret" });
  assert.equal(code, 2);
  assert.match(err, /^layerglass: usage\/docker-config: /);
  assert.equal(readFileSync(join(folder, "config.json"), "utf8"), "{ broken");
});
