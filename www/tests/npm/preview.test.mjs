// What a file's bytes are taken for, where links lead, what files are called when they are saved; how a map is cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { decoded } = await source("element/views/files/preview/encoding");
const { isDrawing, isPlainDrawing, pictureIn } = await source("element/views/files/preview/picture");
const { removedBy, targetOf } = await source("element/views/files/preview/link");
const { chosenTarget, nameFor } = await source("element/views/files/preview/save");
const { startOf } = await source("element/views/files/preview/start");
const { modeText } = await source("element/views/files/mode");
const { squarified } = await source("element/views/files/treemap/squarify");

const utf8 = (text) => new TextEncoder().encode(text);
const bytes = (...values) => Uint8Array.from(values);

test("text is told from other bytes, and in which encoding it is", () => {
  const table = [
    ["plain", utf8("hello\n\tworld\r\n"), "utf-8", "hello\n\tworld\r\n"],
    ["umlauts", utf8("Grüße, 世界 👍"), "utf-8", "Grüße, 世界 👍"],
    ["a mark of UTF-8, which is no part of the text", bytes(0xef, 0xbb, 0xbf, 0x61), "utf-8", "a"],
    ["UTF-16, little end first", bytes(0xff, 0xfe, 0xe9, 0x00, 0x16, 0x4e), "utf-16le", "é世"],
    ["UTF-16, big end first", bytes(0xfe, 0xff, 0x00, 0xe9, 0x4e, 0x16), "utf-16be", "é世"],
    ["Latin-1", bytes(0x63, 0x61, 0x66, 0xe9, 0x0a), "latin-1", "café\n"],
    ["escapes of a terminal", utf8("\u001b[31mred\u001b[0m"), "utf-8", "\u001b[31mred\u001b[0m"],
    ["nothing", bytes(), "utf-8", ""],
  ];
  for (const [what, given, encoding, text] of table) assert.deepEqual(decoded(given, true), { text, encoding }, what);
  const none = [
    ["a zero", utf8("a\0b")],
    ["an ELF header", bytes(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0)],
    ["controls", bytes(...Array.from({ length: 100 }, (_, at) => (at % 4 ? 0x61 : 0x02)))],
    ["half of a UTF-16 character", bytes(0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00)],
    ["numbers behind a mark of UTF-16", bytes(0xff, 0xfe, 0, 0, 0, 0)],
  ];
  for (const [what, given] of none) assert.equal(decoded(given, true), null, what);
});

test("a character that the cap has cut in two makes no Latin-1 of a text", () => {
  const cut = utf8("a世").subarray(0, 3);
  assert.deepEqual(decoded(cut, false), { text: "a", encoding: "utf-8" });
  assert.equal(decoded(cut, true).encoding, "latin-1");
});

test("a picture is what its bytes say", () => {
  const png = bytes(0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 0, 0, 0, 0, 2);
  assert.deepEqual(pictureIn(png), { type: "image/png", pixels: { width: 256, height: 2 } });
  assert.deepEqual(pictureIn(png.subarray(0, 20)), { type: "image/png", pixels: null });
  assert.deepEqual(pictureIn(bytes(...utf8("GIF89a"), 3, 0, 4, 1)), {
    type: "image/gif",
    pixels: { width: 3, height: 260 },
  });
  // A segment of 4 bytes, then the frame.
  const jpeg = bytes(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0, 7, 0, 9, 3);
  assert.deepEqual(pictureIn(jpeg), { type: "image/jpeg", pixels: { width: 9, height: 7 } });
  assert.equal(pictureIn(bytes(0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff)).pixels, null);
  assert.equal(pictureIn(utf8("RIFF\0\0\0\0WEBPVP8 ")).type, "image/webp");
  assert.equal(pictureIn(utf8("RIFF\0\0\0\0WAVEfmt ")), null);
  assert.equal(pictureIn(utf8("BM is no picture by two letters alone")), null);
  assert.equal(pictureIn(bytes()), null);
});

test("a drawing is known by how it begins, and one that may take long by what it repeats", () => {
  for (const text of [
    "<svg/>".replace("/", " "),
    `<?xml version="1.0"?>\n<!-- by - hand -->\n<svg xmlns="http://www.w3.org/2000/svg">`,
    `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x">\n<svg\nwidth="1">`,
  ]) {
    assert.equal(isDrawing(text), true, text);
  }
  for (const text of ["<html><svg>", "<svgx>", "", "text <svg>", `<!DOCTYPE svg [<!ENTITY a "b">]><svg>`]) {
    assert.equal(isDrawing(text), false, text);
  }
  assert.equal(isPlainDrawing(`<svg>${"<use href='#a'/>".repeat(16)}</svg>`), true);
  assert.equal(isPlainDrawing(`<svg>${"<use href='#a'/>".repeat(17)}</svg>`), false);
  assert.equal(isPlainDrawing(`<svg><!ENTITY lol "lol"></svg>`), false);
});

test("links lead somewhere inside the image, and never out of it", () => {
  const link = (path, linkTarget, type = "symlink") => targetOf({ type, path, linkTarget });
  assert.equal(link("bin/sh", "dash"), "bin/dash");
  assert.equal(link("a/b/c", "../../x/./y//z/"), "x/y/z");
  assert.equal(link("a/b", "/etc/passwd"), "etc/passwd");
  assert.equal(link("a", "../../../etc/passwd"), "etc/passwd");
  assert.equal(link("a/b", "../.."), ".");
  assert.equal(link("usr/bin/perl", "usr/bin/perl5", "hardlink"), "usr/bin/perl5");
  assert.equal(link("a", null), null);
});

