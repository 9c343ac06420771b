// Who may ask: this machine's own browser, on a page of this server. Names are checked, for any site can let its own name
// lead to 127.0.0.1 (DNS rebinding); and where requests come from, for any site can send some.
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { hostname } from "node:os";
import { isLoopback } from "../internal/fetch.js";
import { Refusal } from "./refusal.js";

/** `listening`: what the server listens on. */
export function checkHost({ headers: { host = "" }, socket }: IncomingMessage, listening: string): void {
  const [, name = ""] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host.toLowerCase()) ?? [];
  if (
    isLoopback(name) ||
    (!isOwnMachine(listening) && namesOf(socket, listening).includes(name.replace(/^\[|\]$/g, "")))
  )
    return;
  throw new Refusal(421, "DENIED", "this server has another name");
}

/** Whether only this machine can reach what listens on that. */
export function isOwnMachine(listening: string): boolean {
  return isLoopback(listening.includes(":") ? `[${listening}]` : listening);
}

function namesOf({ localAddress = "" }: Socket, listening: string): string[] {
  const machine = hostname().toLowerCase();
  return [listening.toLowerCase(), localAddress.replace(/^::ffff:/, ""), machine, `${machine}.local`];
}

/** Only for what a page of another site must not set off. */
export function checkOrigin({ headers }: IncomingMessage): void {
  const { origin, host = "" } = headers;
  const site = headers["sec-fetch-site"];
  const isOwn = origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
  // A picture, say, comes without an Origin.
  if (isOwn && (site === undefined || site === "same-origin" || site === "none")) return;
  throw new Refusal(403, "DENIED", "only pages of this server may use it");
}
