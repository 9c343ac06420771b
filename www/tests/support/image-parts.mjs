// The parts of an image as a registry has them, taken out of an archive of the fixtures.
import { createHash } from "node:crypto";
import { bytesOf } from "./fixtures.mjs";

export const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const OCI_INDEX = "application/vnd.oci.image.index.v1+json";

export const sha256 = (bytes) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
export const jsonBytes = (value) => Buffer.from(JSON.stringify(value));

/**
 * What an archive holds: `documents` (manifests and indexes with their media types, those that others name first),
 * `blobs` (configs and layers), both by digest, and the digest of the outermost document. A `docker save` archive
 * without an OCI layout gets the manifest that a push would give it: its layers as they lie in the archive.
 */
export function partsOf(fixture) {
  const members = membersOf(Buffer.from(bytesOf(fixture)));
  return members.has("index.json") ? partsOfLayout(members) : partsOfSave(members);
}

function partsOfLayout(members) {
  const documents = new Map();
  const blobs = new Map();
  const blob = (digest) => members.get(`blobs/${digest.replace(":", "/")}`);
  const walk = ({ digest, mediaType }) => {
    const bytes = blob(digest);
    // An archive may hold less than its index names.
    if (!bytes || documents.has(digest)) return;
    const document = JSON.parse(bytes);
    for (const below of document.manifests ?? []) walk(below);
    for (const { digest } of [document.config, ...(document.layers ?? [])].filter(Boolean)) {
      const bytes = blob(digest);
      if (bytes) blobs.set(digest, bytes);
    }
    documents.set(digest, { bytes, mediaType: mediaType ?? document.mediaType ?? OCI_MANIFEST });
  };
  const { manifests } = JSON.parse(members.get("index.json"));
  manifests.forEach(walk);
  return { documents, blobs, digest: manifests[0].digest };
}

function partsOfSave(members) {
  const [{ Config, Layers }] = JSON.parse(members.get("manifest.json"));
  const blobs = new Map();
  const descriptor = (bytes, mediaType) => {
    const digest = sha256(bytes);
    blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const layerType = (bytes) => `application/vnd.oci.image.layer.v1.tar${bytes[0] === 0x1f ? "+gzip" : ""}`;
  const config = descriptor(members.get(Config), "application/vnd.oci.image.config.v1+json");
  const layers = Layers.map((name) => members.get(name)).map((bytes) => descriptor(bytes, layerType(bytes)));
  const bytes = jsonBytes({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers });
  const digest = sha256(bytes);
  return { documents: new Map([[digest, { bytes, mediaType: OCI_MANIFEST }]]), blobs, digest };
}

/** The regular files and links of a plain tar with short names. */
function membersOf(tar) {
  const members = new Map();
  const text = (at, length) => tar.toString("utf8", at, at + length).replace(/\0.*$/s, "");
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8) || 0;
    const name = text(at, 100);
    const target = text(at + 157, 100).replace(/^(?:\.\.\/)+/, "");
    members.set(name, members.get(target) ?? tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return members;
}
