// ls and cat, as people and scripts run them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { dockerSave } from "../browser/archives.mjs";
import { cli, inTerminal, layerglass, layerglassJson } from "../support/command.mjs";
import { IMAGE, file, folder, lines } from "../support/files.mjs";
import { layer } from "../support/layers.mjs";

const ndjson = (args) => {
  const { out, ...rest } = layerglass([...args, "--ndjson"]);
  return { rows: out === "" ? [] : lines(out).map((line) => JSON.parse(line)), ...rest };
};

test("ls lists one folder by the names in it", () => {
  assert.deepEqual(lines(layerglass(["ls", IMAGE]).out), ["bin", "dev", "etc", "run", "srv", "tmp", "usr"]);
  for (const path of ["etc", "/etc", "./etc/", "etc/"])
    assert.deepEqual(lines(layerglass(["ls", IMAGE, path]).out), ["motd", "shadow"], path);
});

test("ls -l shows what GNU ls shows, in UTC", () => {
  const { out, code } = layerglass(["ls", "-l", IMAGE, "etc"], { env: { TZ: "Asia/Tokyo" } });
  assert.equal(code, 0);
  assert.deepEqual(lines(out), ["-rw-r--r-- 0 0 8 2023-11-14 22:13 motd", "-r-------- 0 0 7 2023-11-14 22:13 shadow"]);
  const base = layerglass(["ls", "-l", IMAGE, "--layer", "0"]).out;
  assert.deepEqual(lines(base), [
    "+ lrwxrwxrwx 0       0       0 2023-11-14 22:13 bin -> usr/bin",
    "+ drwxr-xr-x 0       0       0 2023-11-14 22:13 etc",
    "+ -rw-r----- someone some    6 2023-11-14 22:13 etc/motd",
    "+ -rw-r--r-- 0       0       4 2023-11-14 22:13 etc/old",
    "+ -rw------- 0       0       7 2023-11-14 22:13 etc/shadow",
    "+ -rwsr-xr-x 0       0    1500 2023-11-14 22:13 usr/bin/su",
    "+ hrwsr-xr-x 0       0       0 2023-11-14 22:13 usr/bin/sudo link to usr/bin/su",
    "+ crw-rw-rw- 0       5    5, 0 2023-11-14 22:13 dev/tty",
    "+ prw--w--w- 0       0       0 2023-11-14 22:13 run/pipe",
    "+ drwxrwxrwt 0       0       0 2023-11-14 22:13 tmp",
  ]);
});

test("sizes for people, and the size of a hard link in the image", () => {
  const { out } = layerglass(["ls", "-lh", IMAGE, "usr/bin"]);
  assert.deepEqual(
    lines(out).map((line) => line.split(" ").slice(3).join(" ")),
    ["1.5K 2023-11-14 22:13 su", "1.5K 2023-11-14 22:13 sudo"],
  );
});

test("ls of a file is that file; a link to a folder is followed unless -l asks about the link", () => {
  assert.equal(layerglass(["ls", IMAGE, "etc/motd"]).out, "etc/motd\n");
  assert.deepEqual(lines(layerglass(["ls", IMAGE, "bin"]).out), ["su", "sudo"]);
  assert.match(layerglass(["ls", "-l", IMAGE, "bin"]).out, /^lrwxrwxrwx 0 0 7 .* bin -> usr\/bin\n$/);
  assert.equal(lines(layerglass(["ls", "-l", IMAGE, "bin/"]).out).length, 2);
  assert.equal(layerglass(["ls", IMAGE, "bin/su"]).code, 0);
});

test("ls -R is all below, by whole paths", () => {
  const all = lines(layerglass(["ls", "-R", IMAGE]).out);
  assert.deepEqual(all.slice(0, 5), ["bin", "dev", "dev/tty", "etc", "etc/motd"]);
  assert.equal(all.length, 15);
  assert.deepEqual(lines(layerglass(["ls", "-R", IMAGE, "etc"]).out), ["etc/motd", "etc/shadow"]);
  assert.deepEqual(lines(layerglass(["ls", "-R", IMAGE, "bin"]).out), ["usr/bin/su", "usr/bin/sudo"]);
});

test("a layer's own entries: what it added, changed and removed, by index, digest and diff ID", () => {
  const expected = ["- etc/.wh.old", "~ etc/motd", "m etc/shadow", "+ srv/new"];
  const [, { digest, diffId }] = layerglassJson(["inspect", IMAGE]).document.images[0].layers;
  for (const word of ["1", digest, diffId, diffId.slice(7, 19), diffId.slice(0, 19)])
    assert.deepEqual(lines(layerglass(["ls", IMAGE, "--layer", word]).out), expected, word);
  assert.deepEqual(lines(layerglass(["ls", IMAGE, "etc", "--layer=1"]).out), expected.slice(0, 3));
});

