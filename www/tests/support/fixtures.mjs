// The archives that real tools wrote, and ways to hand one over.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";

const folder = fileURLToPath(new URL("../../../tests/fixtures/", import.meta.url));

export const fixtures = readdirSync(folder).filter((name) => name.endsWith(".tar"));

export const pathOf = (name) => join(folder, name);
export const urlOf = (name) => pathToFileURL(pathOf(name));
export const bytesOf = (name) => new Uint8Array(readFileSync(pathOf(name)));

/** A stream of the bytes, in pieces as long as `cut` says each time. */
export function streamOf(bytes, cut) {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += cut())));
    },
  });
}

/** Lengths from 1 to `most` that are the same in every run. */
export function random(most, seed = 1) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + (state % most);
  };
}
