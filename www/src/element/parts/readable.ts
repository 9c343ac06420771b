// The instructions of a history as a Dockerfile would have them, as text. What a builder wrote around an instruction the
// core has taken off already (`#(nop)`, `# buildkit`, the shell); what is left is to break it into lines.
import type { ReportHistory } from "../../index.js";

const BRIEF_CHARACTERS = 300;
/** Enough for a brief text even where most of it is spaces and digests. */
const LOOKED_AT = 2000;
/** Nobody reads longer scripts line by line, and expressions that match quotes do not like megabytes. */
const BREAKABLE = 100_000;
/** As many words as the core grants a shell before its script. */
const SHELL_WORDS = 16;
/** What a builder may have written behind a script, ` # buildkit`, and some space. */
const BEHIND = 64;
const USUAL_SHELL = "/bin/sh -c";
const SHELL = /^(?:\S*[\\/])?(?:sh|bash|ash|dash|ksh|mksh|zsh|cmd|powershell|pwsh)(?:\.exe)?(?: [-+/]\S*(?: \w+)?)*$/i;
/** These have other words and other quotes, and a `\` is a part of paths. */
const WINDOWS_SHELL = /(?:cmd|powershell|pwsh)(?:\.exe)?(?: |$)/i;

/** An instruction in one short line, in two parts. */
export interface Brief {
  /** `RUN`; empty where the text is no instruction. */
  readonly keyword: string;
  readonly text: string;
}

/** Null where the entry says nothing, or there is none. */
export function inBrief(entry: ReportHistory | null): Brief | null {
  if (entry?.instruction) return { keyword: entry.instruction.keyword, text: shortened(entry.instruction.text) };
  return entry?.createdBy?.trim() ? { keyword: "", text: shortened(entry.createdBy) } : null;
}

/** The same as one text; empty where the entry says nothing. */
export function briefText(entry: ReportHistory | null): string {
  const brief = inBrief(entry);
  return brief ? `${brief.keyword} ${brief.text}`.trim() : "";
}

function shortened(text: string): string {
  const line = text
    .slice(0, LOOKED_AT)
    .replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, "$1…")
    .replace(/\s+/g, " ")
    .trim();
  if (line.length <= BRIEF_CHARACTERS && text.length <= LOOKED_AT) return line;
  // Half of a pair would be written out as what it is not.
  return `${line.slice(0, BRIEF_CHARACTERS).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** An instruction in as many lines as it needs. */
export interface Whole {
  readonly keyword: string;
  /** With continuations, as one would write them. */
  readonly text: string;
  /** Of a `RUN`: the build arguments that it saw, `NAME=value`. */
  readonly buildArguments: readonly string[];
  /** Of a `RUN`: the shell that ran it, where that is not the usual one. */
  readonly shell: string | null;
}

export function inWhole({ createdBy, instruction }: ReportHistory): Whole | null {
  if (!instruction) {
    return createdBy?.trim() ? { keyword: "", text: createdBy, buildArguments: [], shell: null } : null;
  }
  const { keyword, text } = instruction;
  if (keyword !== "RUN") return { keyword, text: inOneLine(text), buildArguments: [], shell: null };
  const around = surroundings(createdBy ?? "", text);
  return { keyword, text: WINDOWS_SHELL.test(around.shell ?? "") ? text : scriptLines(text), ...around };
}

/** A command for each line. A heredoc has its lines already, and each of its spaces counts. */
function scriptLines(script: string): string {
  if (script.length > BREAKABLE || (script.includes("<<") && script.includes("\n"))) return script;
  const joined = script.replace(/\\\r?\n/g, " ");
  return joined.includes("\n") ? joined : brokenUp(joined);
}

// Quoted text, which stays as it is; where a line may end; spaces, of which one is enough.
const MARKS = /\\.|'[^']*'|"(?:\\.|[^"\\])*"|`[^`]*`|(;)\s+|\s+(&&)\s+|\s+/g;

function brokenUp(script: string): string {
  return script.replace(MARKS, (mark: string, semicolon?: string, and?: string) => {
    if (semicolon) return `; \\\n    `;
    if (and) return " \\\n    && ";
    return /^\s/.test(mark) ? " " : mark;
  });
}

/** Continued lines leave their indentation behind; in a quoted value spaces are meant. */
function inOneLine(text: string): string {
  if (text.length > BREAKABLE || text.includes("\n")) return text;
  return text.replace(/"(?:\\.|[^"\\])*"|'[^']*'|\s+/g, (mark) => (/^\s/.test(mark) ? " " : mark));
}

/** What stood before the script: `|2 A=b C=d /bin/bash -o pipefail -c`. */
function surroundings(createdBy: string, text: string): Pick<Whole, "buildArguments" | "shell"> {
  const before = createdBy.slice(0, Math.max(0, scriptStart(createdBy, text)));
  const [, number = "0", rest = ""] = /^\s*(?:RUN\s+)?(?:\|(\d+) )?(.*)$/s.exec(before) ?? [];
  const count = Number(number);
  const words = rest.trim().split(" ");
  const shellAt = words.findIndex((_, at) => at >= Math.max(count, words.length - SHELL_WORDS) && isShell(words, at));
  const shell = shellAt < 0 ? null : words.slice(shellAt).join(" ");
  return {
    buildArguments: count > 0 ? named(shellAt < 0 ? words : words.slice(0, shellAt), count) : [],
    shell: shell === USUAL_SHELL ? null : shell,
  };
}

/** The script ends the line; where it has several lines, the core has put it into a heredoc. */
function scriptStart(createdBy: string, text: string): number {
  const start = startAtEnd(createdBy, text);
  return start < 0 ? startAtEnd(createdBy, text.replace(/^<<EOF\n|\nEOF$/g, "")) : start;
}

/** Looked for nowhere else: all of a line that repeats itself would be compared with itself, for minutes. */
function startAtEnd(line: string, script: string): number {
  const from = Math.max(0, line.length - script.length - BEHIND);
  const start = line.slice(from).lastIndexOf(script);
  return start < 0 ? start : from + start;
}

function isShell(words: readonly string[], at: number): boolean {
  return SHELL.test(words.slice(at).join(" "));
}

/** A new argument with each `NAME=`, `count` at most: a value may hold spaces, and what looks like a name. */
function named(words: readonly string[], count: number): string[] {
  const found: string[][] = [];
  for (const word of words) {
    const current = found.at(-1);
    if (!current || (found.length < count && /^[^=]+=/.test(word))) found.push([word]);
    else current.push(word);
  }
  return found.map((argument) => argument.join(" ")).filter((argument) => argument !== "");
}
