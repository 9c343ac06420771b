// From a word of the command line to an open source.
import { type Stats, existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import {
  type Inspection,
  LayerglassError,
  type OpenOptions,
  type Source,
  init,
  open,
  parseReference,
} from "../index.js";
import { usage } from "./failure.js";
import { registrySettings } from "./network.js";
import { progressLine } from "./progress.js";

/** Opens it, showing progress, and closes it after use. What can be read only once is kept only where `spool` says so. */
export async function withSource<T>(
  word: string,
  options: OpenOptions,
  use: (inspection: Inspection) => Promise<T>,
): Promise<T> {
  await init();
  const progress = progressLine();
  const given = { spool: false, registry: registrySettings(), ...options, onProgress: progress.update };
  const inspection = await open(sourceOf(word), given).finally(progress.clear);
  try {
    return await use(inspection);
  } catch (thrown) {
    // An image that is not found may be in the part that could not be read.
    throw isNoSuchImage(thrown) ? (inspection.error ?? thrown) : thrown;
  } finally {
    inspection.close();
  }
}

/** Whether a word means a file or folder; else it is a reference. */
export function isPath(word: string): boolean {
  if (/^[/.~]/.test(word) || word.startsWith("archive:") || word.startsWith("oci:")) return true;
  const stat = statOf(word);
  return stat?.isFile() === true || (stat?.isDirectory() === true && isLayout(word));
}

/** What a word means. Needs the core to be loaded. */
export function sourceOf(word: string): Source {
  if (word === "-") return Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>;
  if (/^https?:\/\//i.test(word)) return addressOf(word);
  const named = /^(?:archive|oci):(.*)$/s.exec(word)?.[1];
  if (named !== undefined) return pathToFileURL(atHome(named));
  if (isPath(word)) return pathToFileURL(atHome(word));
  return referenceOf(word);
}

function addressOf(word: string): URL {
  if (!URL.canParse(word)) throw usage("url", `${word} is not an address`, "write it as https://host/path");
  return new URL(word);
}

/** A name of an image; what lies here under that name may be what was meant. */
function referenceOf(word: string): string {
  const there = whatIs(word);
  if (there !== undefined) {
    throw new LayerglassError("source/not-yet", `${word} is ${there}, and no image is opened under such a name`, {
      hint: `if you mean what is here, write ./${word}; if you mean an image of a registry, docker://${word}`,
    });
  }
  if (word.startsWith("library:")) {
    throw new LayerglassError("source/not-yet", `${word}: this version keeps no local images`, {
      hint: "name an image of a registry, or an archive",
    });
  }
  const reference = word.replace(/^docker:\/\//, "");
  // What is no reference is told at once, and which rule it breaks.
  parseReference(reference);
  return reference;
}

/** What lies under a name that is taken for an image's, for it is no file and no layout. */
function whatIs(word: string): string | undefined {
  const stat = statOf(word);
  if (!stat) return undefined;
  return stat.isDirectory() ? "a folder here without an OCI layout" : "no regular file here, but a pipe or device";
}

function isNoSuchImage(thrown: unknown): boolean {
  return thrown instanceof LayerglassError && thrown.code === "usage/no-such-image";
}

function atHome(path: string): string {
  return resolve(path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path);
}

function isLayout(folder: string): boolean {
  return existsSync(join(folder, "oci-layout")) || existsSync(join(folder, "index.json"));
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
