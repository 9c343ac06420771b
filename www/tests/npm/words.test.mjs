// What the element and the page say: no language lacks a word, and numbers, sizes, dates and foreign text come out right.
import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../support/words.mjs";

const { Words, clip, firstLanguage, languageOf, places, plain, runs } = words;
const { elementInEnglish, elementInChinese, pageInEnglish, pageInChinese, tourInEnglish, tourInChinese } = words;
const CATALOGUES = [
  ["element", elementInEnglish, elementInChinese],
  ["page", pageInEnglish, pageInChinese],
  ["tour", tourInEnglish, tourInChinese],
];
const LANGUAGES = ["en", "zh"];

/** Explanations of codes: English has none, for the core's own messages are English. */
const isExplanation = (key) => /^(text|exact|hint)\.[^/]+\//.test(key);
const sorted = (keys) => [...keys].sort();
const forms = (message) => (typeof message === "string" ? [message] : Object.values(message));

for (const [whose, en, zh] of CATALOGUES) {
  test(`${whose}: both languages have the same keys`, () => {
    assert(Object.keys(en).length > 20);
    assert.deepEqual(sorted(Object.keys(zh).filter((key) => !isExplanation(key))), sorted(Object.keys(en)));
  });

  test(`${whose}: a message has the same places in both languages`, () => {
    for (const [key, message] of Object.entries(en)) {
      assert.deepEqual(new Set(places(zh[key])), new Set(places(message)), key);
    }
  });

  test(`${whose}: no form of a message is empty, and none leaves a place half written`, () => {
    for (const [key, message] of [...Object.entries(en), ...Object.entries(zh)]) {
      for (const text of forms(message)) {
        assert.match(text, /\S/, key);
        assert.doesNotMatch(text.replace(/\{\w+\}/g, ""), /\{\w*$|^\w*\}/, key);
      }
    }
  });

  test(`${whose}: a message with forms has every form of its language, and counts`, () => {
    for (const [language, catalogue] of [
      ["en", en],
      ["zh", zh],
    ]) {
      const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
      for (const [key, message] of Object.entries(catalogue)) {
        if (typeof message === "string") continue;
        assert.deepEqual(sorted(Object.keys(message)), sorted(pluralCategories), `${language} ${key}`);
        assert(places(message).includes("n"), `${language} ${key} counts nothing`);
      }
    }
  });

  test(`${whose}: Chinese is written in Chinese, with its own punctuation`, () => {
    for (const [key, message] of Object.entries(zh)) {
      for (const text of forms(message)) {
        assert.doesNotMatch(
          text,
          /\p{Script=Han}[,;:?!()]|[,;?!]\p{Script=Han}|\p{Script=Han}\.(?!\w)/u,
          `${key}: ${text}`,
        );
      }
    }
  });
}

const plainWords = (language, catalogue = {}) => new Words(language, catalogue);

test("messages are filled and counted", () => {
  const en = plainWords("en", { some: { one: "{n} file in {where}", other: "{n} files in {where}" }, none: "all" });
  assert.equal(en.text("some", { n: 1, where: "etc" }), "1 file in etc");
  assert.equal(en.text("some", { n: 1200, where: "{n}" }), "1,200 files in {n}");
  assert.equal(en.text("none"), "all");
  assert.deepEqual(en.rich("some", { n: 2, where: [1] }), ["", "2", " files in ", [1], ""]);
  assert.equal(en.isFilled("some", { n: 2 }), false);
  assert.equal(en.isFilled("some", { n: 2, where: "" }), true);
  assert.equal(en.has("some") && !en.has("toString"), true);
});

test("sizes have three significant digits and never four before the unit", () => {
  const table = [
    [0, "0 B"],
    [1, "1 B"],
    [999, "999 B"],
    [1000, "1.00 kB"],
    [1005, "1.01 kB"],
    [9994, "9.99 kB"],
    [9995, "10.0 kB"],
    [60_416, "60.4 kB"],
    [99_949, "99.9 kB"],
    [99_950, "100 kB"],
    [999_499, "999 kB"],
    [999_500, "1.00 MB"],
    [142_300_000, "142 MB"],
    [7_340_000_000, "7.34 GB"],
    [Number.MAX_SAFE_INTEGER, "9.01 PB"],
  ];
  for (const language of LANGUAGES) {
    for (const [size, text] of table) assert.equal(plainWords(language).bytes(size), text.replace(" ", "\u00a0"), size);
  }
});

test("shares are short, and what is something is never nothing", () => {
  const table = [
    [0, 5, "0%"],
    [5, 0, "0%"],
    [1, 10_000, "<0.1%"],
    [1, 1000, "0.1%"],
    [1, 100, "1%"],
    [1, 40, "2.5%"],
    [9.94, 100, "9.9%"],
    [9.95, 100, "10%"],
    [58.3, 100, "58%"],
    [7, 7, "100%"],
  ];
  for (const [part, whole, text] of table) assert.equal(plainWords("en").share(part, whole), text, `${part}/${whole}`);
});

