// layerglass verify, on what is whole and on what is not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { layerglass, layerglassJson } from "../support/command.mjs";
import { pathOf } from "../support/fixtures.mjs";

const folder = mkdtempSync(join(tmpdir(), "layerglass-verify-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with what an archive holds. */
function unpacked(name) {
  const layout = mkdtempSync(join(folder, "unpacked-"));
  execFileSync("tar", ["-xf", pathOf(name), "-C", layout]);
  return layout;
}

function blobOf(layout, digest) {
  return join(layout, "blobs", digest.replace(":", "/"));
}

test("verify counts as right only what was hashed and agrees", () => {
  assert.match(layerglass(["verify", pathOf("small-docker28.tar")]).out, /\n8 of 8 stated digests are right\n$/);
  const { out, code } = layerglass(["verify", pathOf("small-docker20.tar")]);
  assert.equal(code, 0);
  assert.match(out, /\n3 of 3 stated digests are right; 4 not stated\n$/);
  assert.match(
    layerglass(["verify", pathOf("attest-buildx-oci.tar")]).out,
    /\nnot read: the blobs of 2 artifacts and attestations\n$/,
  );
});

test("verify says no where something is missing, and names it", () => {
  const layout = unpacked("small-podman-oci-gzip.tar");
  const [image] = layerglassJson(["inspect", layout]).document.images;
  rmSync(blobOf(layout, image.layers[1].digest));
  const partly = layerglass(["verify", layout]);
  assert.equal(partly.code, 1);
  assert.match(
    partly.out,
    /\nabsent: the layer sha256:\w+ \(layer 2 \(index 1\), blobs\S+\) — its bytes are not there\n/,
  );
  assert.match(partly.out, /\n6 of 8 stated digests are right; 2 absent\n$/);
  rmSync(blobOf(layout, image.digest));
  const { code, out } = layerglass(["verify", layout]);
  assert.equal(code, 1);
  assert.match(out, / archive\/missing-blob\n/);
  assert.match(out, /\nnothing could be verified\n$/);
  assert.deepEqual(layerglassJson(["verify", layout]).document, { schemaVersion: 1, ok: false, blobs: [] });
});

test("verify tells a layer that cannot be decompressed from one that is absent", () => {
  const layout = unpacked("small-podman-oci-gzip.tar");
  const [image] = layerglassJson(["inspect", layout]).document.images;
  const blob = blobOf(layout, image.layers[1].digest);
  writeFileSync(blob, readFileSync(blob).subarray(0, 60));
  const { code, document } = layerglassJson(["verify", layout]);
  assert.equal(code, 1);
  const told = document.blobs.filter(({ ok }) => !ok).map((row) => [row.kind, row.verification, row.problem?.code]);
  assert.deepEqual(told, [
    ["layer", "mismatch", undefined],
    ["diffId", "skipped", "compression/truncated"],
  ]);
  assert.match(
    layerglass(["verify", layout]).out,
    /\nskipped: the diff ID .+ — its bytes cannot be read: the gzip stream ends/,
  );
});

test("layers that pass by in a stream without being known as layers are skipped, not wrong", () => {
  const layout = unpacked("small-docker20.tar");
  const manifest = join(layout, "manifest.json");
  const [image] = JSON.parse(readFileSync(manifest, "utf8"));
  const names = image.Layers.map((_, index) => `odd${index}.bin`);
  image.Layers.forEach((layer, index) => renameSync(join(layout, layer), join(layout, names[index])));
  writeFileSync(manifest, JSON.stringify([{ ...image, Layers: names }]));
  const archive = join(folder, "odd.tar");
  execFileSync("tar", ["-cf", archive, "-C", layout, ...names, image.Config, "manifest.json"]);
  assert.equal(layerglass(["verify", archive]).code, 0);
  const input = readFileSync(archive);
  const { code, out } = layerglass(["verify", "-"], { input });
  assert.equal(code, 3);
  assert.match(out, /layer\/unread\n {4}open the archive as a file/);
  assert.match(out, /\n0 of 3 stated digests are right; 3 skipped; 4 not stated\n$/);
  const { document } = layerglassJson(["verify", "-"], { input });
  assert.equal(document.ok, false);
  assert.equal(document.blobs.filter(({ kind }) => kind === "layer").length, 3, "layers without a digest stay apart");
});
