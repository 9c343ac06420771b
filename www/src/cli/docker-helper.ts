// docker's credential helpers: programs that keep what must not lie in a file.
import { spawn } from "node:child_process";

/** A helper that says no more by then has hung. */
const PATIENCE = 20_000;
const MOST = 64 * 1024;

/**
 * `docker-credential-NAME ACTION`, without a shell: a text in, a text out. Null where there is no such helper or it
 * refuses.
 */
export function askHelper(name: string, action: "get" | "store" | "erase", input: string): Promise<string | null> {
  // A name with a slash would be a path.
  if (!/^[\w.-]+$/.test(name)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const child = spawn(`docker-credential-${name}`, [action], {
      stdio: ["pipe", "pipe", "ignore"],
      timeout: PATIENCE,
    });
    let out = "";
    child.on("error", () => resolve(null));
    child.stdin.on("error", () => {});
    child.stdout.on("data", (piece: Buffer) => {
      out += piece.toString();
      if (out.length > MOST) child.kill();
    });
    child.on("close", (code) => resolve(code === 0 && out.length <= MOST ? out : null));
    child.stdin.end(input);
  });
}
