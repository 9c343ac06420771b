// `layerglass serve`, started and asked as browsers and others would ask it.
import { request } from "node:http";
import { start } from "./command.mjs";

/** A start that takes longer has failed. */
const PATIENCE = 15_000;

/**
 * Starts it on a free port; it ends with the test. Gives `port`, `url` of the page, `gateway` (its base), `out()`, `err()`,
 * `child`, `ended` (exit code and signal) and `ask`.
 */
export async function startServe(t, args = [], { env = {}, cli } = {}) {
  const proxies = Object.fromEntries(["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]).map((name) => [name, ""])); // prettier-ignore
  const child = start(["serve", "--port", "0", ...args], { cli, env: { ...process.env, ...proxies, ...env } });
  const texts = { out: "", err: "" };
  for (const [name, stream] of [["out", child.stdout], ["err", child.stderr]]) stream.on("data", (piece) => (texts[name] += piece)); // prettier-ignore
  const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const isOver = ended.then(() => true);
  const wait = () => new Promise((resolve) => setTimeout(resolve, 10, false));
  for (const until = Date.now() + PATIENCE; Date.now() < until && !/Ctrl-C/.test(texts.out);) {
    if (await Promise.race([isOver, wait()])) break;
  }
  const port = Number(/:(\d+)\//.exec(texts.out)?.[1]);
  const url = `http://127.0.0.1:${port}/`;
  const running = { child, ended, port, url, gateway: `${url}gateway`, out: () => texts.out, err: () => texts.err };
  return { ...running, ask: (path, options) => ask(port, path, options) };
}

/** One request, written as it is given: no client tidies its path up, or sets its own Host. */
export function ask(port, path, { method = "GET", headers = {}, host = "127.0.0.1", body, signal } = {}) {
  return new Promise((resolve, reject) => {
    const options = { host, port, path, method, headers, signal, agent: false };
    const asking = request(options, async (answer) => {
      const parts = [];
      const { statusCode: status, headers } = answer;
      const given = { status, headers };
      try {
        for await (const part of answer) parts.push(part);
      } catch (error) {
        return resolve({ ...given, cut: true, error, bytes: Buffer.concat(parts) });
      }
      const bytes = Buffer.concat(parts);
      resolve({ ...given, cut: false, bytes, text: bytes.toString(), error: said(bytes) });
    });
    asking.on("error", reject);
    asking.end(body);
  });
}

/** What a gateway or registry says went wrong. */
function said(bytes) {
  try {
    return JSON.parse(bytes).errors[0].message;
  } catch {
    return undefined;
  }
}
