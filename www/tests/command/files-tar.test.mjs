// Layers beside what GNU tar says of them, and an image beside a container that docker made of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cli, layerglass, layerglassJson } from "../support/command.mjs";
import { folder } from "../support/files.mjs";
import { fixtures, pathOf } from "../support/fixtures.mjs";

/** The layers of an archive's first image as files: what GNU tar lists and extracts. */
function layerFiles(name) {
  const place = mkdtempSync(join(folder, "layers-"));
  execFileSync("tar", ["-xf", pathOf(name), "-C", place]);
  const json = (path) => JSON.parse(readFileSync(join(place, path), "utf8"));
  const blob = ({ digest }) => `blobs/${digest.replace(":", "/")}`;
  const firstOf = (index) => {
    const [entry] = index.manifests;
    const document = json(blob(entry));
    return document.manifests ? firstOf(document) : document;
  };
  let names;
  try {
    names = json("manifest.json")[0].Layers;
  } catch {
    names = firstOf(json("index.json")).layers.map(blob);
  }
  return names.map((name) => join(place, name));
}

const UTC = { env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" }, encoding: "utf8", maxBuffer: 1 << 28 };
const layered = fixtures.filter((name) => !/export|multi|attest/.test(name));

for (const name of layered) {
  test(`${name}: layers are listed as GNU tar lists them, and files read as it reads them`, () => {
    for (const [index, path] of layerFiles(name).entries()) {
      const told = execFileSync("tar", ["-tvf", path, "--quoting-style=escape"], UTC);
      const ours = layerglass(["ls", "-l", "--image", "0", "--layer", String(index), pathOf(name)]).out;
      const expected = told.split("\n").filter(Boolean).map(fromTar);
      assert.deepEqual(ours.split("\n").filter(Boolean).map(fromUs), expected, `layer ${index}`);
      const file = expected.find((line) => line.startsWith("-") && !line.includes(".wh."));
      if (!file) continue;
      const member = execFileSync("tar", ["-tf", path], UTC).split("\n")[expected.indexOf(file)];
      const bytes = execFileSync("tar", ["-xOf", path, member]);
      const args = ["cat", "--image", "0", "--layer", String(index), pathOf(name), member];
      assert.deepEqual(execFileSync(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "ignore"] }), bytes);
    }
  });
}

/** `mode owner/group size date time name`, with the name as we write it. */
function fromTar(line) {
  const [, mode, owner, size, when, name] = /^(\S+) (\S+) +(\S+) (\S+ \S+) (.*)$/.exec(line) ?? assert.fail(line);
  const [path, ...link] = name.split(/( -> | link to )/);
  return [mode, owner, size, when, (path.replace(/^\.?\//, "").replace(/\/$/, "") || ".") + link.join("")].join(" ");
}

function fromUs(line) {
  const shape = /^. (\S+) (\S+) +(\S+) +(\S+|\d+, \d+) (\d\S+ \d\d:\d\d) (.*)$/;
  const [, mode, owner, group, size, when, name] = shape.exec(line) ?? assert.fail(line);
  return [mode, `${owner}/${group}`, size.replace(", ", ","), when, name].join(" ");
}

test("the files of an image are those of a container made of it", () => {
  const exported = pathOf("small-docker28.docker-export.tar");
  const archive = pathOf("small-docker28.tar");
  const { files } = layerglassJson(["ls", "-R", "--image", "0", archive]).document;
  const told = new Set(
    execFileSync("tar", ["-tf", exported], UTC)
      .split("\n")
      .map((line) => line.replace(/\/$/, "")),
  );
  for (const { path, type } of files) {
    assert.ok(told.has(path), path);
    if (type !== "file") continue;
    const bytes = execFileSync("tar", ["-xOf", exported, path]);
    assert.equal(layerglass(["cat", archive, path]).out, bytes.toString(), path);
  }
  assert.ok(files.length > 3);
});
