// What a command is.
import type { ParseArgsConfig } from "node:util";
import type { Terminal } from "./terminal.js";

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** After `layerglass NAME`. */
  readonly usage: string;
  readonly options: Readonly<Record<string, Option>>;
  /** What its help says below the options. */
  readonly notes?: string;
  /** The command lines that end its help, each with what it does. */
  readonly examples: readonly [Example, Example];
  /** Does it, and gives the exit code. */
  run(words: Words, terminal: Terminal): Promise<number>;
}

export type Option = NonNullable<ParseArgsConfig["options"]>[string] & {
  readonly help: string;
  /** What stands for its value in the help. */
  readonly value?: string;
};

export interface Example {
  readonly line: string;
  readonly does: string;
}

/** The words of a command line, sorted. */
export interface Words {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
}

export const PLATFORM: Option = {
  type: "string",
  value: "OS/ARCH",
  help: "Only images of this platform, such as linux/arm64/v8",
};
export const IMAGE: Option = {
  type: "string",
  value: "IMAGE",
  help: "The image: a name, digest, ID, or its place in the list, from 0",
};
export const LAYER: Option = {
  type: "string",
  value: "LAYER",
  help: "Only what this layer holds: its index (0 is the base), digest or diff ID",
};
export const JSON_OUTPUT: Option = { type: "boolean", help: "Print one JSON document" };
export const NDJSON_OUTPUT: Option = { type: "boolean", help: "Print one JSON object a line" };
export const NO_TRUNC: Option = { type: "boolean", help: "Show IDs and commands whole" };
