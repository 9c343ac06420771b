// node peer-tar-stream.mjs FOLDER LAYER…: every file of gzip layers, as tar-stream and node:zlib list them. FOLDER is
// where tar-stream was installed.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

const [folder, ...layers] = process.argv.slice(2);
const { extract } = createRequire(resolve(folder, "package.json"))("tar-stream");

let entries = 0;
const began = performance.now();
for (const layer of layers) {
  const list = extract();
  list.on("entry", (_header, body, next) => {
    entries += 1;
    body.on("end", next);
    body.resume();
  });
  await pipeline(createReadStream(layer), createGunzip(), list);
}
console.log("ms", performance.now() - began);
console.log("entries", entries);
