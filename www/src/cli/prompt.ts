// Asking whoever sits at the terminal.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { INTERRUPTED, usage } from "./failure.js";

/** Nothing is longer that is a password. */
const MOST = 64 * 1024;

/** One line; what is secret is not shown while it is typed. */
export async function asked(question: string, { isSecret }: { isSecret: boolean }): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    throw usage(
      "no-terminal",
      "there is nobody to ask: standard input is no terminal",
      "use --username, --password-stdin",
    );
  }
  stderr.write(question);
  const unseen = new Writable({ write: (_bytes, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: isSecret ? unseen : stderr, terminal: true });
  const answer = await new Promise<string | null>((resolve) => {
    lines.once("line", resolve);
    lines.once("SIGINT", () => resolve(null));
    lines.once("close", () => resolve(null));
  });
  lines.close();
  if (isSecret) stderr.write("\n");
  if (answer === null) process.exit(INTERRUPTED);
  return answer;
}

/** All of standard input, without the line's end. */
export async function fromInput(): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    pieces.push(piece);
    if ((length += piece.length) > MOST)
      throw usage("credentials", "standard input holds no password", "give one line");
  }
  return Buffer.concat(pieces)
    .toString()
    .replace(/\r?\n$/, "");
}
