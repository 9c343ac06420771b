// Words, sizes and columns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { size, ago } = await source("cli/units");
const { printable, width, fit, json } = await source("cli/text");
const { table } = await source("cli/table");

test("sizes are docker's", () => {
  const cases = {
    0: "0B",
    6: "6B",
    999: "999B",
    1000: "1kB",
    5000: "5kB",
    5014: "5.01kB",
    28900: "28.9kB",
    75010: "75kB",
  };
  const large = { 999_600: "1MB", 1_106_700: "1.11MB", 459_000_000: "459MB", 50e9: "50GB", 9e15: "9PB" };
  for (const [bytes, text] of Object.entries({ ...cases, ...large })) assert.equal(size(Number(bytes)), text);
});

test("ages are docker's", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const before = (seconds) => ago(new Date(now - seconds * 1000).toISOString(), now);
  const day = 86_400;
  const cases = [
    [0.5, "Less than a second ago"],
    [-60, "Less than a second ago"],
    [1, "1 second ago"],
    [59, "59 seconds ago"],
    [60, "About a minute ago"],
    [119, "About a minute ago"],
    [120, "2 minutes ago"],
    [50 * 60, "50 minutes ago"],
    [3600, "About an hour ago"],
    [2 * 3600, "2 hours ago"],
    [47 * 3600, "47 hours ago"],
    [2 * day, "2 days ago"],
    [13 * day, "13 days ago"],
    [14 * day, "2 weeks ago"],
    [59 * day, "8 weeks ago"],
    [60 * day, "2 months ago"],
    [729 * day, "24 months ago"],
    [730 * day, "2 years ago"],
  ];
  for (const [seconds, text] of cases) assert.equal(before(seconds), text, `${seconds} seconds`);
  assert.equal(ago(null, now), undefined);
  for (const none of ["yesterday", "build 7", "2026", "2026-11-20", "0001-01-01T00:00:00Z", "2026-13-45T00:00:00Z"])
    assert.equal(ago(none, now), undefined, none);
  assert.equal(ago("2026-11-21T13:59:59.123456789+03:00", now), "About an hour ago");
});

test("nothing that moves a cursor is printed", () => {
  assert.equal(printable("a\u001b[31mb\u0007\nc\td\u009b2J\u202ee"), "a\\x1b[31mb\\x07\\nc d\\x9b2J\\u202ee");
  assert.equal(JSON.parse(json({ a: "\u001b\u009b\u2028" })).a, "\u001b\u009b\u2028");
  assert.ok(!/[\u001b\u009b\u2028]/.test(json({ a: "\u001b\u009b\u2028" })));
  const turned = "a\u202eb\u2066c\u200fd\u061c";
  assert.equal(JSON.parse(json({ a: turned })).a, turned);
  assert.ok(!/[\u202e\u2066\u200f\u061c]/.test(json({ a: turned })));
});

test("columns are counted as a terminal does", () => {
  for (const [text, columns] of [
    ["abc", 3],
    ["日本語", 6],
    ["한국", 4],
    ["e\u0301a", 2],
    ["👩‍👩‍👧", 2],
    ["❤️", 2],
    ["🇩🇪", 2],
    ["ｱｲ", 2],
    ["ＡＢ", 4],
    ["a\u200bb", 2],
  ]) {
    assert.equal(width(text), columns, text);
  }
  assert.equal(fit("日本語のイメージ", 7), "日本語…");
  assert.equal(fit("short", 5), "short");
});

test("tables stay aligned for wide characters, and fit the terminal", () => {
  const titles = [
    { title: "NAME", flexible: true },
    { title: "SIZE", right: true },
  ];
  const rows = [
    ["日本語", "1B"],
    ["plain", "22kB"],
  ];
  const plain = { columns: undefined, title: (text) => text };
  assert.deepEqual(table(titles, rows, plain), ["NAME     SIZE", "日本語     1B", "plain    22kB"]);
  const long = [["x".repeat(80), "1B"]];
  for (const line of table(titles, long, { ...plain, columns: 40 })) assert.ok(width(line) <= 40, line);
});

test("a table of very many rows is one", () => {
  const rows = Array.from({ length: 200_000 }, (_, index) => [`name${index}`]);
  assert.equal(table([{ title: "NAME" }], rows, { columns: undefined, title: (text) => text }).length, 200_001);
});

test("a narrow terminal takes from the last column that may give, then from the one before", () => {
  const columns = [{ title: "ID" }, { title: "BY", flexible: true }, { title: "WHY", flexible: true }];
  const row = ["0123456789ab", "b".repeat(40), "w".repeat(30)];
  const widest = (available) => {
    const lines = table(columns, [row], { columns: available, title: (text) => text });
    return lines[1].split("   ").map((cell) => cell.length);
  };
  assert.deepEqual(widest(undefined), [12, 40, 30]);
  assert.deepEqual(widest(80), [12, 40, 22]);
  assert.deepEqual(widest(60), [12, 30, 12]);
  assert.deepEqual(widest(20), [12, 12, 12]);
});
