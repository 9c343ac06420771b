// Documents in lines: JSON's own parser and formatter say what is JSON and how it is laid out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { source } from "../support/source.mjs";

const { formattedLines, exactLines, lineAt } = await source("element/views/raw/lines");
const { tokenAt } = await source("element/views/raw/lexer");
const { Folds } = await source("element/views/raw/folds");
const { find, step, foundLine } = await source("element/views/raw/find");

/** Numbers from 0 to 1, the same ones each time. */
function seeded(seed) {
  return () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

function value(random, depth = 0) {
  const pick = Math.floor(random() * (depth > 4 ? 6 : 8));
  const some = (make) => Array.from({ length: Math.floor(random() * 4) }, make);
  if (pick === 6) return some(() => value(random, depth + 1));
  if (pick === 7) return Object.fromEntries(some(() => [text(random), value(random, depth + 1)]));
  return [null, true, false, Math.round(random() * 1e6), random() * 1e-7, text(random)][pick];
}

function text(random) {
  return ["a", 'q"uote', "back\\slash", "li\nne", "\u202e", "{[", ":,", "", "\u{1f600}"][Math.floor(random() * 9)];
}

function format(json) {
  const work = formattedLines(json);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

function tokensOf(json, from, to) {
  const tokens = [];
  for (let at = from; at < to; at = tokens.at(-1).to) tokens.push(tokenAt(json, at));
  return tokens;
}

/** The lines as the view spells them. */
function spelled({ text: json, starts, ends, depths }) {
  return starts.map((start, line) => {
    const tokens = tokensOf(json, start, ends[line]).filter(({ kind }) => kind !== "space");
    const words = tokens.map(({ from, to }) => json.slice(from, to)).map((word) => (word === ":" ? ": " : word));
    return "  ".repeat(depths[line]) + words.join("");
  });
}

test("a document is laid out as JSON.stringify lays it out, however it was written", () => {
  const random = seeded(1);
  for (let n = 0; n < 500; n++) {
    const one = value(random);
    const expected = JSON.stringify(one, null, 2).split("\n");
    for (const space of [0, 1, "\t"]) assert.deepEqual(spelled(format(JSON.stringify(one, null, space))), expected);
  }
});

test("what JSON.parse refuses is not laid out, and what it takes is", () => {
  const random = seeded(2);
  let refused = 0;
  for (let n = 0; n < 4000; n++) {
    const json = [...JSON.stringify(value(random))];
    const at = Math.floor(random() * json.length);
    json.splice(at, Math.floor(random() * 2), '{}[]",:\\ 0-.eu\n\u00a0\u0001x'[Math.floor(random() * 18)]);
    const mutated = json.join("");
    const isJson = parses(mutated);
    refused += isJson ? 0 : 1;
    assert.equal("starts" in format(mutated), isJson, mutated);
  }
  assert(refused > 1000 && refused < 4000);
});

function parses(json) {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

test("the first place that is not JSON is told", () => {
  for (const [json, offset] of [
    ["", 0],
    ['{"a":tru}', 5],
    ["[1,]", 3],
    ["[1] 2", 4],
    ['{"a":1', 6],
    ["\ufeff{}", 0],
    ["[01]", 1],
    ['["\\x"]', 1],
    ["]", 0],
    ["[}", 1],
  ]) {
    assert.deepEqual(format(json), { offset }, json);
  }
});

test("spellings stay: numbers, escapes, keys that come twice", () => {
  const json = '{"n":12345678901234567890.50e+01,"n":-0,"e":"\\u202E\\/"}';
  assert.deepEqual(spelled(format(json)), [
    "{",
    '  "n": 12345678901234567890.50e+01,',
    '  "n": -0,',
    '  "e": "\\u202E\\/"',
    "}",
  ]);
});

test("tokens cover any text without a gap", () => {
  const random = seeded(3);
  const alphabet = [...'{}[]",:\\ \n\t01-.eEtrufalsn\u00a0\ud800\u{1f600}/'];
  for (let n = 0; n < 2000; n++) {
    const junk = Array.from({ length: 30 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
    let at = 0;
    for (const { from, to } of tokensOf(junk, 0, junk.length)) {
      assert.equal(from, at);
      assert(to > from);
      at = to;
    }
    assert.equal(at, junk.length);
  }
});

test("deep nesting and long strings take no recursion, many strings no second look", () => {
  const deep = format("[".repeat(200_000) + "]".repeat(200_000));
  assert.equal(deep.starts.length, 399_999);
  assert.equal(deep.depths[199_999], 199_999);
  assert.equal(format(`"${"\\\\".repeat(1_000_000)}"`).starts.length, 1);
  const began = performance.now();
  assert.equal(format(JSON.stringify(Array(200_000).fill("abc"))).starts.length, 200_002);
  // Half a second; a minute if each string were searched to the document's end.
  assert(performance.now() - began < 10_000);
});

test("long documents are laid out in steps", () => {
  let steps = 0;
  for (const work = formattedLines(JSON.stringify(Array(10_000).fill(0))); !work.next().done;) steps++;
  assert.equal(steps, 10);
});

test("exact lines are the lines of the text", () => {
  const lines = exactLines('{\r\n  "a": 1 }\n\n');
  assert.deepEqual(
    lines.starts.map((start, line) => lines.text.slice(start, lines.ends[line])),
    ["{\r", '  "a": 1 }', ""],
  );
  assert.deepEqual(exactLines("").starts, []);
});

const NESTED = '{"a":[1,2,{"b":3}],"c":{},"d":[4]}';
//  0 {  1 "a": [  2 1,  3 2,  4 {  5 "b": 3  6 }  7 ],  8 "c": {},  9 "d": [  10 4  11 ]  12 }

test("a fold hides what it holds, and is undone by what is sought in it", () => {
  const folds = new Folds(format(NESTED));
  assert.deepEqual(folds.visible, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  folds.toggle(4);
  assert.deepEqual(folds.visible, [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12]);
  folds.foldAll();
  assert.deepEqual(folds.visible, [0, 1, 8, 9, 12]);
  folds.reveal(5);
  assert.deepEqual(folds.visible, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12]);
  folds.toggle(1);
  assert(folds.isFolded(1) && folds.isFolded(9) && !folds.isFolded(4));
  folds.unfoldAll();
  assert.equal(folds.visible.length, 13);
  assert.equal(folds.canFold, true);
  assert.equal(new Folds(format('{"a":1}')).canFold, false);
});

test("words are found as they are written, whatever the case, and stepped through in a circle", () => {
  const lines = format('{"A.b":"x","aXb":"a.B [x] a.b"}');
  assert.deepEqual(find(lines.text, "a.b").offsets, [2, 18, 26]);
  assert.deepEqual(find(lines.text, "[x]").offsets, [22]);
  assert.equal(find(lines.text, ""), null);
  let found = find(lines.text, "a.b");
  assert.equal(foundLine(found, lines), -1);
  const seen = [1, 1, 1, 1, -1].map((by) => foundLine((found = step(found, by)), lines));
  assert.deepEqual(seen, [1, 2, 2, 1, 2]);
  assert.equal(step(find(lines.text, "nowhere"), 1).at, -1);
  assert.equal(step(find(lines.text, "a.b"), -1).at, 2);
  const many = find("a".repeat(20_000), "a");
  assert(many.isCut);
  assert.equal(many.offsets.length, 10_000);
});

test("a place in the text is in one line", () => {
  const lines = format(NESTED);
  for (const [line, start] of lines.starts.entries()) {
    assert.equal(lineAt(lines, start), line);
    assert.equal(lineAt(lines, lines.ends[line] - 1), line);
  }
});
