// Asks a registry, and where that sends on to. Each hop is allowed anew, and each address is looked at before it is
// connected to.
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import { fetchKit } from "../internal/fetch.js";
import { waysOf } from "../internal/ways.js";
import type { NetworkOptions } from "../public/options.js";
import { publicOnly, type Resolve } from "./addresses.js";
import type { Allowed, Target } from "./allowed.js";
import { askedWith } from "./headers.js";
import { Refusal } from "./refusal.js";

/** Registries need one or two. */
const MOST_REDIRECTS = 5;
/** Of an answer's head. Presigned addresses are the longest of what is in them, at about 2 KiB. */
const HEAD_BYTES = 32 * 1024;
/** A body that nobody reads is taken up to this length, so that the connection can be used again. */
const PASSED_OVER = 64 * 1024;
/** How often a request is sent anew where an idle connection turns out to have been closed. */
const MOST_STALE = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

export interface UpstreamOptions {
  readonly network?: NetworkOptions;
  /** How names are resolved where only public addresses will do; the system's way by default. */
  readonly resolve?: Resolve | undefined;
  /** Milliseconds until a head is there. */
  readonly patience?: number;
}

export class Upstream {
  readonly #allowed: Allowed;
  readonly #network: NetworkOptions;
  readonly #lookup: LookupFunction;
  readonly #patience: number;

  constructor(allowed: Allowed, { network = {}, resolve, patience = 30_000 }: UpstreamOptions = {}) {
    this.#allowed = allowed;
    this.#network = network;
    this.#lookup = publicOnly(resolve);
    this.#patience = patience;
  }

  /** The answer that is none of sending on. The body is for the caller to read. */
  async ask(
    first: Target,
    method: string,
    headers: IncomingHttpHeaders,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    let target = first;
    let isSame = true;
    for (let redirects = 0; ; redirects++) {
      isSame &&= target.url.origin === first.url.origin;
      const answer = await this.#sendAnew(target, method, askedWith(headers, isSame), signal);
      const { statusCode = 0, headers: answered } = answer;
      if (answered.location === undefined || !REDIRECTS.includes(statusCode)) {
        // What another host asks for is not what the registry asks for: nobody is to answer it with what is for that.
        if (!isSame) delete answered["www-authenticate"];
        else if (statusCode === 401) this.#allowed.challenged(target, answered["www-authenticate"]);
        return answer;
      }
      passOver(answer);
      if (redirects === MOST_REDIRECTS) {
        throw new Refusal(508, "UNKNOWN", `${first.url.host} sends on more than ${MOST_REDIRECTS} times`);
      }
      target = this.#allowed.followed(target, answered.location);
    }
  }

  /** A server may close an idle connection at the very moment that a request goes out on it. */
  async #sendAnew(target: Target, method: string, headers: object, signal: AbortSignal): Promise<IncomingMessage> {
    for (let stale = 0; ; stale++) {
      const { request, answer } = await this.#send(target, method, headers, signal);
      try {
        return await answer;
      } catch (thrown) {
        signal.throwIfAborted();
        const wasClosed = request.reusedSocket && codeOf(thrown) === "ECONNRESET";
        if (!wasClosed || stale === MOST_STALE) throw unreached(target.url, thrown);
      }
    }
  }

  async #send({ url, isNamed }: Target, method: string, headers: object, signal: AbortSignal) {
    const { request: begin, options } = (await waysOf(this.#network, fetchKit)).to(url);
    const request: ClientRequest = begin({
      ...options,
      method,
      headers: { ...headers, ...options.headers },
      maxHeaderSize: HEAD_BYTES,
      // What is asked by a proxy is resolved there: of a name that the user did not give, the certificate is checked.
      ...(isNamed ? {} : { lookup: this.#lookup }),
    });
    const stop = () => void request.destroy(new Error("it was given up"));
    const late = new Refusal(504, "UNKNOWN", `${url.host} does not answer`);
    const timer = setTimeout(() => request.destroy(late), this.#patience);
    signal.addEventListener("abort", stop, { once: true });
    request.on("close", () => signal.removeEventListener("abort", stop));
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request.once("response", resolve);
      request.on("error", reject);
      request.once("close", () => reject(new Error("it hangs up")));
      request.end();
    });
    // What is sent for a promise that is rejected is told by whoever awaits it.
    answer.catch(() => {}).finally(() => clearTimeout(timer));
    return { request, answer };
  }
}

function passOver(answer: IncomingMessage): void {
  answer.on("error", () => {});
  if (Number(answer.headers["content-length"] ?? Infinity) <= PASSED_OVER) answer.resume();
  else answer.destroy();
}

function unreached({ host }: URL, cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause;
  if (cause instanceof AggregateError && cause.errors.length > 0) return unreached({ host } as URL, cause.errors[0]);
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Refusal(502, "UNKNOWN", `${host} could not be asked: ${why}`);
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
}
