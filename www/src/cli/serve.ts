// layerglass serve: the page on this machine, and a gateway for registries that allow no browser.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Running } from "../gateway/server.js";
import { LayerglassError } from "../index.js";
import type { Command, Words } from "./command.js";
import { DONE, usage } from "./failure.js";
import { NETWORK, certificates } from "./network.js";
import type { Terminal } from "./terminal.js";
import { printable } from "./text.js";

const LOOPBACK = "127.0.0.1";
const OWN_NAMES = [LOOPBACK, "localhost", "::1"];

export const serve: Command = {
  name: "serve",
  summary: "The page on this machine, and a gateway for registries that allow no browser",
  usage: "[--port N] [--gateway [--allow HOST]…]",
  options: {
    port: { type: "string", short: "p", value: "N", help: "Listen there; 0 for any free port; else 8080 or the next" },
    gateway: { type: "boolean", help: "Ask registries in the page's place, which the browser does not let it" },
    allow: {
      type: "string",
      multiple: true,
      value: "HOST",
      help: "Let the gateway ask this one as well, HOST or HOST:PORT, wherever it is; repeatable",
    },
    host: { type: "string", value: "ADDRESS", help: "Listen on this address, for other machines; else on 127.0.0.1" },
    open: { type: "boolean", help: "Show the page in the browser" },
    insecure: { ...NETWORK["insecure"], type: "string", help: "Let the gateway speak plain HTTP to it; repeatable" },
    cacert: { ...NETWORK["cacert"], type: "string", help: "Trust these certificates (PEM) beside the usual ones" },
  },
  notes: `The gateway only reads, and keeps nothing. Without --allow it asks Docker Hub, GHCR, Quay, GCR, MCR, ECR Public,
registry.k8s.io and GitLab, and follows them to where their blobs lie, never into a private network. It answers
pages of its own address only: http://127.0.0.1:8080/gateway/HOST/v2/… HTTPS_PROXY, HTTP_PROXY and NO_PROXY
are honoured. Ctrl-C ends it.`,
  examples: [
    { line: "layerglass serve", does: "the page alone, on http://127.0.0.1:8080/" },
    { line: "layerglass serve --gateway --allow registry.lan:5000", does: "also for a registry of one's own" },
  ],
  async run(words, terminal) {
    if (words.positionals.length > 0) throw usage("too-many", "serve takes no source", "see layerglass serve --help");
    const isGateway = words.flag("gateway");
    const allow = words.texts("allow");
    if (!isGateway && allow.length > 0) throw usage("option", "--allow is for the gateway", "add --gateway");
    const host = words.text("host") ?? LOOPBACK;
    const running = await started(words, host, isGateway, allow);
    tell(running, host, isGateway, allow, terminal);
    if (words.flag("open")) show(running.url, terminal);
    await interrupted();
    await running.close();
    return DONE;
  },
};

async function started(words: Words, host: string, isGateway: boolean, allow: readonly string[]): Promise<Running> {
  // Other commands do not wait for it to be loaded.
  const { isHost, serve } = await import("../gateway/index.js");
  const insecure = words.texts("insecure");
  for (const [option, hosts] of Object.entries({ allow, insecure })) {
    const wrong = hosts.find((word) => !isHost(word));
    if (wrong !== undefined)
      throw usage("option", `--${option} ${wrong} is no host`, "name it as registry.lan or registry.lan:5000");
  }
  const port = portOf(words.text("port"));
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const ca = certificates(words);
  const gateway = isGateway ? { allow, insecure, network: ca === undefined ? {} : { ca } } : undefined;
  try {
    return await serve({ site: here("../site/"), beside: here("./"), host, port, gateway });
  } catch (error) {
    throw notServed(error, host, port);
  }
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw usage("option", `${text} is no port`, "give a number from 0 to 65535");
}

function notServed(error: unknown, host: string, port: number | undefined): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const where = `${port === undefined ? "no port" : `port ${port}`} of ${host}`;
  switch (code) {
    case "EADDRINUSE":
      return usage("port", `${where} is ${port === undefined ? "free" : "taken"}`, "--port 0 takes any that is free");
    case "EACCES":
      return usage("port", `${where} may not be taken`, "ports below 1024 are for root: --port 8080, say");
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return usage("port", `${host} is no address of this machine`, "--host 0.0.0.0 listens on all that it has");
    case "ENOENT":
      return new LayerglassError("internal/no-page", "the page is not there, beside the command", {
        hint: "install the package again; from its source, npm run build makes it",
        cause: error,
      });
    default:
      return error;
  }
}

function tell(
  { url, port }: Running,
  host: string,
  isGateway: boolean,
  allow: readonly string[],
  { out, err }: Terminal,
): void {
  if (isGateway && !OWN_NAMES.includes(host)) {
    err("layerglass: everybody who reaches this address can ask registries through the gateway\n");
  }
  // What listens everywhere is found under its own name, too.
  const shown = ["0.0.0.0", "::"].includes(host) ? `http://localhost:${port}/` : url;
  const also = allow.length > 0 ? `, ${allow.join(", ")}` : "";
  const gateway = `The gateway: ${shown}gateway   for the public registries${also}`;
  const lines = [`The page:    ${shown}   (Ctrl-C ends)`, ...(isGateway ? [gateway] : [])];
  out(`${lines.map(printable).join("\n")}\n`);
}

function show(url: string, { err }: Terminal): void {
  const [opener = "", ...words] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[
    process.platform as string
  ] ?? ["xdg-open"];
  const child = spawn(opener, [...words, url], { stdio: "ignore", detached: true });
  child.on("error", () => err(`layerglass: found no ${opener} to open a browser with: open the page by hand\n`));
  child.unref();
}

/** Resolves when it is to end. To be told so is how it ends, not that something went wrong: so the exit code is 0. */
function interrupted(): Promise<void> {
  process.removeAllListeners("SIGINT");
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
