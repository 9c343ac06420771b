// The machines of the core as wasm, driven over the fixtures in memory.
import { readFileSync, readdirSync } from "node:fs";
import { LayerReader, Opening, initSync } from "../../wasm/layerglass.js";

const here = (path) => new URL(path, import.meta.url);
initSync({ module: readFileSync(here("../../wasm/layerglass_bg.wasm")) });

const FIXTURES = here("../../../tests/fixtures/");
export const archives = readdirSync(FIXTURES).filter((name) => name.endsWith(".tar"));

export const bytesOf = (name) => readFileSync(new URL(name, FIXTURES));

/** What tests/reports.rs keeps of an archive, in `reports` or `listings`. */
export function keptOf(what, name) {
  const kept = here(`../../../tests/${what}/${name.replace(/tar$/, "json")}`);
  return JSON.parse(readFileSync(kept, "utf8"));
}

export const opened = (options) => new Opening(JSON.stringify(options));

/** A reader that was fed a job's layer. */
export function read({ at, size, hash, depth }, bytes, next) {
  const reader = new LayerReader(JSON.stringify({ kind: "archive", seekable: true }), hash, depth);
  feed(reader, bytes.subarray(at, at + size), next);
  return reader;
}

/** Drives a machine over bytes in memory; `next()` says how long the next piece is. */
export function feed(machine, bytes, next) {
  for (;;) {
    const wants = machine.wants();
    if (wants.kind === "done") return;
    if (wants.skippable > 0) {
      machine.skipped(wants.skippable);
      continue;
    }
    const piece = bytes.subarray(wants.at, Math.min(bytes.length, wants.at + next()));
    if (piece.length > 0) machine.push(piece);
    else if (machine instanceof Opening) machine.ended();
    else return;
  }
}
