// The gateway: asks registries in the place of a page that they do not let in.
import type { IncomingMessage, ServerResponse } from "node:http";
import { Allowed } from "./allowed.js";
import { answeredWith } from "./headers.js";
import { passOn, type Patience } from "./pass.js";
import { refuse, Refusal, refusalOf } from "./refusal.js";
import { KNOWN } from "./registries.js";
import { type Bounds, Turns } from "./turns.js";
import { Upstream, type UpstreamOptions } from "./upstream.js";
import { checkOrigin } from "./visitor.js";

/** Where it lies: `/gateway/HOST/v2/…`. */
export const BASE = "/gateway";

export interface GatewayOptions extends UpstreamOptions {
  /** Hosts beside the known registries; these may be anywhere. */
  readonly allow?: readonly string[];
  /** Hosts that are spoken to by plain HTTP. */
  readonly insecure?: readonly string[];
  readonly bounds?: Bounds;
  readonly body?: Patience;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers what lies under {@link BASE}. */
export function gateway({ allow = [], insecure = [], bounds, body, ...options }: GatewayOptions): Handler {
  const allowed = new Allowed(allow, insecure);
  const upstream = new Upstream(allowed, options);
  const turns = new Turns(bounds);
  return async (request, response) => {
    const gone = new AbortController();
    response.on("error", () => {});
    response.once("close", () => gone.abort());
    let end: (() => void) | undefined;
    try {
      const { url = "", method = "", headers } = request;
      checkOrigin(request);
      checkPlain(request);
      const rest = url.slice(BASE.length);
      if (rest === "" || rest === "/") return introduce(response, allow);
      const target = allowed.asked(rest.slice(1));
      end = await turns.take(target.url.host, gone.signal);
      const answer = await upstream.ask(target, method, headers, gone.signal);
      const { statusCode = 0 } = answer;
      if (statusCode < 200 || statusCode > 599) {
        answer.destroy();
        throw new Refusal(502, "UNKNOWN", `${target.url.host} answered with the status ${statusCode}`);
      }
      response.writeHead(statusCode, answeredWith(answer.headers));
      await passOn(answer, response, gone.signal, body);
    } catch (thrown) {
      if (!gone.signal.aborted) refuse(response, refusalOf(thrown));
    } finally {
      end?.();
    }
  };
}

/** Only what asks, and nothing that brings something along. */
function checkPlain({ method, headers }: IncomingMessage): void {
  if (method !== "GET" && method !== "HEAD") {
    throw new Refusal(405, "UNSUPPORTED", "the gateway only reads", { Allow: "GET, HEAD" });
  }
  if (headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0") {
    throw new Refusal(400, "UNSUPPORTED", "the gateway takes no bodies", { Connection: "close" });
  }
}

/** What it says of itself: a page finds out by this that there is one. */
function introduce(response: ServerResponse, allow: readonly string[]): void {
  const registries = [...KNOWN.flatMap(({ hosts }) => hosts), ...allow];
  const body = JSON.stringify({ schemaVersion: 1, gateway: 1, registries });
  const headers = { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
  response.writeHead(200, { ...headers, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
