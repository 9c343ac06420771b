// A document in lines: where each begins and ends in the text, and nothing more. A document of four megabytes may have
// two million of them, so they are kept as columns.
import { afterSpace, isSoundString, type Token, tokenAt } from "./lexer.js";

export interface Lines {
  readonly text: string;
  /** Where each line starts and ends in the text; space around it left out. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly depths: readonly number[];
  /** For a line that opens something, the line that closes it; else 0. */
  readonly closes: readonly number[];
}

/** The text is no JSON from here on. */
export interface Problem {
  readonly offset: number;
}

type Expected = "value" | "key" | "colon" | "next";

/** Tokens between two chances to let others work. */
const TOKENS_AT_ONCE = 2000;

/** The lines as the text has them. */
export function exactLines(text: string): Lines {
  const lines = new Columns(text);
  for (let from = 0; from < text.length;) {
    const end = text.indexOf("\n", from);
    lines.add(from, end < 0 ? text.length : end, 0);
    from = end < 0 ? text.length : end + 1;
  }
  return lines;
}

/** One value, key or bracket a line. Yields now and then; what is not quite JSON is a problem, not lines. */
export function* formattedLines(text: string): Generator<void, Lines | Problem> {
  const formatter = new Formatter(text);
  let at = afterSpace(text, 0);
  for (let n = 1; at < text.length; n++) {
    const token = tokenAt(text, at);
    const end = formatter.take(token);
    if (end === null) return { offset: at };
    at = afterSpace(text, end);
    if (n % TOKENS_AT_ONCE === 0) yield;
  }
  return formatter.finish() ?? { offset: text.length };
}

/** The line that holds what stands at `offset`. */
export function lineAt({ starts }: Lines, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

class Columns implements Lines {
  readonly text: string;
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly depths: number[] = [];
  readonly closes: number[] = [];

  constructor(text: string) {
    this.text = text;
  }

  add(start: number, end: number, depth: number): void {
    this.starts.push(start);
    this.ends.push(end);
    this.depths.push(depth);
    this.closes.push(0);
  }
}

class Formatter {
  readonly #text: string;
  readonly #lines: Columns;
  /** What is open: the line it stands in, and the mark that closes it. */
  readonly #open: { readonly line: number; readonly close: string }[] = [];
  #expected: Expected = "value";
  /** The line that is being made. */
  #start = -1;
  #end = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new Columns(text);
  }

  /** Where to go on; null where the token may not stand here. */
  take(token: Token): number | null {
    const mark = token.kind === "mark" ? this.#text.charAt(token.from) : "";
    if (mark === "}" || mark === "]") return this.#close(token, mark);
    if (this.#start < 0) this.#start = token.from;
    this.#end = token.to;
    if (mark === "{" || mark === "[") return this.#expected === "value" ? this.#opened(token, mark) : null;
    if (mark === ",") return this.#comma(token);
    if (mark === ":") return this.#go("colon", "value", token);
    if (token.kind === "string") return this.#string(token);
    if (token.kind === "number" || token.kind === "word") return this.#go("value", "next", token);
    return null;
  }

  finish(): Lines | null {
    if (this.#expected !== "next" || this.#open.length > 0) return null;
    this.#break();
    return this.#lines;
  }

  #go(from: Expected, to: Expected, { to: end }: Token): number | null {
    if (this.#expected !== from) return null;
    // After the outermost value nothing follows.
    this.#expected = to;
    return end;
  }

  #string(token: Token): number | null {
    if (!isSoundString(this.#text, token.from, token.to)) return null;
    return this.#expected === "key" ? this.#go("key", "colon", token) : this.#go("value", "next", token);
  }

  #comma(token: Token): number | null {
    const open = this.#open.at(-1);
    if (!open) return null;
    const end = this.#go("next", open.close === "}" ? "key" : "value", token);
    this.#break();
    return end;
  }

  #opened(token: Token, mark: string): number {
    const close = mark === "{" ? "}" : "]";
    const next = afterSpace(this.#text, token.to);
    if (this.#text.charAt(next) === close) {
      this.#end = next + 1;
      this.#expected = "next";
      return next + 1;
    }
    const line = this.#lines.starts.length;
    this.#break();
    this.#open.push({ line, close });
    this.#expected = close === "}" ? "key" : "value";
    return token.to;
  }

  #close(token: Token, mark: string): number | null {
    const open = this.#open.at(-1);
    if (open?.close !== mark || this.#expected !== "next") return null;
    this.#break();
    this.#open.pop();
    this.#start = token.from;
    this.#end = token.to;
    this.#lines.closes[open.line] = this.#lines.starts.length;
    return token.to;
  }

  #break(): void {
    if (this.#start >= 0) this.#lines.add(this.#start, this.#end, this.#open.length);
    this.#start = -1;
  }
}
