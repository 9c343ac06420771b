// --help.
import { helpOption } from "./args.js";
import type { Command, Option } from "./command.js";

const PURPOSE =
  "layerglass looks into container images: archives of any tool, without a daemon and without uploading anything";

const SOURCES = `A SOURCE is an archive (image.tar, image.tar.gz, …), a folder in OCI layout, https://…/image.tar, an image of a
registry (mysql:8, ghcr.io/owner/app@sha256:…), or - for standard input, which ls, cat, tree, find and waste keep in a
temporary file meanwhile. A word is a path when it starts with / . or ~, or names an existing file or OCI layout;
archive:PATH, oci:PATH and docker://NAME say which is meant.`;

export function overview(commands: readonly Command[]): string {
  const list = aligned(commands.map(({ name, summary }) => [name, summary]));
  return `${PURPOSE}

Usage: layerglass COMMAND [OPTIONS] SOURCE

${list}

${SOURCES}

layerglass COMMAND --help says more; layerglass --version prints the version.
Exit codes: 0 done; 1 the answer is no; 2 wrong usage; 3 not readable whole; 4 the network refused; 5 a limit was reached.
`;
}

export function helpOf(command: Command): string {
  const { name, summary, usage, options, notes, examples } = command;
  const rows = Object.entries(options).map(([key, option]): [string, string] => [flagOf(key, option), option.help]);
  const lines = examples.map(({ line, does }) => `  ${line}\n      ${does}`);
  return `${summary}

Usage: layerglass ${name} ${usage}

${aligned([...rows, [flagOf("help", { ...helpOption(command), help: "" }), "Show this"]])}
${notes ? `\n${notes}\n` : ""}${/\b(SOURCE|FILE)\b/.test(usage) ? `\n${SOURCES}\n` : ""}
Examples:
${lines.join("\n")}
`;
}

function flagOf(key: string, { short, value }: Option): string {
  return `${short ? `-${short}, ` : ""}--${key}${value ? ` ${value}` : ""}`;
}

function aligned(rows: readonly (readonly [string, string])[]): string {
  const first = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(first)}   ${right}`).join("\n");
}
