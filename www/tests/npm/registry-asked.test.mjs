// What registries are asked beside images: manifests, tags, referrers, lists, searches; and how they refuse.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LayerglassError, catalog, manifest, open, referrers, resolve, search, tagDetails, tags } from "layerglass";
import { OCI_MANIFEST } from "../support/image-parts.mjs";
import { startRegistry } from "../support/registry.mjs";

async function started(options) {
  const registry = await startRegistry(options);
  after(() => registry.close());
  return registry;
}

test("manifests come as they are stored, of an index or of a platform in it", async () => {
  const registry = await started();
  const { digest, documents } = registry.push("app", "1", "multiarch-podman.tar");
  const name = `${registry.host}/app:1`;
  const index = await manifest(name);
  assert.equal(index.digest, digest);
  assert.deepEqual(Buffer.from(index.bytes), documents.get(digest).bytes);
  assert.deepEqual(index.manifest, JSON.parse(index.bytes.toString() && Buffer.from(index.bytes)));
  assert.equal(index.size, index.bytes.length);
  const { platform, digest: of } = index.manifest.manifests.at(-1);
  const one = await manifest(name, {
    platform: [platform.os, platform.architecture, platform.variant].filter(Boolean).join("/"),
  });
  assert.equal(one.digest, of);
  assert.deepEqual(Buffer.from(one.bytes), documents.get(of).bytes);
  await assert.rejects(manifest(name, { platform: "plan9/mips" }), { code: "registry/no-platform" });
});

test("tags are listed over pages, as versions sort, and described one by one", async () => {
  const registry = await started({ pageSize: 3 });
  for (const tag of ["1.10", "1.9", "1.9.1", "2", "latest", "1", "1.2"])
    registry.push("app", tag, "small-docker28.tar");
  const { tags: rows, repository, truncated } = await tags(`${registry.host}/app`);
  const names = rows.map(({ name }) => name);
  assert.equal(truncated, false);
  assert.match(repository, /app$/);
  assert.equal(names.length, 7);
  const versions = names.filter((name) => /^1\.\d+/.test(name));
  assert.ok(["1.2,1.9,1.9.1,1.10", "1.10,1.9.1,1.9,1.2"].includes(versions.join()), versions.join());
  assert.ok(rows.every(({ digest, size }) => digest === null && size === null));
  const row = await tagDetails(`${registry.host}/app`, "1.10");
  const { digest } = await manifest(`${registry.host}/app:1.10`);
  assert.equal(row.name, "1.10");
  assert.equal(row.digest, digest);
  assert.ok(row.size > 0);
  assert.equal(row.platforms.length, 1);
});

for (const api of [true, false]) {
  test(`referrers are found ${api ? "by the registry's list" : "by the tag that stands in for one"}`, async () => {
    const registry = await started({ referrers: api });
    const { digest, documents } = registry.push("app", "1", "small-podman-oci-gzip.tar");
    const subject = { mediaType: OCI_MANIFEST, digest, size: documents.get(digest).bytes.length };
    const artifactType = "application/spdx+json";
    const config = registry.putBlob("app", Buffer.from("{}"), "application/vnd.oci.empty.v1+json");
    const document = {
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      artifactType,
      config,
      layers: [],
      subject,
      annotations: { a: "b" },
    };
    const sbom = registry.putManifest("app", document);
    if (!api) {
      const { bytes } = registry.repositories.get("app").documents.get(sbom);
      const row = { mediaType: OCI_MANIFEST, digest: sbom, size: bytes.length, artifactType, annotations: { a: "b" } };
      registry.putManifest("app", { schemaVersion: 2, manifests: [row] }, { tag: digest.replace(":", "-") });
    }
    const found = await referrers(`${registry.host}/app:1`);
    assert.equal(found.digest, digest);
    const [row] = found.referrers;
    assert.deepEqual(
      [row.digest, row.artifactType, row.annotations, row.via],
      [sbom, artifactType, { a: "b" }, api ? "api" : "tag"],
    );
  });
}

