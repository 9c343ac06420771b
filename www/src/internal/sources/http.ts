// An archive on the web, read by Range where the server allows it.
import { LayerglassError } from "../../public/error.js";
import type { FetchKit } from "../fetch.js";
import { isNode } from "../host.js";
import { fromStream } from "./here.js";
import { DISTANT, type FedSupply, type RandomSupply } from "./source.js";

/** Called with the address of each request before it is sent, and with where it was sent on to once that is known. */
export type OnRequest = (url: string) => void;

export interface Asking {
  /** Stops the first request: what is asked later ends with the supply. */
  readonly signal?: AbortSignal | undefined;
  readonly onRequest?: OnRequest | undefined;
  /** Hosts that plain HTTP may be spoken to. */
  readonly insecure?: readonly string[] | undefined;
}

interface Way extends Pick<FetchKit, "fetch">, Pick<Asking, "onRequest"> {
  /** Plain HTTP is spoken to this machine, to whom it was allowed, and by a page that came so itself to where it came from. */
  mayBeAsked(url: URL): boolean;
}

/** Requests of one file. */
type Ask = (range: string, signal: AbortSignal) => Promise<Response>;

/**
 * Asks for the whole file as a range. A server that knows ranges answers 206 with the length in `Content-Range` or, where
 * a page may not see that header, in `Content-Length`, which it always may; one that does not answers 200, and that
 * body is read as it comes.
 */
export async function fromUrl(
  url: URL,
  { signal, onRequest, insecure = [] }: Asking,
  { fetch, isLoopback }: Pick<FetchKit, "fetch" | "isLoopback">,
): Promise<FedSupply> {
  const mayBeAsked = ({ protocol, host, hostname, origin }: URL) =>
    protocol !== "http:" ||
    isLoopback(hostname) ||
    [host, hostname].some((name) => insecure.includes(name)) ||
    isOwn(origin);
  if (!mayBeAsked(url)) {
    throw new LayerglassError("usage/plain-http", `${url.host}: plain HTTP is spoken to this machine only`, {
      hint: PLAIN_HTTP,
    });
  }
  const ask: Ask = (range, signal) => {
    const told = url.protocol === "blob:" ? undefined : onRequest;
    told?.(url.href);
    return request(url, range, signal, { fetch, mayBeAsked, onRequest: told });
  };
  const asking = new AbortController();
  const stop = () => asking.abort();
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop, { once: true });
  const response = await ask("bytes=0-", asking.signal).finally(() => signal?.removeEventListener("abort", stop));
  if (response.status === 416 && contentRange(response)?.size === 0) return randomOf(url, ask, 0, null);
  if (!response.ok || !response.body) throw refused(url, response);
  if (response.status === 206) {
    const size = sizeOf(response);
    if (size !== null) {
      asking.abort();
      return randomOf(url, ask, size, response.headers.get("etag"));
    }
  }
  return fromStream(response.body, response.status === 200 ? lengthOf(response) : null, url.href);
}

function randomOf(url: URL, ask: Ask, size: number, etag: string | null): RandomSupply {
  const asking = new AbortController();
  return {
    kind: "random",
    size,
    url: url.href,
    costs: DISTANT,
    read: async (offset, length) => {
      const response = await ask(`bytes=${offset}-${offset + length - 1}`, asking.signal);
      return readRange(url, response, offset, length, etag);
    },
    close: () => asking.abort(),
  };
}

async function readRange(
  url: URL,
  response: Response,
  offset: number,
  length: number,
  etag: string | null,
): Promise<Uint8Array> {
  if (!response.ok) throw refused(url, response);
  if (response.status !== 206) {
    await response.body?.cancel();
    throw lied(url, `it answered ${response.status} to a request for a range, where it first knew ranges`);
  }
  const now = response.headers.get("etag");
  if (etag !== null && now !== null && now !== etag) throw lied(url, "the file has changed while it was read");
  const range = contentRange(response);
  if (range && range.start !== offset)
    throw lied(url, `it gave bytes from ${range.start} where ${offset} was asked for`);
  return bodyOf(url, response, offset, length);
}

