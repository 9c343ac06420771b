// Digests, platforms and images in a few characters. The same in every language.
import type { ReportName, ReportPlatform } from "../index.js";

/** "sha256:" left out, 12 digits kept, as docker does. */
export function shortDigest(digest: string): string {
  const colon = digest.indexOf(":");
  return digest.slice(colon + 1, colon + 13);
}

/** "linux/arm64/v8", with the parts that are known; empty where none is. */
export function platformText(of: ReportPlatform): string {
  const parts = [of.os, of.architecture, of.variant].filter((part) => part !== null);
  const version = of.osVersion === null ? "" : ` ${of.osVersion}`;
  return parts.length === 0 ? "" : parts.join("/") + version;
}

/** As docker shows it. */
export function shortName(name: ReportName): string {
  return name.familiar ?? name.raw;
}

/** The last part of an address, else its host. */
export function lastPart({ pathname, host }: URL): string {
  const last = pathname.split("/").findLast((part) => part !== "");
  if (last === undefined) return host;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