test("repositories are listed where the registry does", async () => {
  const registry = await started({ pageSize: 2 });
  for (const name of ["a", "b/c", "d"]) registry.push(name, "1", "small-docker28.tar");
  assert.deepEqual((await catalog(registry.host)).repositories, ["a", "b/c", "d"]);
  const closed = await started({ catalog: false });
  await assert.rejects(catalog(closed.host), { code: "registry/denied" });
});

const ROWS = [
  { name: "mysql", description: "one", stars: 900, official: true, pulls: 5 },
  { name: "ann/mysql", description: "two", stars: 3, official: false, pulls: 1 },
  { name: "postgres", description: "three", stars: 800, official: true, pulls: 4 },
];

test("a search is filtered and limited", async () => {
  const registry = await started({ search: ROWS });
  const settings = { gateway: registry.origin };
  const names = async (options) => {
    const { results } = await search("mysql", { registry: settings, ...options });
    return results.map(({ name }) => name);
  };
  assert.deepEqual(await names({}), ["mysql", "ann/mysql"]);
  assert.deepEqual(await names({ stars: 10 }), ["mysql"]);
  assert.deepEqual(await names({ official: false }), ["ann/mysql"]);
  assert.deepEqual(await names({ limit: 1 }), ["mysql"]);
});

test("a mirror is asked for docker.io before it, and the image keeps its name", async (t) => {
  const mirror = await started();
  const { digest } = mirror.push("library/app", "1", "small-docker28.tar");
  const inspection = await open("app:1", { registry: { mirrors: [mirror.origin] } });
  t.after(() => inspection.close());
  assert.equal(inspection.report.images[0].digest, digest);
  assert.equal(inspection.report.images[0].names[0].canonical, "docker.io/library/app:1");
  const steps = inspection.resolution.steps.map(({ kind, outcome }) => `${kind} ${outcome}`);
  assert.ok(steps.includes("mirror ok"), steps.join());
  assert.ok(mirror.paths().every((path) => path.startsWith("/v2/library/app/")));
});

test("what is not found by resolve is an answer, with the step that failed", async () => {
  const registry = await started();
  registry.push("app", "1", "small-docker28.tar");
  const { error, digest, steps } = await resolve(`${registry.host}/app:2`);
  assert.equal(digest, null);
  assert.equal(error.code, "registry/no-such-image");
  const last = steps.at(-1);
  assert.equal(last.outcome, "miss");
  assert.match(last.dockerMessage, /manifest unknown|not found/);
});

test("times are told only where they are asked for", async () => {
  const registry = await started();
  registry.push("app", "1", "small-docker28.tar");
  const name = `${registry.host}/app:1`;
  assert.ok((await resolve(name)).steps.every((step) => !("ms" in step)));
  assert.ok((await resolve(name, { timing: true })).steps.some(({ ms }) => typeof ms === "number"));
  assert.deepEqual(await resolve(name), await resolve(name));
});

for (const [what, ask, code] of [
  ["an image that is not there", (host) => open(`${host}/app:2`), "registry/no-such-image"],
  ["a repository that is not there", (host) => tags(`${host}/other`), "registry/no-such-repository"],
  ["a name that is none", (host) => open(`${host}/App`), /^reference\//],
  ["what is no text", () => resolve(7), "reference/not-text"],
  ["a platform that is none", (host) => open(`${host}/app:1`, { platform: "//" }), /platform/],
  ["a host that is not there", () => open("127.0.0.1:1/app"), "network/failed"],
  ["plain HTTP elsewhere", () => open("app", { registry: { mirrors: ["http://mirror.example"] } }), /plain-http/],
]) {
  test(`${what} is refused with a code and a hint`, async () => {
    const registry = await started();
    registry.push("app", "1", "small-docker28.tar");
    await assert.rejects(ask(registry.host), (error) => {
      assert.ok(error instanceof LayerglassError, String(error));
      assert.match(error.code, new RegExp(code));
      return error.hint.length > 0;
    });
  });
}
