// Node's ways to a host: straight, or by a proxy; with which certificates. Connections are kept for the next request.
import type { Agent as HttpAgent, ClientRequest, RequestOptions } from "node:http";
import type { Agent as HttpsAgent } from "node:https";
import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import type { NetworkOptions } from "../public/options.js";
import type { FetchKit } from "./fetch.js";
import { isExempt } from "./no-proxy.js";

type Begin = (options: RequestOptions) => ClientRequest;

/** How a request is begun. */
export interface Way {
  readonly request: Begin;
  readonly options: RequestOptions & { readonly headers: Record<string, string> };
}

export interface Ways {
  to(url: URL): Way;
}

/** How long a proxy may take to open a tunnel. */
const PATIENCE = 30_000;

let known: { readonly network: NetworkOptions; readonly ways: Promise<Ways> } | undefined;

/** The same as long as the settings are. */
export function waysOf(network: NetworkOptions, kit: FetchKit): Promise<Ways> {
  if (known?.network !== network) known = { network, ways: make(network, kit) };
  return known.ways;
}

async function make({ proxy, ca = [], unchecked = [] }: NetworkOptions, { isLoopback, nodeModule }: FetchKit) {
  const [http, https, net, tls, fs] = await Promise.all([
    nodeModule<typeof import("node:http")>("http"),
    nodeModule<typeof import("node:https")>("https"),
    nodeModule<typeof import("node:net")>("net"),
    nodeModule<typeof import("node:tls")>("tls"),
    nodeModule<typeof import("node:fs")>("fs"),
  ]);
  const extra = [ca].flat();
  const trust: ConnectionOptions = extra.length > 0 ? { ca: [...usual(tls, fs), ...extra] } : {};
  const agents = new Map<string, HttpAgent | HttpsAgent>();
  const agent = <A extends HttpAgent | HttpsAgent>(key: string, make: () => A): A => {
    const found = agents.get(key) ?? make();
    agents.set(key, found);
    return found as A;
  };
  const checked = (url: URL): ConnectionOptions =>
    unchecked.includes(url.host) || unchecked.includes(url.hostname) ? { rejectUnauthorized: false } : {};
  const straight = (url: URL) =>
    url.protocol === "http:"
      ? { request: http.request as Begin, agent: agent("http", () => new http.Agent({ keepAlive: true })) }
      : {
          request: https.request as Begin,
          agent: agent("https", () => new https.Agent({ keepAlive: true, ...trust })),
        };
  const tunnelling = (by: URL) => {
    const made = new https.Agent({ keepAlive: true, ...trust });
    const connect = async (options: ConnectionOptions) => {
      const { host = "", port = 443 } = options;
      const { request } = straight(by);
      const socket = await tunnel(request, { ...addressOf(by), ...trust, ...checked(by) }, by, host, port);
      return tls.connect({ ...options, socket, servername: net.isIP(host) ? "" : (options.servername ?? host) });
    };
    const createConnection = (options: ConnectionOptions, done: (error: unknown, socket?: Socket) => void) => {
      connect(options).then((socket) => done(null, socket), done);
    };
    return Object.assign(made, { createConnection });
  };
  const to = (url: URL): Way => {
    const path = url.pathname + url.search;
    const by = isLoopback(url.hostname) ? undefined : proxyFor(url, proxy, net);
    if (!by) {
      const { request, agent } = straight(url);
      return { request, options: { ...addressOf(url), ...checked(url), path, agent, headers: {} } };
    }
    if (url.protocol === "https:") {
      const tunnels = agent(`tunnel ${by.href}`, () => tunnelling(by));
      const options = { ...addressOf(url), ...checked(url), path, agent: tunnels, headers: {} };
      return { request: https.request as Begin, options };
    }
    const { request, agent: toProxy } = straight(by);
    const headers = { host: url.host, ...loginOf(by) };
    return {
      request,
      options: { ...addressOf(by), ...checked(by), path: url.origin + path, agent: toProxy, headers },
    };
  };
  return { to };
}

/** What Node trusts without being told: what else it was told by its environment is not among its roots. */
function usual(tls: typeof import("node:tls"), fs: typeof import("node:fs")): string[] {
  const { getCACertificates } = tls as { getCACertificates?(type: string): string[] };
  if (getCACertificates) return getCACertificates("default");
  const more = process.env["NODE_EXTRA_CA_CERTS"];
  return more && fs.existsSync(more)
    ? [...tls.rootCertificates, fs.readFileSync(more, "utf8")]
    : [...tls.rootCertificates];
}

/** The proxy that is to be asked; undefined where none is. */
function proxyFor(url: URL, given: NetworkOptions["proxy"], net: typeof import("node:net")): URL | undefined {
  const { http, https, no } = given ?? {
    http: variable("HTTP_PROXY"),
    https: variable("HTTPS_PROXY"),
    no: variable("NO_PROXY"),
  };
  const proxy = url.protocol === "https:" ? https : http;
  if (!proxy || isExempt(url, no ?? "", net)) return undefined;
  const address = proxy.includes("://") ? proxy : `http://${proxy}`;
  const parsed = URL.canParse(address) ? new URL(address) : undefined;
  if (parsed?.protocol === "http:" || parsed?.protocol === "https:") return parsed;
  throw new TypeError(`${url.host}: the proxy is to be http://host:port or https://host:port`);
}

function variable(name: string): string | undefined {
  return process.env[name] || process.env[name.toLowerCase()];
}

function addressOf({ protocol, hostname, port }: URL) {
  return { hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port || (protocol === "https:" ? 443 : 80)) };
}

/** A proxy's own name and password. */
function loginOf({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` };
}

/** A connection to a host, by a proxy that passes bytes on without looking at them. */
function tunnel(begin: Begin, options: object, by: URL, host: string, port: string | number): Promise<Socket> {
  const path = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const headers = { host: path, ...loginOf(by) };
  return new Promise((resolve, reject) => {
    const request = begin({ ...options, method: "CONNECT", path, headers, agent: false });
    request.once("connect", ({ statusCode = 0, statusMessage }, socket) => {
      if (statusCode >= 200 && statusCode < 300) return resolve(socket as Socket);
      socket.destroy();
      reject(new Error(`the proxy ${by.host} answered ${statusCode} ${statusMessage}`.trim()));
    });
    request.once("error", (cause) => reject(new Error(`the proxy ${by.host}: ${cause.message}`, { cause })));
    request.setTimeout(PATIENCE, () => request.destroy(new Error("it does not answer")));
    request.end();
  });
}
