// From a command line to words.
import { parseArgs } from "node:util";
import type { Command, Words } from "./command.js";
import { usage } from "./failure.js";

export function parse(command: Command, args: readonly string[]): Words {
  const options = { ...command.options, help: { type: "boolean", short: "h" } as const };
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

/** The one source that a command is about. */
export function onlySource(command: Command, words: Words): string {
  const [source, ...rest] = words.positionals;
  if (source === undefined) {
    throw usage("missing-source", `${command.name} needs a source`, `such as layerglass ${command.name} image.tar`);
  }
  if (rest.length > 0) {
    throw usage(
      "too-many",
      `${command.name} takes one source, and ${words.positionals.length} were given`,
      `see layerglass ${command.name} --help`,
    );
  }
  return source;
}
