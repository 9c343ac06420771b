// Runs of the real command.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Runs it to its end: exit code and what it printed. */
export function layerglass(args, { input, env = {}, cwd, stdio } = {}) {
  const options = { input, cwd, stdio, env: { ...process.env, ...env }, maxBuffer: 1 << 28 };
  const { status, stdout, stderr, signal } = spawnSync(process.execPath, [cli, ...args], options);
  return { code: status, out: stdout?.toString() ?? "", err: stderr.toString(), signal };
}

/** Runs it with `--json`; fails unless standard output is one document. */
export function layerglassJson(args, options) {
  const { out, ...rest } = layerglass([...args, "--json"], options);
  return { document: JSON.parse(out), ...rest };
}

/** Starts it; `cli`: from elsewhere. */
export function start(args, { cli: other = cli, ...options } = {}) {
  return spawn(process.execPath, [other, ...args], options);
}

/** Runs it in a terminal of so many columns, and gives what that shows. `before` is a shell's word for its input. */
export function inTerminal(args, columns, { env = {}, before = "" } = {}) {
  const words = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(" ");
  const options = { env: { ...process.env, TERM: "xterm", ...env }, encoding: "utf8" };
  const { stdout } = spawnSync("script", ["-qec", `stty cols ${columns}; ${before} ${words}`, "/dev/null"], options);
  return stdout.replaceAll("\r\n", "\n");
}

/** The cells of a table with columns as docker's. */
export function cells(out) {
  return out
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/ {3,}/));
}
