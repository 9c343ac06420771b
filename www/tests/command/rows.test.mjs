// How a file is written on one line, and long lists on their way out.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { source } from "../support/source.mjs";

const { quoted } = await source("cli/quote");
const { modeText, ownerText, humanSize, timeText, nameText } = await source("cli/file-row");
const { Columns } = await source("cli/table");
const { documentWriter, jsonWriter, writeAll } = await source("cli/rows");

const folder = mkdtempSync(join(tmpdir(), "layerglass-rows-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const base64 = (bytes) => Buffer.from(bytes, "latin1").toString("base64");

test("names are escaped as GNU tar escapes them", () => {
  const names = [
    "plain",
    "a b",
    "tab\there",
    "new\nline",
    "bell\u0007\b\f\v\r",
    "esc\u001b[31m",
    "back\\slash",
    "ü 文",
    "\u007f",
  ];
  const list = join(folder, "names");
  const archive = join(folder, "names.tar");
  for (const name of names) writeFileSync(join(folder, name), "");
  writeFileSync(list, names.join("\0"));
  execFileSync("tar", ["-cf", archive, "-C", folder, "--null", "-T", list]);
  const told = execFileSync("tar", ["-tf", archive], { env: { ...process.env, LC_ALL: "C.UTF-8" }, encoding: "utf8" });
  assert.deepEqual(
    names.map((name) => quoted(name)),
    told.trimEnd().split("\n"),
  );
});

test("what turns the direction or hides in the bytes is told byte by byte", () => {
  assert.equal(quoted("a\u202eb\u2066\u009b"), "a\\342\\200\\256b\\342\\201\\246\\302\\233");
  assert.equal(quoted("a\ufffdb", base64("a\xffb")), "a\\377b");
  assert.equal(quoted("?", base64("\xc3\xbc\xc3 \xe2\x82\x1b\\")), "ü\\303 \\342\\202\\033\\\\");
  assert.equal(
    quoted("?", base64("\xed\xa0\x80\xf4\x90\x80\x80\xc0\xaf")),
    "\\355\\240\\200\\364\\220\\200\\200\\300\\257",
  );
  assert.equal(quoted("?", base64("\xe2\x80\xae\xff")), "\\342\\200\\256\\377");
});

test("modes are those of ls", () => {
  const mode = (type, mode, stored = false) => modeText({ type, mode }, stored);
  assert.equal(mode("file", 0o644), "-rw-r--r--");
  assert.equal(mode("directory", 0o1777), "drwxrwxrwt");
  assert.equal(mode("directory", 0o1776), "drwxrwxrwT");
  assert.equal(mode("file", 0o4755), "-rwsr-xr-x");
  assert.equal(mode("file", 0o6640), "-rwSr-S---");
  assert.equal(mode("file", 0o2751), "-rwxr-s--x");
  assert.deepEqual(
    ["symlink", "char", "block", "fifo", "other", "whiteout", "opaque", "hardlink"].map((type) => mode(type, 0)[0]),
    ["l", "c", "b", "p", "?", "-", "-", "-"],
  );
  assert.equal(mode("hardlink", 0o600, true), "hrw-------");
});

test("sizes for people are those of ls -h", () => {
  const sizes = [
    0, 1, 1023, 1024, 1025, 10137, 10239, 10240, 10241, 1022976, 1023489, 1047552, 1048575, 1048576, 9961473, 1e10,
  ];
  const file = join(folder, "sized");
  writeFileSync(file, "");
  for (const size of sizes) {
    truncateSync(file, size);
    const [, , , , told] = execFileSync("ls", ["-lh", file], { encoding: "utf8" }).split(/ +/);
    assert.equal(humanSize(size), told, String(size));
  }
  assert.equal(humanSize(Number.MAX_SAFE_INTEGER), "8.0P");
});

test("times are in UTC, and of any year", () => {
  assert.equal(timeText({ mtime: 1714564799 }), "2024-05-01 11:59");
  assert.equal(timeText({ mtime: -1 }), "1969-12-31 23:59");
  assert.equal(timeText({ mtime: 253402300800 }), "10000-01-01 00:00");
  assert.equal(timeText({ mtime: Number.MAX_SAFE_INTEGER }), String(Number.MAX_SAFE_INTEGER));
});

test("an owner's name has an end", () => {
  assert.equal(ownerText("", 1000), "1000");
  assert.equal(ownerText("root", 0), "root");
  assert.equal(ownerText("a\u001b", 0), "a\\x1b");
  assert.equal(ownerText("x".repeat(1e6), 0).length, 32);
});

test("links say where they lead", () => {
  const link = { path: "bin/sh", type: "symlink", linkTarget: "a\nb" };
  assert.equal(nameText(link, { whole: false, arrow: "symlink" }), "sh -> a\\nb");
  assert.equal(nameText(link, { whole: true, arrow: "none" }), "bin/sh");
  const hard = { path: "b", type: "hardlink", linkTarget: "a" };
  assert.equal(nameText(hard, { whole: true, arrow: "every" }), "b link to a");
  assert.equal(nameText(hard, { whole: true, arrow: "symlink" }), "b");
});

test("columns only become wider", () => {
  const columns = new Columns();
  columns.widen(["文文", "a"]);
  columns.widen(["a", "abc"]);
  assert.deepEqual([columns.at(0), columns.at(1), columns.at(2)], [4, 3, 0]);
});

/** A terminal that keeps what it is given. */
function kept() {
  const said = { out: "", err: "" };
  return { said, write: async (text) => void (said.out += text), err: (text) => void (said.err += text) };
}

async function* pagesOf(pages, thrown) {
  yield* pages;
  if (thrown) throw thrown;
}

const asked = (...flags) => ({ flag: (name) => flags.includes(name) });
/** The class of errors that `rows` knows: a module that is bundled by itself has its own. */
const { constructor: LayerglassError } = (() => {
  try {
    return jsonWriter(asked("json", "ndjson"), "files", kept());
  } catch (thrown) {
    return thrown;
  }
})();
const CUT = new LayerglassError("tar/truncated", "it ends here", { hint: "see", at: { layer: 1, offset: 512 } });
const NOTHING = async () => [];

test("a document is whole, whatever the number of pages and whatever becomes of them", async () => {
  for (const [pages, rows] of [
    [[], []],
    [[[{ a: 1 }]], [{ a: 1 }]],
    [
      [[{ a: 1 }, { a: "\u009b" }], [{ a: 3 }]],
      [{ a: 1 }, { a: "\u009b" }, { a: 3 }],
    ],
  ]) {
    const whole = kept();
    const head = `{\n  "schemaVersion": 1,\n  "files": [`;
    assert.equal(await writeAll(pagesOf(pages), documentWriter(head, whole), NOTHING, whole), 0);
    assert.deepEqual(JSON.parse(whole.said.out), { schemaVersion: 1, files: rows });
    assert.ok(!whole.said.out.includes("\u009b"));
    const damaged = kept();
    const writer = jsonWriter(asked("json"), "files", damaged);
    assert.equal(await writeAll(pagesOf(pages), writer, async () => [CUT], damaged), 3);
    const { error, ...rest } = JSON.parse(damaged.said.out);
    assert.deepEqual(rest, { schemaVersion: 1, files: rows });
    assert.equal(error.code, "tar/truncated");
    assert.match(damaged.said.err, /^layerglass: tar\/truncated: it ends here\nsee\n$/);
  }
});

test("what fails between two pages is the last word; what fails before the first one is thrown", async () => {
  const begun = kept();
  const code = await writeAll(pagesOf([[{ a: 1 }]], CUT), jsonWriter(asked("ndjson"), "files", begun), NOTHING, begun);
  assert.equal(code, 3);
  const lines = begun.said.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(lines[0], { schemaVersion: 1, a: 1 });
  assert.deepEqual(lines[1].error.at, { layer: 1, offset: 512 });
  assert.equal("schemaVersion" in lines[1], false);
  const never = kept();
  await assert.rejects(writeAll(pagesOf([], CUT), jsonWriter(asked("json"), "files", never), NOTHING, never), CUT);
  assert.equal(never.said.out, "");
});

test("the first row of NDJSON says the version, an error too where it is the first", async () => {
  const terminal = kept();
  await jsonWriter(asked("ndjson"), "files", terminal).end(CUT);
  assert.equal(JSON.parse(terminal.said.out).schemaVersion, 1);
  assert.throws(() => jsonWriter(asked("json", "ndjson"), "files", terminal), { code: "usage/format" });
  assert.equal(jsonWriter(asked(), "files", terminal), undefined);
});