test("a whiteout takes away a name, an opaque one what is in its folder", () => {
  assert.equal(removedBy({ type: "whiteout", path: "etc/.wh.motd" }), "etc/motd");
  assert.equal(removedBy({ type: "whiteout", path: ".wh.tmp" }), "tmp");
  assert.equal(removedBy({ type: "whiteout", path: "etc/motd" }), "etc/motd");
  assert.equal(removedBy({ type: "opaque", path: "srv/.wh..wh..opq" }), "srv");
  assert.equal(removedBy({ type: "opaque", path: ".wh..wh..opq" }), ".");
  assert.equal(removedBy({ type: "file", path: "etc/.wh" }), null);
});

test("a mode is written as ls writes it", () => {
  const table = [
    ["file", 0o644, "-rw-r--r-- 0644"],
    ["directory", 0o1777, "drwxrwxrwt 1777"],
    ["file", 0o4755, "-rwsr-xr-x 4755"],
    ["file", 0o6644, "-rwSr-Sr-- 6644"],
    ["file", 0o1000, "---------T 1000"],
    ["symlink", 0o777, "lrwxrwxrwx 0777"],
    ["char", 0, "c--------- 0000"],
  ];
  for (const [type, mode, text] of table) assert.equal(modeText({ type, mode }), text);
});

test("a saved file has a name that is only a name", () => {
  assert.equal(nameFor("etc/motd"), "motd");
  assert.equal(nameFor(".", ".tar"), "files.tar");
  assert.equal(nameFor("a/..", ".tar"), "a.tar");
  assert.equal(nameFor('x/a\\b:c*d?"<>|\u202egnp.exe\n'), "a_b_c_d______gnp.exe_");
  assert.equal(nameFor(`x/${"y".repeat(500)}`, ".tar").length, 124);
});

test("the visitor is asked where large files go, and may think better of it", async (t) => {
  t.after(() => delete globalThis.showSaveFilePicker);
  assert.equal(await chosenTarget("a", null), null, "a browser that cannot ask");
  globalThis.showSaveFilePicker = async ({ suggestedName }) => ({ createWritable: async () => ({ suggestedName }) });
  assert.deepEqual(await chosenTarget("a", null), { suggestedName: "a" });
  assert.equal(await chosenTarget("a", 1000), null, "a small file");
  for (const [name, answer] of [
    ["AbortError", undefined],
    ["SecurityError", null],
  ]) {
    globalThis.showSaveFilePicker = async () => {
      throw new DOMException("no", name);
    };
    assert.equal(await chosenTarget("a", null), answer, name);
  }
});

test("no more of a file is read than is looked at", async () => {
  const streamed = (...chunks) => {
    const state = { cancelled: false, given: 0 };
    const stream = new ReadableStream(
      {
        pull(controller) {
          const chunk = chunks[state.given++];
          if (chunk) controller.enqueue(chunk);
          else controller.close();
        },
        cancel: () => void (state.cancelled = true),
      },
      { highWaterMark: 0 },
    );
    return { state, stream };
  };
  const whole = streamed(bytes(1, 2), bytes(3));
  assert.deepEqual(await startOf(whole.stream, 3), { bytes: bytes(1, 2, 3), isWhole: true });
  const long = streamed(bytes(1, 2), bytes(3, 4), bytes(5, 6));
  assert.deepEqual(await startOf(long.stream, 3), { bytes: bytes(1, 2, 3), isWhole: false });
  assert.deepEqual(long.state, { cancelled: true, given: 2 });
  assert.deepEqual(await startOf(streamed().stream, 3), { bytes: bytes(), isWhole: true });
});

test("a map is cut into pieces of the right areas that cover it and do not overlap", () => {
  for (const weights of [
    [1],
    [6, 6, 4, 3, 2, 2, 1],
    [100, 1, 1, 0.01],
    Array.from({ length: 300 }, (_, n) => 300 - n),
  ]) {
    const boxes = squarified(weights, { x: 10, y: 20, width: 600, height: 400 });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    assert.equal(boxes.length, weights.length);
    for (const [at, { x, y, width, height }] of boxes.entries()) {
      const area = (weights[at] / total) * 240_000;
      assert(Math.abs(width * height - area) < 1e-6 * 240_000, `${at}: ${width * height} for ${area}`);
      assert(x >= 10 - 1e-6 && y >= 20 - 1e-6 && x + width <= 610 + 1e-6 && y + height <= 420 + 1e-6);
      for (const other of boxes.slice(0, at)) {
        const across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        const down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        assert(across < 1e-6 || down < 1e-6, "two pieces overlap");
      }
    }
  }
  // The example of the paper: six by four, the first row is two squares of six on the left.
  const [first, second] = squarified([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
  assert.deepEqual([first.width, first.height, second.y], [3, 2, 2]);
});

test("what has no bytes takes no room", () => {
  const boxes = squarified([5, 0, 0], { x: 0, y: 0, width: 10, height: 10 });
  assert.deepEqual(
    boxes.map(({ width, height }) => width * height),
    [100, 0, 0],
  );
  assert.deepEqual(squarified([0, 0], { x: 1, y: 2, width: 10, height: 10 }), [
    { x: 1, y: 2, width: 0, height: 0 },
    { x: 1, y: 2, width: 0, height: 0 },
  ]);
});
