// Folders: the same images as in the archive that was unpacked there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { open } from "layerglass";
import { pathOf, urlOf } from "../support/fixtures.mjs";

function unpacked(name) {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-folder-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  execFileSync("tar", ["-xf", pathOf(name), "-C", folder]);
  return folder;
}

/** A browser's handle, as far as it is used. */
function handleOf(folder) {
  const absent = (name) => new DOMException(`no ${name}`, "NotFoundError");
  const entry = (name, isDirectory) => {
    const found = readdirSync(folder, { withFileTypes: true }).find((each) => each.name === name);
    if (!found) throw absent(name);
    if (found.isDirectory() !== isDirectory) throw new DOMException(name, "TypeMismatchError");
    return join(folder, name);
  };
  return {
    kind: "directory",
    getDirectoryHandle: async (name) => handleOf(entry(name, true)),
    getFileHandle: async (name) => {
      const path = entry(name, false);
      const { readFileSync } = await import("node:fs");
      return { getFile: async () => new Blob([readFileSync(path)]) };
    },
  };
}

for (const name of [
  "small-podman-oci-gzip.tar",
  "multiarch-podman.tar",
  "attest-buildx-oci.tar",
  "small-skopeo22-zstd19.tar",
]) {
  test(`${name}, unpacked: the same images`, async () => {
    const folder = unpacked(name);
    const archive = await open(urlOf(name), { verify: true });
    for (const source of [pathToFileURL(folder), handleOf(folder)]) {
      const inspection = await open(source, { verify: true });
      const { source: found, images } = inspection.report;
      assert.equal(found.kind, "directory");
      assert.equal(found.format, "oci");
      assert.deepEqual(images, archive.report.images);
      const { digest } = images[0];
      assert.deepEqual(await inspection.raw(digest), await archive.raw(digest));
      inspection.close();
    }
    archive.close();
  });
}

test("a link out of the folder is not followed", async () => {
  const folder = unpacked("small-podman-oci-gzip.tar");
  const outside = mkdtempSync(join(tmpdir(), "layerglass-outside-"));
  after(() => rmSync(outside, { recursive: true, force: true }));
  copyFileSync(join(folder, "index.json"), join(outside, "index.json"));
  rmSync(join(folder, "index.json"));
  symlinkSync(join(outside, "index.json"), join(folder, "index.json"));
  await assert.rejects(open(pathToFileURL(folder)), { name: "LayerglassError" });
  // One that stays inside is.
  rmSync(join(folder, "index.json"));
  renameSync(join(outside, "index.json"), join(folder, "real.json"));
  symlinkSync("real.json", join(folder, "index.json"));
  const inspection = await open(pathToFileURL(folder));
  assert.equal(inspection.report.images.length, 1);
  inspection.close();
});

test("a pipe where a document should be is no document, and nobody waits for it", async () => {
  const folder = unpacked("small-podman-oci-gzip.tar");
  for (const name of ["index.json", "manifest.json"]) {
    rmSync(join(folder, name), { force: true });
    execFileSync("mkfifo", [join(folder, name)]);
  }
  await assert.rejects(open(pathToFileURL(folder), { signal: AbortSignal.timeout(5000) }), { name: "LayerglassError" });
});

test("a folder without a layout is refused with what helps", async () => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-empty-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "blobs"));
  writeFileSync(join(folder, "README"), "nothing");
  await assert.rejects(open(pathToFileURL(folder)), { code: "layout/missing" });
});
