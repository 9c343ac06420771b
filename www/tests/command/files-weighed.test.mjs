// tree, find and waste, as people and scripts run them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dockerSave } from "../browser/archives.mjs";
import { layerglass, layerglassJson } from "../support/command.mjs";
import { IMAGE, file, lines } from "../support/files.mjs";
import { layer } from "../support/layers.mjs";

test("tree draws folders with their sizes", () => {
  const { out, code } = layerglass(["tree", IMAGE]);
  assert.equal(code, 0);
  assert.deepEqual(lines(out), [
    ".",
    "├── [    7B]  bin -> usr/bin",
    "├── [    0B]  dev",
    "│   └── [    0B]  tty",
    "├── [   15B]  etc",
    "│   ├── [    8B]  motd",
    "│   └── [    7B]  shadow",
    "├── [    0B]  run",
    "│   └── [    0B]  pipe",
    "├── [    4B]  srv",
    "│   └── [    4B]  new",
    "├── [    0B]  tmp",
    "└── [ 1.5kB]  usr",
    "    └── [ 1.5kB]  bin",
    "        ├── [ 1.5kB]  su",
    "        └── [ 1.5kB]  sudo",
    "",
    "7 directories, 8 files",
  ]);
  const depth = (n) => lines(layerglass(["tree", IMAGE, "--depth", n]).out).filter((line) => /──/.test(line)).length;
  assert.deepEqual(["1", "2", "3", "9"].map(depth), [7, 13, 15, 15]);
  assert.deepEqual(lines(layerglass(["tree", IMAGE, "usr", "--depth", "1"]).out).slice(0, 2), [
    "usr",
    "└── [ 1.5kB]  bin",
  ]);
  const [, , ...below] = lines(layerglass(["tree", IMAGE, "--layer", "1"]).out);
  assert.deepEqual(
    below.slice(0, 3).map((line) => line.replace(/\[.*\] {2}/, "")),
    ["│   ├── - .wh.old", "│   ├── ~ motd", "│   └── m shadow"],
  );
});

test("find looks in all layers, and says who hides what it found", () => {
  const found = (...args) => lines(layerglass(["find", IMAGE, ...args]).out).map((line) => line.trim().split(/ {3,}/));
  assert.deepEqual(found("motd"), [
    ["LAYER", "CHANGE", "HIDDEN BY", "PATH"],
    ["0", "added", "1", "etc/motd"],
    ["1", "modified", "etc/motd"],
  ]);
  const paths = (...args) =>
    lines(layerglass(["find", IMAGE, ...args, "--ndjson"]).out)
      .map(JSON.parse)
      .map(({ path, layer }) => `${layer} ${path}`);
  assert.deepEqual(paths("s?"), ["0 usr/bin/su"]);
  assert.deepEqual(paths("etc/m*d"), ["0 etc/motd", "1 etc/motd"]);
  assert.deepEqual(paths("**/sudo"), ["0 usr/bin/sudo"]);
  assert.deepEqual(paths("--regex", "^etc/[mo].*d$"), ["0 etc/motd", "0 etc/old", "1 etc/motd"]);
  assert.deepEqual(paths("*old"), ["0 etc/old", "1 etc/.wh.old"]);
  assert.deepEqual(paths("motd", "--layer", "1"), ["1 etc/motd"]);
  const { document } = layerglassJson(["find", IMAGE, "old"]);
  assert.deepEqual(
    document.matches.map(({ path, layer, hiddenBy }) => [path, layer, hiddenBy]),
    [["etc/old", 0, 1]],
  );
});

test("find says no where there is nothing", () => {
  const none = layerglass(["find", IMAGE, "nothing"]);
  assert.deepEqual([none.code, none.out, none.err], [1, "", ""]);
  const { code, document } = layerglassJson(["find", IMAGE, "nothing"]);
  assert.equal(code, 1);
  assert.deepEqual(document, { schemaVersion: 1, matches: [] });
});

test("waste names the bytes, the paths and who wasted them", () => {
  const { code, document } = layerglassJson(["waste", IMAGE]);
  assert.equal(code, 0);
  assert.deepEqual(Object.keys(document), [
    "schemaVersion",
    "efficiency",
    "wastedBytes",
    "reclaimableBytes",
    "contentSize",
    "mergedSize",
    "layers",
    "paths",
  ]);
  assert.equal(document.wastedBytes, 6 + 4 + 7);
  assert.equal(document.reclaimableBytes, null);
  assert.equal(document.efficiency, 1 - 17 / document.contentSize);
  assert.deepEqual(
    document.paths.map(({ path, bytes, copies, kind, layers }) => [path, bytes, copies, kind, layers]),
    [
      ["etc/shadow", 7, 2, "metadata", [0, 1]],
      ["etc/motd", 6, 2, "overwritten", [0, 1]],
      ["etc/old", 4, 1, "removed", [0, 1]],
    ],
  );
  const { out } = layerglass(["waste", IMAGE]);
  assert.match(out, /^Efficiency +98\.\d\d% +1 − wasted bytes/);
  assert.match(out, /\nWasted +17B /);
  assert.match(out, / 7B +2 +metadata +0, 1 +etc\/shadow +RUN change everything\n/);
  assert.match(layerglass(["waste", IMAGE, "--limit", "1"]).out, /\nWorst paths \(1 of 3\)\n.*\n.*etc\/shadow.*\n$/);
});

test("waste finds what is there twice only when it is asked to", () => {
  const body = "the same".repeat(100);
  const layers = [
    layer([
      { name: "a", body },
      { name: "b", body },
      { name: "c", body: `${body}!` },
    ]),
  ];
  const archive = file("twice.tar", dockerSave({ tags: ["a:1"], layers }));
  assert.equal(layerglassJson(["waste", archive]).document.paths.length, 0);
  const { document } = layerglassJson(["waste", "--duplicates", archive]);
  assert.equal(document.reclaimableBytes, 800);
  assert.deepEqual(
    document.paths.map(({ path, kind, others }) => [path, kind, others]),
    [["a", "duplicate", ["b"]]],
  );
});

test("an image without files wastes nothing", () => {
  const archive = file("empty.tar", dockerSave({ tags: ["a:1"], layers: [] }));
  assert.equal(layerglassJson(["waste", archive]).document.efficiency, 1);
  assert.match(layerglass(["waste", archive]).out, /^Efficiency +100\.00%/);
  assert.equal(layerglass(["ls", archive]).out, "");
  assert.equal(layerglass(["tree", archive]).out, ".\n\n0 directories, 0 files\n");
});