/** A body of so many bytes. One that goes on is not read on: it may have no end. */
async function bodyOf(url: URL, response: Response, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const reader = response.body?.getReader();
  let count = 0;
  while (reader && count < length) {
    const { done, value } = await reader.read().catch((cause: unknown) => unreachable(url, cause));
    if (done) break;
    if (value.length <= length - count) bytes.set(value, count);
    count += value.length;
  }
  void reader?.cancel().catch(() => {});
  if (count !== length) {
    const much = count < length ? `${count} bytes` : "more bytes";
    throw lied(url, `it gave ${much} from ${offset} where ${length} were asked for`);
  }
  return bytes;
}

async function request(url: URL, range: string, signal: AbortSignal, way: Way): Promise<Response> {
  const { fetch, mayBeAsked, onRequest } = way;
  // Neither cookies nor the page's address are anybody's business here.
  const options: RequestInit = {
    headers: { Range: range },
    signal,
    credentials: "omit",
    referrerPolicy: "no-referrer",
  };
  const response = await fetch(url, options).catch((cause: unknown) => unreachable(url, cause));
  // A browser tells a redirect only once it was followed, and of several the last one.
  if (response.redirected) onRequest?.(response.url);
  // What came from there is not looked at.
  if (response.url !== "" && !mayBeAsked(new URL(response.url))) {
    void response.body?.cancel();
    const { host } = new URL(response.url);
    throw new LayerglassError("network/plain-http", `${url.host} sends on to ${host} by plain HTTP`, {
      hint: PLAIN_HTTP,
    });
  }
  return response;
}

const PLAIN_HTTP = "anybody on the way could change the bytes: use https://, or download the file first";

function isOwn(origin: string): boolean {
  return typeof location === "object" && location.origin === origin;
}

/** The length of the whole file, by a 206 answer to `bytes=0-`; null where nothing readable says it. */
function sizeOf(response: Response): number | null {
  if (isEncoded(response)) return null;
  return contentRange(response)?.size ?? lengthOf(response);
}

function lengthOf(response: Response): number | null {
  const length = response.headers.get("content-length");
  return length !== null && /^\d{1,15}$/.test(length) && !isEncoded(response) ? Number(length) : null;
}

/** An encoded body has another length than the headers say. */
function isEncoded(response: Response): boolean {
  return !["", "identity"].includes(response.headers.get("content-encoding") ?? "");
}

function contentRange(response: Response): { start: number | null; size: number | null } | undefined {
  const match = /^bytes (?:(\d{1,15})-\d{1,15}|\*)\/(\d{1,15}|\*)$/.exec(response.headers.get("content-range") ?? "");
  if (!match) return undefined;
  const [, start, size] = match;
  return {
    start: start === undefined ? null : Number(start),
    size: size === undefined || size === "*" ? null : Number(size),
  };
}

function refused(url: URL, response: Response): LayerglassError {
  void response.body?.cancel();
  const hints: Record<number, string> = {
    401: "it needs a login: download the file and open that",
    403: "it may need a login, or the link may have expired: download the file and open that",
    404: "check the address",
    429: "too many requests: wait a little and try again",
  };
  return new LayerglassError(
    "network/status",
    `${url.host} answered ${`${response.status} ${response.statusText}`.trim()}`,
    {
      hint: hints[response.status] ?? "try again later, or download the file and open that",
    },
  );
}

function lied(url: URL, what: string): LayerglassError {
  return new LayerglassError("network/range", `${url.host}: ${what}`, { hint: "download the file and open that" });
}

function unreachable(url: URL, cause: unknown): never {
  if (cause instanceof LayerglassError || (cause instanceof DOMException && cause.name === "AbortError")) throw cause;
  const reason = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  throw new LayerglassError("network/failed", `${url.host} could not be read${reason}`, {
    hint: isNode
      ? "the host may be down: try again, or download the file and open that"
      : "the host may be down, or it may not allow pages of other origins to read it (CORS); a browser does not say " +
        "which. Download the file and open that",
    cause,
  });
}
