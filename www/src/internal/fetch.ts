// `fetch` as the core's glue and the sources call it: a browser's own, and in Node one over node:http and node:https.
import { LayerglassError } from "../public/error.js";
import type { NetworkOptions } from "../public/options.js";
import { isNode, nodeModule } from "./host.js";

/** What code that is loaded later uses of what is there already: if it imported these, everyone would load one more piece. */
export const fetchKit = { LayerglassError, fetch, isLoopback, nodeModule };
export type FetchKit = typeof fetchKit;

let network: NetworkOptions = {};

/** How Node is to reach the network from now on. */
export function setNetwork(options: NetworkOptions): void {
  network = options;
}

/**
 * A browser's `fetch`. In Node one that knows proxies and certificates of one's own, never sends on to plain HTTP
 * elsewhere, and leaves bodies as they were sent, compressed or not.
 */
export async function fetch(input: Request | string | URL, init?: RequestInit): Promise<Response> {
  const request = isNode ? new Request(input, init) : undefined;
  if (!request?.url.startsWith("http")) return globalThis.fetch(request ?? input, init);
  return (await import("./fetch-node.js")).fetchInNode(request, network, fetchKit);
}

/** Whether a host's name is this machine's. */
export function isLoopback(hostname: string): boolean {
  return /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
