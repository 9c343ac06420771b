// Which addresses are the internet's. A name that a registry's list allows must not lead into somebody's own network.
import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { BlockList, isIPv6, type LookupFunction } from "node:net";
import { Refusal } from "./refusal.js";

/** Gives every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** IANA's special-purpose registries: everything that is not globally reachable, and multicast. */
const RESERVED = listOf("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
]);
const GLOBAL_6 = listOf("ipv6", [["2000::", 3]]);
/** Parts of that which are not: Teredo and its neighbours, documentation, 6to4, which wraps any IPv4 address. */
const RESERVED_6 = listOf("ipv6", [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);
/** Where these wrap an IPv4 address, that one counts: mapped, and NAT64's well-known prefix. */
const WRAPPING = /^(?:::ffff:|64:ff9b::)(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i;

export function isPublic(address: string): boolean {
  if (!isIPv6(address)) return !RESERVED.check(address, "ipv4");
  const [, dotted, high, low] = WRAPPING.exec(shortest(address)) ?? [];
  if (dotted !== undefined) return isPublic(dotted);
  if (high !== undefined && low !== undefined) {
    const [first, second] = [parseInt(high, 16), parseInt(low, 16)];
    return isPublic([first >> 8, first & 255, second >> 8, second & 255].join("."));
  }
  return GLOBAL_6.check(address, "ipv6") && !RESERVED_6.check(address, "ipv6");
}

/**
 * How a connection finds its address where only public ones will do. The address that is checked is the one that is
 * connected to: nothing asks for it again.
 */
export function publicOnly(resolve: Resolve = resolved): LookupFunction {
  return (hostname, options, done) => {
    const found = resolve(hostname).then((addresses) => {
      const [first] = addresses;
      if (!first) throw new Error(`${hostname} has no address`);
      if (!addresses.every(({ address }) => isPublic(address))) {
        throw new Refusal(403, "DENIED", `${hostname} leads into a private network: name it by --allow if it may`);
      }
      return { addresses, first };
    });
    found.then(
      ({ addresses, first }) => (options.all ? done(null, [...addresses]) : done(null, first.address, first.family)),
      (error: NodeJS.ErrnoException) => done(error, "", 0),
    );
  };
}

function resolved(hostname: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses),
    );
  });
}

/** As URLs write it, without a zone. */
function shortest(address: string): string {
  const [plain = ""] = address.split("%");
  return URL.canParse(`http://[${plain}]`) ? new URL(`http://[${plain}]`).hostname.slice(1, -1) : plain;
}

function listOf(type: "ipv4" | "ipv6", ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [start, bits] of ranges) list.addSubnet(start, bits, type);
  return list;
}