test("moments are dates, in the language's order; what is no date is none", (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-21T12:00:00Z") });
  const [en, zh] = LANGUAGES.map((language) => plainWords(language));
  assert.deepEqual(en.moment("2025-01-15T23:30:00-02:00"), {
    day: "Jan 16, 2025",
    exact: new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "long", timeZone: "UTC" }).format(
      Date.parse("2025-01-16T01:30:00Z"),
    ),
    ago: "22 months ago",
  });
  assert.equal(zh.moment("2025-01-15T10:00:00Z").day, "2025年1月15日");
  assert.match(zh.moment("2025-01-15T10:00:00Z").exact, /^2025年1月15日/);
  assert.match(zh.moment("2025-01-15T10:00:00.123456789Z").ago, /^22 ?个月前$/);
  assert.equal(en.moment("2020-01-01T00:00:00Z").ago, "6 years ago");
  assert.equal(en.moment("2026-11-19T12:00:00Z").ago, "2 days ago");
  assert.equal(en.moment("2026-11-21T09:00:00Z").ago, "3 hours ago");
  assert.equal(en.moment("2026-11-21T11:59:30Z").ago, "this minute");
  assert.equal(en.moment("2026-11-24T12:00:00Z").ago, "in 3 days");
  assert.equal(en.moment("0001-01-01T00:00:00Z").ago, "");
  assert.equal(en.moment("0001-01-01T00:00:00Z").day, "Jan 1, 1");
  for (const text of ["", "build 7", "2025-01-15", "2025-13-01T00:00:00Z", "2025-01-15T10:00:00"]) {
    assert.equal(en.moment(text), null, text);
  }
});

/** One of each kind that hides or reorders what stands beside it. */
const UNSEEN = [
  "\0",
  "\b",
  "\x1b",
  "\x7f",
  "\x85",
  "\xad",
  "\u034f",
  "\u061c",
  "\u115f",
  "\u180e",
  "\u200b",
  "\u200d",
  "\u200f",
  "\u2028",
  "\u2029",
  "\u202a",
  "\u202e",
  "\u2060",
  "\u2066",
  "\u2069",
  "\u2800",
  "\u3164",
  "\ufeff",
  "\uffa0",
  "\ufff9",
  "\ud800",
  "\udfff",
  "\u{1d173}",
  "\u{e0041}",
  "\u{e007f}",
  "\u{e0100}",
  "\r",
];

test("what cannot be seen is written out", () => {
  for (const character of UNSEEN) {
    const written = `\\u{${character.codePointAt(0).toString(16)}}`;
    assert.deepEqual(runs(`a${character}b`), [
      { text: "a", escaped: false },
      { text: written, escaped: true },
      { text: "b", escaped: false },
    ]);
    assert.equal(plain(`a${character}b`), `a${written}b`);
    assert.equal(runs(`a${character}b`, true).length, 3, "nor is it seen in a text of lines");
  }
  assert.deepEqual(
    runs("a\n\tb").map(({ text }) => text),
    ["a", "\\n", "\\t", "b"],
  );
  assert.deepEqual(runs("a\n\tb", true), [{ text: "a\n\tb", escaped: false }]);
  assert.deepEqual(runs(""), []);
});

test("what can be seen stays as it is", () => {
  for (const text of ["é e\u0301 中文 עברית العربية", "👍🏽 ❤\ufe0f 🇨🇳", "<b>&amp;</b> \"'`${x}", "a b\u00a0c\u3000d"]) {
    assert.deepEqual(runs(text), [{ text, escaped: false }]);
    assert.equal(plain(text), text);
  }
});

test("runs of a text are the text", () => {
  const text = UNSEEN.join("x");
  const back = runs(text).map((run) =>
    run.escaped ? String.fromCodePoint(parseInt(run.text.slice(3, -1), 16)) : run.text,
  );
  assert.equal(back.join(""), text);
});

test("a long text is cut, and no character in half", () => {
  assert.equal(plain("abcdef", 3), "abc…");
  assert.equal(plain("abc", 3), "abc");
  assert.equal(plain("ab👍c", 3), "ab…");
  assert.equal(plain("ab👍c", 4), "ab👍…");
  assert.equal(clip("\ud800\ud800", 1), "\ud800");
  assert.equal(plain("x".repeat(1_000_000)).length, 201);
});

test("languages are found by their tags", () => {
  const table = [
    ["en", "en"],
    ["en-GB", "en"],
    ["EN_us", "en"],
    [" zh ", "zh"],
    ["zh-CN", "zh"],
    ["zh-Hant-TW", "zh"],
    ["", undefined],
    ["de", undefined],
    ["eng", undefined],
    ["-zh", undefined],
    ["constructor", undefined],
  ];
  for (const [tag, language] of table) assert.equal(languageOf(tag), language, tag);
  assert.equal(firstLanguage([null, "", "de", "zh-CN", "en"]), "zh");
  assert.equal(firstLanguage(["de", undefined]), "en");
});
