// Errors and findings as people read them: every code of docs/codes.md has its words in both languages, and no other has.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { words } from "../support/words.mjs";

const { elementInEnglish, elementInChinese, elementWordsIn, explain, places } = words;
const sorted = (keys) => [...keys].sort();

/** Every code of docs/codes.md. */
function documented() {
  const text = readFileSync(new URL("../../../docs/codes.md", import.meta.url), "utf8");
  return [...text.matchAll(/^\| `([a-z0-9-]+\/[a-z0-9-]+)`/gm)].map(([, code]) => code);
}

/** Only the command tells these. */
const OF_THE_COMMAND = [
  "internal/no-page",
  "internal/output",
  "usage/credentials",
  "usage/docker-config",
  "usage/filter",
  "usage/format",
  "usage/missing-argument",
  "usage/missing-source",
  "usage/no-terminal",
  "usage/not-text",
  "usage/option",
  "usage/port",
  "usage/too-many",
  "usage/unknown-command",
];

/** There is nothing to be done about what a format was recognised by. */
const WITHOUT_HINT = [
  "docker-save/manifest-json",
  "docker-save-oci/both",
  "docker-save-legacy/layer-folders",
  "oci/index-json",
  "oci/blobs-only",
  "filesystem/no-manifest",
  "registry/index",
  "registry/manifest",
];

const coded = (catalogue, part) =>
  sorted(Object.keys(catalogue).filter((key) => key.startsWith(`${part}.`) && key.includes("/"))).map((key) =>
    key.slice(part.length + 1),
  );

test("every documented code has a title in both languages, and all of it in Chinese", () => {
  const codes = sorted(documented().filter((code) => !OF_THE_COMMAND.includes(code)));
  assert(codes.length > 100);
  for (const code of [...OF_THE_COMMAND, ...WITHOUT_HINT]) assert(documented().includes(code), code);
  assert.deepEqual(coded(elementInEnglish, "title"), codes);
  assert.deepEqual(coded(elementInChinese, "title"), codes);
  assert.deepEqual(coded(elementInChinese, "text"), codes);
  assert.deepEqual(
    coded(elementInChinese, "hint"),
    codes.filter((code) => !WITHOUT_HINT.includes(code)),
  );
  for (const code of [...coded(elementInChinese, "exact"), ...coded(elementInEnglish, "layer-title")]) {
    assert(codes.includes(code), code);
  }
});

test("what is said without knowing more has no places; the exact sentence has some", () => {
  for (const [key, message] of Object.entries(elementInChinese)) {
    if (/^(title|layer-title|text|hint)\.[^/]+\//.test(key)) assert.deepEqual(places(message), [], key);
    if (key.startsWith("exact.")) assert(places(message).length > 0, key);
  }
});

/** How the core says that it knows something of a finding. */
const known = (place) =>
  ({ expected: /\.differs\(/, actual: /\.differs\(/, path: /\.at_path\(/ })[place] ?? new RegExp(`\\(\\s*"${place}",`);

test("what an exact sentence needs, the core gives under that name", () => {
  const core = fileURLToPath(new URL("../../../src/", import.meta.url));
  const files = readdirSync(core, { recursive: true }).filter((name) => name.endsWith(".rs"));
  const source = files.map((name) => readFileSync(join(core, name), "utf8")).join("\n");
  for (const code of coded(elementInChinese, "exact")) {
    const tellings = source.split(`"${code}"`).slice(1);
    const needs = places(elementInChinese[`exact.${code}`]);
    const isGiven = (telling) => needs.every((place) => known(place).test(telling.slice(0, 500)));
    assert(tellings.some(isGiven), `${code} needs ${needs.join(", ")}`);
  }
});

const CUT = { code: "tar/truncated", message: "at 0x400: the archive ends here", hint: "compare its size" };

test("English repeats the core's own sentences", async () => {
  const en = await elementWordsIn("en");
  assert.deepEqual(explain(en, CUT), {
    title: "This archive ends too early",
    text: "At 0x400: the archive ends here.",
    hint: "Compare its size.",
    original: null,
  });
  assert.equal(explain(en, { ...CUT, at: { layer: 2 } }).title, "This layer ends too early");
  const named = { code: "archive/missing-blob", message: "blobs/sha256/ab is not in the archive" };
  assert.equal(explain(en, named).text, "blobs/sha256/ab is not in the archive.");
  assert.equal(explain(en, named).hint, "");
});

test("Chinese explains the code, with the place of an error, and keeps the core's sentence", async () => {
  const zh = await elementWordsIn("zh");
  const { title, text, hint, original } = explain(zh, { ...CUT, at: { layer: 2, path: "etc", offset: 1024 } });
  assert.equal(title, "这一层提前结束");
  assert.match(text, /^第 3 层（索引号 2） · etc · 位于字节 1,024 · \p{Script=Han}/u);
  assert.match(hint, /^\p{Script=Han}/u);
  assert.equal(original, "At 0x400: the archive ends here.");
  assert.doesNotMatch(explain(zh, { ...CUT, severity: "error", at: { layer: 2 } }).text, /第 3 层/);
});

test("the exact sentence is said where all of it is known", async () => {
  const zh = await elementWordsIn("zh");
  const finding = { code: "size/mismatch", severity: "error", message: "m", expected: "7", actual: "9" };
  assert.equal(explain(zh, finding).text, "声明的大小是 7 字节，实际存储了 9 字节。");
  const { text } = explain(zh, { ...finding, actual: null });
  assert.equal(text, elementInChinese["text.size/mismatch"]);
});

test("a code that nobody knows is told in the core's own words", async () => {
  for (const language of ["en", "zh"]) {
    const known = explain(await elementWordsIn(language), { code: "future/code", message: "it is new", hint: "look" });
    const { "title.other": title } = language === "en" ? elementInEnglish : elementInChinese;
    assert.deepEqual(known, { title, text: "It is new.", hint: "Look.", original: null });
  }
});
