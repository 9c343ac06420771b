// node hash.mjs FOLDER FILE: a bare loop of the core's hash, which the folder has as wasm. Reading does not count.
import { print } from "./watch.mjs";
import { openSync, readFileSync, readSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** What a file stream gives at a time. */
const CHUNK = 64 * 1024;

const [folder, file] = process.argv.slice(2);
const core = await import(pathToFileURL(resolve(folder, "layerglass_hash.js")).href);
core.initSync({ module: new WebAssembly.Module(readFileSync(join(folder, "layerglass_hash_bg.wasm"))) });

const hash = new core.Hash();
const fd = openSync(file);
const chunk = new Uint8Array(CHUNK);
let ms = 0;
for (;;) {
  const count = readSync(fd, chunk);
  if (count === 0) break;
  const began = performance.now();
  hash.push(chunk.subarray(0, count));
  ms += performance.now() - began;
}
hash.finish();
print({ ms });
