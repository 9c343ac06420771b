// Sources of every kind, damaged and hostile ones, and lists that are long: as the commands on files take them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { dockerSave } from "../browser/archives.mjs";
import { cli, layerglass, layerglassJson } from "../support/command.mjs";
import { BASE, HOSTILE, HOSTILE_NAME, IMAGE, TOP, file, folder, lines } from "../support/files.mjs";
import { layer } from "../support/layers.mjs";

const ndjson = (args) => {
  const { out, ...rest } = layerglass([...args, "--ndjson"]);
  return { rows: out === "" ? [] : lines(out).map((line) => JSON.parse(line)), ...rest };
};

test("names do nothing but name", () => {
  for (const args of [["ls"], ["ls", "-lR"], ["ls", "-l", "--layer", "0"], ["tree"], ["find", "*"], ["waste"]]) {
    const [name, ...rest] = args;
    const { out, code } = layerglass(name === "find" ? [name, HOSTILE, ...rest] : [name, ...rest, HOSTILE]);
    assert.equal(code, 0);
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(out), out);
    if (name !== "waste") assert.ok(out.includes("a\\033[2J\\nb\\342\\200\\256"), out);
    if (name !== "waste") assert.ok(out.includes("b\\377\\033"), out);
  }
  const { files } = layerglassJson(["ls", HOSTILE]).document;
  assert.equal(files[0].path, HOSTILE_NAME);
  assert.deepEqual(Buffer.from(files[1].pathBase64, "base64"), Buffer.from("b\xff\x1b", "latin1"));
});

test("standard input, a compressed archive and a folder give what the file gives", () => {
  const bytes = readFileSync(IMAGE);
  const expected = layerglassJson(["ls", "-R", IMAGE]).document.files;
  const layout = mkdtempSync(join(folder, "layout-"));
  execFileSync("tar", ["-xf", IMAGE, "-C", layout]);
  const packed = file("image.tar.gz", gzipSync(bytes));
  const ways = [
    [layout, {}],
    [packed, {}],
    ["-", { input: bytes }],
    ["-", { input: gzipSync(bytes) }],
  ];
  for (const [source, options] of ways) {
    const listed = layerglassJson(["ls", "-R", source], options);
    assert.equal(listed.code, 0, listed.err);
    assert.deepEqual(listed.document.files, expected, source);
    assert.equal(layerglass(["cat", source, "etc/motd"], options).out, "goodbye\n", source);
    assert.equal(layerglassJson(["waste", source], options).document.wastedBytes, 17, source);
  }
});

test("of a damaged layer what was read is printed, and the error", () => {
  const bytes = dockerSave({ tags: ["a:1"], layers: [BASE, TOP] });
  // The header of the third entry of the base, in the archive's first member.
  bytes[512 + 2 * 512 + 1] ^= 1;
  const archive = file("damaged.tar", bytes);
  const { code, out, err } = layerglass(["ls", "-R", archive]);
  assert.equal(code, 3);
  assert.match(err, /^layerglass: tar\/header-checksum: layer 1 \(index 0\).*\n.+\n$/);
  assert.deepEqual(lines(out), ["bin", "etc", "etc/motd", "etc/shadow", "srv", "srv/new"]);
  const { document } = layerglassJson(["ls", "--layer", "0", archive]);
  assert.deepEqual(
    document.files.map(({ path }) => path),
    ["bin", "etc"],
  );
  assert.equal(document.error.code, "tar/header-checksum");
  const { rows } = ndjson(["ls", "--layer", "0", archive]);
  assert.equal(rows.at(-1).error.code, "tar/header-checksum");
  assert.equal(layerglass(["ls", "--layer", "1", archive]).code, 0, "another layer is whole");
  assert.equal(layerglass(["ls", archive, "nothing"]).code, 3, "it may be in what could not be read");
  assert.equal(layerglass(["cat", archive, "srv/new"]).out, "new\n");
});

test("a closed pipe ends quietly, a long list does not gather", () => {
  const entries = Array.from({ length: 120_000 }, (_, index) => ({ name: `srv/${"long-name-".repeat(4)}${index}` }));
  const archive = file("many.tar", dockerSave({ tags: ["a:1"], layers: [layer(entries)] }));
  const words = `'${process.execPath}' --max-old-space-size=48 '${cli}'`;
  const shell = (script) => execFileSync("bash", ["-c", `set -o pipefail; ${script} 2>&1`], { encoding: "utf8" });
  for (const how of ["-R", "-lR", "--layer=0", "--json", "--ndjson"])
    assert.equal(lines(shell(`${words} ls ${how} '${archive}' srv | head -1`)).length, 1, how);
  assert.equal(lines(shell(`${words} tree '${archive}' | head -2`)).length, 2);
  assert.equal(shell(`${words} ls -R --json '${archive}' | wc -l`).trim(), String(120_000 + 1 + 5));
});
