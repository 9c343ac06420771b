// The server: listens, knows whom it answers, and sorts what is asked into page and gateway.
import { createServer, type Server } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { BASE, gateway, type GatewayOptions } from "./gateway.js";
import { page, type PageFolders } from "./page.js";
import { refuse, Refusal, refusalOf } from "./refusal.js";
import { checkHost } from "./visitor.js";

const FIRST_PORT = 8080;
/** How many ports after the first one are tried where none was asked for. */
const PORTS_TRIED = 100;
/** Of a request's head; a browser's is far below. */
const HEAD_BYTES = 16 * 1024;
const MOST_CONNECTIONS = 512;

export interface ServerOptions extends PageFolders {
  /** An address or name of this machine. */
  readonly host: string;
  /** Undefined: 8080, or the next free one. */
  readonly port?: number | undefined;
  /** Undefined: the page alone. */
  readonly gateway?: GatewayOptions | undefined;
}

export interface Running {
  readonly port: number;
  /** Of the page. */
  readonly url: string;
  /** Breaks off what is on its way. */
  close(): Promise<void>;
}

/** Rejects with Node's error where it cannot listen. */
export async function serve(options: ServerOptions): Promise<Running> {
  const showPage = await page(options);
  const ask = options.gateway && gateway(options.gateway);
  const timeouts = { headersTimeout: 10_000, requestTimeout: 20_000, keepAliveTimeout: 5_000 };
  const server = createServer({ maxHeaderSize: HEAD_BYTES, ...timeouts }, (request, response) => {
    const { url = "" } = request;
    const isGateway = url === BASE || url.startsWith(`${BASE}/`);
    const handle = async () => {
      checkHost(request, options.host);
      if (!isGateway) return showPage(request, response);
      if (ask) return ask(request, response);
      throw new Refusal(404, "UNSUPPORTED", "there is no gateway here: start it by layerglass serve --gateway");
    };
    handle().catch((thrown: unknown) => refuse(response, refusalOf(thrown)));
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  const close = () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  return { port, url: `http://${isIPv6(options.host) ? `[${options.host}]` : options.host}:${port}/`, close };
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  if (port !== undefined) return listenOn(server, host, port);
  for (let tried = FIRST_PORT; ; tried++) {
    try {
      return await listenOn(server, host, tried);
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken || tried === FIRST_PORT + PORTS_TRIED) throw error;
    }
  }
}

function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