test("JSON and NDJSON have the same rows as the table", () => {
  for (const args of [[IMAGE], [IMAGE, "etc"], [IMAGE, "-R"], [IMAGE, "--layer", "1"], [IMAGE, "etc/motd"]]) {
    const { document } = layerglassJson(["ls", ...args]);
    const { rows } = ndjson(["ls", ...args]);
    assert.deepEqual(Object.keys(document), ["schemaVersion", "files"]);
    assert.equal(rows[0].schemaVersion, 1);
    assert.deepEqual(
      rows,
      document.files.map((row, index) => (index === 0 ? { schemaVersion: 1, ...row } : row)),
    );
    const whole = args.length > 1 && args[1] !== "etc";
    const shown = document.files.map(({ path }) => (whole ? path : path.split("/").at(-1)));
    const marks = args.includes("--layer") ? 2 : 0;
    assert.deepEqual(
      lines(layerglass(["ls", ...args]).out).map((line) => line.slice(marks)),
      shown,
    );
  }
  const { files } = layerglassJson(["ls", IMAGE, "-R"]).document;
  const { below, ...motd } = files.find(({ path }) => path === "etc/motd");
  assert.deepEqual(motd, {
    path: "etc/motd",
    type: "file",
    typeflag: "0",
    size: 8,
    storedSize: 8,
    mode: 0o644,
    uid: 0,
    gid: 0,
    uname: "",
    gname: "",
    mtime: 1_700_000_000,
    mtimeNs: 0,
    linkTarget: null,
    device: null,
    xattrs: {},
    layer: 1,
    entry: 1,
    change: "modified",
  });
  assert.equal(below, null);
});

const WRONG = [
  [["ls", IMAGE, "nothing"], 1, "usage/no-such-path"],
  [["ls", IMAGE, "etc/motd/x"], 1, "usage/no-such-path"],
  [["ls", IMAGE, "etc/old"], 1, "usage/no-such-path"],
  [["ls", IMAGE, "usr", "--layer", "1"], 1, "usage/no-such-path"],
  [["ls", IMAGE, "--layer", "2"], 1, "usage/no-such-layer"],
  [["ls", IMAGE, "--layer", ""], 1, "usage/no-such-layer"],
  [["ls", IMAGE, "--image", "other"], 1, "usage/no-such-image"],
  [["ls", IMAGE, "etc", "usr"], 2, "usage/too-many"],
  [["ls", IMAGE, "--json", "--ndjson"], 2, "usage/format"],
  [["cat", IMAGE], 2, "usage/missing-argument"],
  [["cat", IMAGE, "etc/old"], 1, "usage/no-such-path"],
  [["cat", IMAGE, "srv/new", "--layer", "0"], 1, "usage/no-such-path"],
  [["cat", IMAGE, "etc"], 1, "usage/not-a-file"],
  [["cat", IMAGE, "run/pipe"], 1, "usage/not-a-file"],
  [["tree", IMAGE, "nothing"], 1, "usage/no-such-path"],
  [["tree", IMAGE, "--depth", "0"], 2, "usage/option"],
  [["find", IMAGE], 2, "usage/missing-argument"],
  [["find", IMAGE, "(", "--regex"], 2, "usage/bad-pattern"],
  [["waste", IMAGE, "--limit", "some"], 2, "usage/option"],
  [["waste", IMAGE, "etc"], 2, "usage/too-many"],
];
for (const [args, expected, error] of WRONG) {
  test(`exit ${expected}: layerglass ${args.join(" ").replaceAll(folder, "FOLDER")}`, () => {
    const { code, out, err } = layerglass(args);
    assert.equal(code, expected, err);
    assert.ok(err.startsWith(`layerglass: ${error}: `), err);
    assert.equal(lines(err).length, 2, "a hint");
    if (!args.includes("--json")) assert.equal(out, "");
  });
}

test("an error is one document, or one row", () => {
  const { document } = layerglassJson(["ls", IMAGE, "nothing"]);
  assert.equal(document.error.code, "usage/no-such-path");
  const { rows } = ndjson(["ls", IMAGE, "nothing"]);
  assert.equal(rows.length, 1);
  assert.deepEqual(Object.keys(rows[0]), ["schemaVersion", "error"]);
});

test("cat gives the bytes: of the image, of a layer, through links", () => {
  const cat = (...args) => layerglass(["cat", IMAGE, ...args]);
  assert.equal(cat("etc/motd").out, "goodbye\n");
  assert.equal(cat("/etc/motd", "--layer", "0").out, "hello\n");
  assert.equal(cat("etc/old", "--layer", "0").out, "old\n");
  assert.equal(cat("bin/sudo").out, "x".repeat(1500));
});

test("in a terminal cat refuses what could upset it, unless it is forced", () => {
  const bytes = Buffer.concat([Buffer.from("\u001b[31mred\u001b[0m\n"), Buffer.from([0, 1])]);
  const layers = [
    layer([
      { name: "plain", body: "\u001b[1mü\u001b[0m\t文\n" },
      { name: "wild", body: bytes },
    ]),
  ];
  const archive = file("bytes.tar", dockerSave({ tags: ["a:1"], layers }));
  assert.equal(inTerminal(["cat", archive, "plain"], 80), "\u001b[1mü\u001b[0m\t文\n");
  const refused = inTerminal(["cat", archive, "wild"], 80);
  assert.match(refused, /^layerglass: usage\/not-text: wild .*\n.*--force\n$/);
  assert.ok(inTerminal(["cat", archive, "wild", "--force"], 80).includes("red"));
  assert.deepEqual(execFileSync(process.execPath, [cli, "cat", archive, "wild"]), bytes);
});
