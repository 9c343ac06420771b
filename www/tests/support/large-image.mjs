// An image with layers that are worth a thread each.
import { gzipSync } from "node:zlib";
import { OCI_MANIFEST, jsonBytes, sha256 } from "./image-parts.mjs";
import { layer } from "./layers.mjs";

/** What is in its files, by path. */
export const LARGE = { one: noise(1), two: noise(2), small: Buffer.from("text"), three: Buffer.from("three") };

const TAR = "application/vnd.oci.image.layer.v1.tar";

/** Puts it into a registry as `large:1`: two large layers, of which one is compressed, and a small one. Gives the layers. */
export function pushLarge(registry) {
  const file = (name) => ({ name, body: LARGE[name] });
  const tars = [layer([file("one")]), layer([file("two"), file("small")]), layer([file("three")])];
  return pushTars(registry, "large", tars, (index) => index !== 1);
}

/** An image of these layers under the tag 1, compressed or not. Gives the descriptors of the layers. */
export function pushTars(registry, repository, tars, compresses = () => true) {
  const layers = tars.map((tar, index) =>
    compresses(index)
      ? registry.putBlob(repository, gzipSync(tar, { level: 1 }), `${TAR}+gzip`)
      : registry.putBlob(repository, tar, TAR),
  );
  const rootfs = { type: "layers", diff_ids: tars.map(sha256) };
  const bytes = jsonBytes({ os: "linux", architecture: "amd64", rootfs, history: [] });
  const config = registry.putBlob(repository, bytes, "application/vnd.oci.image.config.v1+json");
  registry.putManifest(repository, { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers }, { tag: "1" });
  return layers;
}

/** Bytes that no compressor makes smaller, the same in every run. */
function noise(seed) {
  const bytes = Buffer.alloc(5 << 20);
  for (let at = 0, state = seed; at < bytes.length; at += 4) {
    state = (state * 48_271) % 2_147_483_647;
    bytes.writeUInt32LE(state, at);
  }
  return bytes;
}
