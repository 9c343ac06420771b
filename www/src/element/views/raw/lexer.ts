// Finds the words of JSON in a text, and never fails: what is none is junk. Nothing is read into values, so every
// number and every string stays as it is spelled.

export type TokenKind = "space" | "mark" | "string" | "number" | "word" | "junk";

export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
}

const SPACE = /[ \t\r\n]+/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?!\w)/y;
const JUNK = /[^\s{}[\],:"]+|\s/y;
const PATTERNS = [
  ["space", SPACE],
  ["number", NUMBER],
  ["word", WORD],
  ["junk", JUNK],
] as const;
const CONTROL = /[\u0000-\u001f]/;
const FOUR_DIGITS = /^[\da-fA-F]{4}$/;
const ESCAPED: ReadonlySet<string> = new Set('"\\/bfnrt');
const MARKS = "{}[],:";

/** The token that starts at `at`; `at` is before the end of the text. */
export function tokenAt(text: string, at: number): Token {
  const character = text.charAt(at);
  if (MARKS.includes(character)) return { kind: "mark", from: at, to: at + 1 };
  if (character === '"') return { kind: "string", from: at, to: endOfString(text, at) };
  for (const [kind, pattern] of PATTERNS) {
    const to = endOf(pattern, text, at);
    if (to > at) return { kind, from: at, to };
  }
  return { kind: "junk", from: at, to: at + 1 };
}

/** Where the next token starts that is not space; the text's length where there is none. */
export function afterSpace(text: string, at: number): number {
  return endOf(SPACE, text, at);
}

/** Where the match that starts at `at` ends; `at` itself where there is none. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** A string may be megabytes long, which a regular expression with alternatives would not survive. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let slashes = 0;
    while (text.charAt(quote - 1 - slashes) === "\\" && quote - 1 - slashes > from) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

/** What stands from `from` to `to` is a whole string as JSON has it. */
export function isSoundString(text: string, from: number, to: number): boolean {
  if (to - from < 2 || text.charAt(to - 1) !== '"') return false;
  const inside = text.slice(from + 1, to - 1);
  if (CONTROL.test(inside)) return false;
  for (let at = inside.indexOf("\\"); at >= 0; at = inside.indexOf("\\", at)) {
    const character = inside.charAt(at + 1);
    if (character === "u" ? !FOUR_DIGITS.test(inside.slice(at + 2, at + 6)) : !ESCAPED.has(character)) return false;
    at += 2;
  }
  return true;
}
