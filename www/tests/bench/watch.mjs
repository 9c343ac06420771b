// What a process used: to be imported before the package, which gets its core and its file reader from here.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

let memory;
WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...args) {
    super(...args);
    memory = this.exports.memory;
  }
};

let bytesRead = 0;
const read = fs.read;
fs.read = (fd, buffer, offset, length, position, callback) =>
  read(fd, buffer, offset, length, position, (error, count, bytes) => {
    bytesRead += count ?? 0;
    callback(error, count, bytes);
  });
const { readSync } = fs;
fs.readSync = (...args) => {
  const count = readSync(...args);
  bytesRead += count;
  return count;
};
syncBuiltinESMExports();

/** Bytes that were read from files since the last call. */
export function takeBytesRead() {
  const taken = bytesRead;
  bytesRead = 0;
  return taken;
}

/** Prints what was measured, one name and number a line; memory in bytes, whose peak it is since it never shrinks. */
export function print(measured) {
  const all = { ...measured, wasm: memory.buffer.byteLength, rss: process.resourceUsage().maxRSS * 1024 };
  for (const [name, number] of Object.entries(all)) console.log(name, number);
}
