// `fetch` over node:http and node:https. It gives what the global one would: responses with streamed bodies.
import type { ClientRequest, IncomingMessage } from "node:http";
import type { NetworkOptions } from "../public/options.js";
import type { FetchKit } from "./fetch.js";
import { type Ways, waysOf } from "./ways.js";

/** As browsers have it. */
const MOST_REDIRECTS = 20;
/** Bytes of a body that wait to be read. */
const AHEAD = 256 * 1024;
/** A body that nobody reads is taken up to this length, so that the connection can be used again. */
const PASSED_OVER = 64 * 1024;
/** How often a request is sent anew where an idle connection turns out to have been closed. */
const MOST_STALE = 3;

const SECRETS = ["authorization", "cookie", "proxy-authorization"];
const WITHOUT_BODY = [101, 103, 204, 205, 304];

interface Message {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  readonly signal: AbortSignal;
}

/** Rejects with a `TypeError` where no answer came, or with the signal's reason. */
export async function fetchInNode(request: Request, network: NetworkOptions, kit: FetchKit): Promise<Response> {
  request.signal.throwIfAborted();
  const ways = await waysOf(network, kit);
  const body = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
  const url = new URL(request.url);
  let message: Message = { url, method: request.method, headers: headersOf(request), body, signal: request.signal };
  for (let redirects = 0; ; redirects++) {
    const answer = await sendAnew(ways, message);
    const to = request.redirect === "manual" ? undefined : targetOf(answer, message.url);
    if (!to) return responseOf(answer, message, request, redirects > 0);
    passOver(answer);
    if (request.redirect === "error") throw failed(message.url, new Error("it sends on to another address"));
    if (redirects === MOST_REDIRECTS) throw failed(url, new Error(`it sends on more than ${MOST_REDIRECTS} times`));
    message = redirected(message, to, answer.statusCode ?? 0, kit);
  }
}

function headersOf(request: Request): Headers {
  const headers = new Headers(request.headers);
  const defaults = { accept: "*/*", "accept-encoding": "identity", "user-agent": "layerglass" };
  for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value);
  return headers;
}

/** Where an answer sends on to. */
function targetOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) return undefined;
  if (!URL.canParse(headers.location, from.href)) throw failed(from, new Error("it sends on to what is no address"));
  const to = new URL(headers.location, from);
  to.username = to.password = "";
  return to;
}

function redirected({ url, method, headers, body, signal }: Message, to: URL, status: number, kit: FetchKit): Message {
  if (!["http:", "https:"].includes(to.protocol)) throw failed(url, new Error(`it sends on to ${to.protocol}`));
  // Who was asked by plain HTTP himself was allowed that.
  if (to.protocol === "http:" && !kit.isLoopback(to.hostname) && to.host !== url.host) {
    throw new kit.LayerglassError("network/plain-http", `${url.host} sends on to ${to.host} by plain HTTP`, {
      hint: "anybody on the way could change the bytes: use https://, or download the file first",
    });
  }
  const kept = new Headers(headers);
  // A secret is meant for the one it was sent to.
  if (to.origin !== url.origin) for (const name of SECRETS) kept.delete(name);
  const asks = method === "GET" || method === "HEAD";
  const becomesGet = !asks && (status === 303 || (status < 303 && method === "POST"));
  if (!becomesGet) return { url: to, method, headers: kept, body, signal };
  for (const name of ["content-type", "content-encoding", "content-language"]) kept.delete(name);
  return { url: to, method: "GET", headers: kept, body: undefined, signal };
}

/** A server may close an idle connection at the very moment that a request goes out on it. */
async function sendAnew(ways: Ways, message: Message): Promise<IncomingMessage> {
  for (let stale = 0; ; stale++) {
    const { request, answer } = send(ways, message);
    try {
      return await answer;
    } catch (thrown) {
      message.signal.throwIfAborted();
      const wasClosed = request.reusedSocket && ["ECONNRESET", "EPIPE"].includes(codeOf(thrown));
      if (!wasClosed || stale === MOST_STALE) throw failed(message.url, thrown);
    }
  }
}

function send(ways: Ways, { url, method, headers, body, signal }: Message) {
  const { request: begin, options } = ways.to(url);
  const length = body ? { "content-length": String(body.length) } : {};
  const request: ClientRequest = begin({
    ...options,
    method,
    headers: { ...Object.fromEntries(headers), ...length, ...options.headers },
  });
  const stop = () => request.destroy(new Error("it was given up"));
  signal.addEventListener("abort", stop, { once: true });
  request.on("close", () => signal.removeEventListener("abort", stop));
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.on("error", reject);
    request.end(body);
  });
  return { request, answer };
}

function responseOf(answer: IncomingMessage, { url, method, signal }: Message, request: Request, redirected: boolean) {
  const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = answer;
  if (status < 200 || status > 599) {
    answer.destroy();
    throw failed(url, new Error(`it answered with the status ${status}`));
  }
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  const isEmpty = method === "HEAD" || WITHOUT_BODY.includes(status);
  if (isEmpty) answer.resume();
  const body = isEmpty ? null : streamOf(answer, url, signal, request);
  const response = new Response(body, { status, statusText, headers });
  const { href, hash } = url;
  return Object.defineProperties(response, {
    url: { value: href.slice(0, href.length - hash.length) },
    redirected: { value: redirected },
  });
}

/** `request`: its signal ends with it, so it has to live as long as the body. */
function streamOf(
  answer: IncomingMessage,
  url: URL,
  signal: AbortSignal,
  request: Request,
): ReadableStream<Uint8Array> {
  let isOver = false;
  const over = (end: () => void) => {
    if (!isOver) end();
    isOver = true;
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        answer.on("data", ({ buffer, byteOffset, length }: Buffer) => {
          if (isOver) return;
          // Not as a Buffer: its `slice` would be no copy.
          controller.enqueue(new Uint8Array(buffer as ArrayBuffer, byteOffset, length));
          if ((controller.desiredSize ?? 0) <= 0) answer.pause();
        });
        answer.on("end", () => over(() => controller.close()));
        answer.on("error", (cause) => {
          over(() => controller.error(request.signal.aborted ? signal.reason : failed(url, cause)));
        });
        answer.pause();
      },
      pull: () => void answer.resume(),
      cancel: () =>
        over(() => {
          answer.destroy();
        }),
    },
    { highWaterMark: AHEAD, size: ({ length }) => length },
  );
}

/** What is short is taken, so that the connection can be used again. */
function passOver(answer: IncomingMessage): void {
  answer.on("error", () => {});
  if (Number(answer.headers["content-length"] ?? Infinity) <= PASSED_OVER) answer.resume();
  else answer.destroy();
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
}

function failed(url: URL, cause: unknown): unknown {
  return new TypeError(`${url.host}: ${reasonOf(cause)}`, { cause });
}

/** Where a host has several addresses, each may have failed. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}
