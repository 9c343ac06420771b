// NO_PROXY, as docker reads it.

/**
 * Whether a host is asked without a proxy. The list has `*`, names (`example.com` is itself and what is below it,
 * `.example.com` only what is below), addresses and their ranges (`10.0.0.0/8`), each with a port or without.
 */
export function isExempt(url: URL, list: string, net: typeof import("node:net")): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const hostname = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const matches = (entry: string): boolean => {
    if (entry === "*") return true;
    const [, bracketed, plain, of] = /^(?:\[([^\]]*)\]|([^:]*|[^:]*:[^:]*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
    if (of !== undefined && of !== port) return false;
    const host = bracketed ?? plain ?? "";
    if (host.includes("/") || net.isIP(host)) return isWithin(hostname, host, net);
    const name = host.replace(/^\*(?=\.)/, "");
    return name.startsWith(".") ? hostname.endsWith(name) : hostname === name || hostname.endsWith(`.${name}`);
  };
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== "" && matches(entry));
}

function isWithin(address: string, range: string, net: typeof import("node:net")): boolean {
  const [start = "", bits] = range.split("/");
  const [family, own] = [net.isIP(start), net.isIP(address)];
  if (family === 0 || family !== own) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const length = Number(bits ?? (family === 4 ? 32 : 128));
  if (!(length >= 0 && length <= (family === 4 ? 32 : 128))) return false;
  const block = new net.BlockList();
  block.addSubnet(start, length, type);
  return block.check(address, type);
}
