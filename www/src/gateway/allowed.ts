// Who is asked, and for what. Everything else is refused.
import { isLoopback } from "../internal/fetch.js";
import { isOneOf, KNOWN, type Known } from "./registries.js";
import { Refusal } from "./refusal.js";

/** Token servers that named registries told of; one that tells of more is up to something. */
const MOST_REALMS = 64;

/** A path and query that a registry can mean. Nothing is encoded in it, so nothing can hide there. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~:@!$&'()*+,;=-]+)+\/?$/;
const QUERY = /^(?:\?[!$-;=?-Z_a-z~[\]]*)?$/;
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

export interface Target {
  readonly url: URL;
  /** Whether the user named the host: then it may be anywhere. */
  readonly isNamed: boolean;
  /** Undefined for a named host. */
  readonly known: Known | undefined;
}

export class Allowed {
  readonly #named: ReadonlySet<string>;
  readonly #insecure: ReadonlySet<string>;
  readonly #realms = new Set<string>();

  /** `named`, `insecure`: hosts, with a port where it is not the usual one. */
  constructor(named: readonly string[], insecure: readonly string[]) {
    this.#insecure = new Set(insecure.map((host) => host.toLowerCase()));
    this.#named = new Set(named.map((host) => addressOf(host, this)?.host ?? host));
  }

  /** What an address behind the gateway's own means: `HOST/v2/…`, or a known token server or search. */
  asked(rest: string): Target {
    const [, host = "", path = "", query = ""] = /^([^/?]*)([^?]*)(.*)$/s.exec(rest) ?? [];
    const base = addressOf(host, this);
    if (!base || base.host !== host.toLowerCase()) throw new Refusal(400, "NAME_INVALID", "that is no registry's host");
    if (!PATH.test(path) || !QUERY.test(query)) throw new Refusal(400, "NAME_INVALID", "no registry has such a path");
    const url = new URL(path + query, base);
    if (url.host !== base.host || url.pathname !== path)
      throw new Refusal(400, "NAME_INVALID", "no registry has such a path");
    const target = this.#of(url, ({ hosts }) => isOneOf(url.host, hosts));
    const endpoint = KNOWN.find(({ endpoints }) => endpoints.includes(whereOf(url)));
    if (endpoint) return { url, isNamed: target?.isNamed ?? false, known: target?.isNamed ? undefined : endpoint };
    if (!target) throw notAsked(url.host);
    const isApi = path === "/v2" || path.startsWith("/v2/");
    const isOther = target.isNamed && (whereOf(url) === `${url.host}/v1/search` || this.#realms.has(whereOf(url)));
    if (isApi || isOther) return target;
    throw new Refusal(403, "DENIED", `the gateway asks ${url.host} for /v2/, tokens and searches only`);
  }

  /** Where an answer of `from` sends on to. */
  followed(from: Target, location: string): Target {
    const url = URL.canParse(location, from.url.href) ? new URL(location, from.url) : undefined;
    if (!url || !["http:", "https:"].includes(url.protocol)) {
      throw new Refusal(403, "DENIED", `${from.url.host} sends on to what is no address`);
    }
    url.username = url.password = url.hash = "";
    if (url.protocol === "http:" && !this.isPlain(url))
      throw new Refusal(403, "DENIED", `${from.url.host} sends on to ${url.host} by plain HTTP`);
    const { known } = from;
    const target = this.#of(url, (row) => row === known && isOneOf(url.host, [...row.hosts, ...row.storage]));
    const isItself = known?.endpoints.some((endpoint) => endpoint.startsWith(`${url.host}/`));
    if (target) return target;
    if (isItself && url.host === from.url.host) return { url, isNamed: false, known };
    throw notAsked(url.host, from.url.host);
  }

  /** Remembers the token server that a registry told of, where the user named that one as well. */
  challenged(from: Target, challenge: string | undefined): void {
    const realm = /\brealm="([^"]*)"/i.exec(challenge ?? "")?.[1];
    if (!from.isNamed || !realm || !URL.canParse(realm) || this.#realms.size >= MOST_REALMS) return;
    const url = new URL(realm);
    if (this.#named.has(url.host)) this.#realms.add(whereOf(url));
  }

  /** Whether plain HTTP is spoken to a host: to this machine's own, and to those of which the user said so. */
  isPlain({ host, hostname }: Pick<URL, "host" | "hostname">): boolean {
    return isLoopback(hostname) || this.#insecure.has(host) || this.#insecure.has(hostname);
  }

  #of(url: URL, matches: (row: Known) => boolean): Target | undefined {
    if (this.#named.has(url.host)) return { url, isNamed: true, known: undefined };
    const known = url.protocol === "https:" ? KNOWN.find(matches) : undefined;
    return known && { url, isNamed: false, known };
  }
}

/** A host as it would be asked; undefined where that is none. */
function addressOf(host: string, allowed: Pick<Allowed, "isPlain">): URL | undefined {
  if (!HOST.test(host) || !URL.canParse(`https://${host}`)) return undefined;
  const secure = new URL(`https://${host}`);
  return allowed.isPlain(secure) ? new URL(`http://${host}`) : secure;
}

/** Whether a word names a host, with a port or without. */
export function isHost(word: string): boolean {
  return addressOf(word, { isPlain: () => false }) !== undefined;
}

function whereOf({ host, pathname }: URL): string {
  return host + pathname.replace(/\/$/, "");
}

function notAsked(host: string, from?: string): Refusal {
  const how = `start it with --allow ${host}`;
  return new Refusal(
    403,
    "DENIED",
    from === undefined
      ? `the gateway does not ask ${host}: ${how}`
      : `${from} sends on to ${host}, which the gateway does not ask: ${how}`,
  );
}
