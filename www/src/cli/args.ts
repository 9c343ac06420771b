// From a command line to words.
import { parseArgs } from "node:util";
import type { Command, Words } from "./command.js";
import { usage } from "./failure.js";

export function parse(command: Command, args: readonly string[]): Words {
  const options = { ...command.options, help: helpOption(command) };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const value = (name: string): unknown => values[name as keyof typeof values];
    return {
      positionals,
      flag: (name) => value(name) === true,
      text: (name) => (typeof value(name) === "string" ? (value(name) as string) : undefined),
      texts: (name) => (Array.isArray(value(name)) ? (value(name) as string[]) : []),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const dashed = /^Option '(.*)' argument is ambiguous/.exec(message)?.[1];
    if (dashed !== undefined)
      throw usage(
        "option",
        `${dashed} needs a value that begins with no dash`,
        `see layerglass ${command.name} --help`,
      );
    // Only the first sentence says what is wrong; the rest is Node's advice about `--`.
    throw usage("option", message.split(/\.\s|\.$/)[0] ?? message, `see layerglass ${command.name} --help`);
  }
}

/** `--help`, and `-h` where that means nothing else. */
export function helpOption({ options }: Command): { type: "boolean"; short?: string } {
  const isTaken = Object.values(options).some(({ short }) => short === "h");
  return { type: "boolean", ...(isTaken ? {} : { short: "h" }) };
}

/** The one source that a command is about. */
export function onlySource(command: Command, words: Words): string {
  return first(command, words, 1);
}

/** The one reference, repository or term that a command is about. */
export function onlyReference(command: Command, { positionals }: Words): string {
  const [word] = positionals;
  const what = command.usage.split(" ")[0]?.toLowerCase() ?? "reference";
  if (word === undefined)
    throw usage("missing-argument", `${command.name} needs a ${what}`, `layerglass ${command.name} ${command.usage}`);
  if (positionals.length > 1)
    throw usage("too-many", `${command.name} takes one ${what}`, `see layerglass ${command.name} --help`);
  return word;
}

/** The word that a command may be about. */
export function atMostOne({ name }: Command, { positionals }: Words): string | undefined {
  if (positionals.length > 1) throw usage("too-many", `${name} takes one word`, `see layerglass ${name} --help`);
  return positionals[0];
}

/** The source, and the word that may follow it. */
export function sourceAndWord(command: Command, words: Words): [source: string, word: string | undefined] {
  return [first(command, words, 2), words.positionals[1]];
}

/** The source, and the word that has to follow it: a `what`. */
export function sourceAnd(command: Command, words: Words, what: string): [source: string, word: string] {
  const [source, word] = sourceAndWord(command, words);
  if (word !== undefined) return [source, word];
  const { name, usage: line } = command;
  throw usage("missing-argument", `${name} needs a ${what} after the source`, `layerglass ${name} ${line}`);
}

/** The source, where no more than `most` words were given. */
function first({ name }: Command, { positionals }: Words, most: number): string {
  const [source] = positionals;
  if (source === undefined)
    throw usage("missing-source", `${name} needs a source`, `such as layerglass ${name} image.tar`);
  if (positionals.length > most) {
    const takes = most === 1 ? "one source" : "one source and one word after it";
    const given = `${positionals.length} were given`;
    throw usage("too-many", `${name} takes ${takes}, and ${given}`, `see layerglass ${name} --help`);
  }
  return source;
}
