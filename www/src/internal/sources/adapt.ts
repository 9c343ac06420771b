// From what a caller gives to what the engine reads.
import { LayerglassError } from "../../public/error.js";
import type { FileDescriptor, Source } from "../../public/source.js";
import { fetchKit } from "../fetch.js";
import { isNode } from "../host.js";
import { fromBlob, fromBytes, fromDirectoryHandle } from "./blob.js";
import { adaptHere } from "./here.js";
import type { Asking } from "./http.js";
import { type Portable, fromRemote, isRemote } from "./remote.js";
import { type FedSupply, unknownSource } from "./source.js";

/** Makes any source readable; `asking` is for what has to be asked of a server. */
export async function adapt(source: Source | Portable, asking: Asking = {}): Promise<FedSupply> {
  if (typeof source !== "object" || source === null) throw unknownSource();
  if (source instanceof Blob) return fromBlob(source);
  if (source instanceof Uint8Array) return fromBytes(source);
  if (source instanceof URL || "href" in source) return fromAddress(new URL(source.href), asking);
  if (isRemote(source)) return fromRemote(source);
  if ("getDirectoryHandle" in source) return fromDirectoryHandle(source);
  if (isNode && "fd" in source && typeof source.fd === "number")
    return (await import("./node.js")).fromDescriptor(source as FileDescriptor);
  const supply = adaptHere(source);
  if (!supply) throw unknownSource();
  return supply;
}

async function fromAddress(url: URL, asking: Asking): Promise<FedSupply> {
  if (url.protocol === "file:" && isNode) return (await import("./node.js")).fromPath(url);
  if (["http:", "https:", "blob:"].includes(url.protocol))
    return (await import("./http.js")).fromUrl(url, asking, fetchKit);
  throw new LayerglassError("source/scheme", `${url.protocol} addresses cannot be read`, {
    hint: isNode ? "give an https: or file: URL" : "give an https: URL, or the file itself",
  });
}
