#!/usr/bin/env node
// The command: finds what is to be done, does it, and turns errors into lines and exit codes.
import { parse } from "./args.js";
import { cat } from "./cat.js";
import type { Command } from "./command.js";
import {
  DONE,
  INTERRUPTED,
  USAGE,
  exitCode,
  sayError,
  sayErrorAsJson,
  sayErrorAsRow,
  toError,
  usage,
} from "./failure.js";
import { find } from "./find.js";
import { helpOf, overview } from "./help.js";
import { history } from "./history.js";
import { images } from "./images.js";
import { inspect } from "./inspect.js";
import { login, logout } from "./login.js";
import { ls } from "./ls.js";
import { manifest } from "./manifest.js";
import { NETWORK, prepareNetwork } from "./network.js";
import { resolve } from "./resolve.js";
import { search } from "./search.js";
import { serve } from "./serve.js";
import { type Terminal, terminal } from "./terminal.js";
import { referrers, tags } from "./tags.js";
import { tree } from "./tree.js";
import { verify } from "./verify.js";
import { waste } from "./waste.js";

/** Set by the build, from package.json. */
declare const LAYERGLASS_VERSION: string;

const LOCAL: readonly Command[] = [images, serve];
const NETWORKED: readonly Command[] = [
  inspect,
  history,
  ls,
  cat,
  tree,
  find,
  waste,
  verify,
  resolve,
  manifest,
  tags,
  referrers,
  search,
  login,
].map((command) => ({ ...command, options: { ...command.options, ...NETWORK } }));
const [first, second, ...others] = NETWORKED;
/** In the order of the help. */
const COMMANDS = [first, second, images, ...others, logout, serve].filter((command) => command !== undefined);

process.once("SIGINT", () => {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  process.exit(INTERRUPTED);
});

const here = terminal();
// Not process.exit(): what was printed may still be on its way into a pipe.
process.exitCode = await main(process.argv.slice(2), here);

async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal);
  } catch (thrown) {
    const error = toError(thrown);
    sayError(error, terminal);
    if (args.includes("--json")) sayErrorAsJson(error, terminal);
    else if (args.includes("--ndjson")) sayErrorAsRow(error, terminal);
    return exitCode(error);
  }
}

async function dispatch([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === undefined) {
    terminal.err(overview(COMMANDS));
    return USAGE;
  }
  if (name === "--help" || name === "-h" || (name === "help" && args.length === 0)) {
    terminal.out(overview(COMMANDS));
    return DONE;
  }
  if (name === "--version" || name === "-v") {
    terminal.out(`layerglass ${LAYERGLASS_VERSION}\n`);
    return DONE;
  }
  const wanted = name === "help" ? args[0] : name;
  const command = COMMANDS.find((each) => each.name === wanted);
  if (!command) throw usage("unknown-command", `there is no command ${wanted}`, "see layerglass --help");
  const words = parse(command, name === "help" ? ["--help"] : args);
  if (words.flag("help")) {
    terminal.out(helpOf(command));
    return DONE;
  }
  if (!LOCAL.includes(command)) await prepareNetwork(words);
  return command.run(words, terminal);
}
