// node hash.mjs FOLDER FILE: the least that verifying takes, a bare loop of the core's hash over the same stream. The
// folder has the hash as wasm. `hashing` leaves out the time that the stream takes.
import { print } from "./watch.mjs";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { fileStream } from "./file-stream.mjs";

const [folder, file] = process.argv.slice(2);
const core = await import(pathToFileURL(resolve(folder, "layerglass_hash.js")).href);
core.initSync({ module: new WebAssembly.Module(readFileSync(join(folder, "layerglass_hash_bg.wasm"))) });

const hash = new core.Hash();
const stream = await fileStream(file);
let hashing = 0;
const began = performance.now();
for await (const chunk of stream) {
  const pushed = performance.now();
  hash.push(chunk);
  hashing += performance.now() - pushed;
}
const ms = performance.now() - began;
hash.finish();
print({ ms, hashing });
