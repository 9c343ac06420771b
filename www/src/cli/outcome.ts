// What a command ends with, once it has printed what could be read.
import type { LayerglassError, Report } from "../index.js";
import { chooseImage, listed } from "./names.js";
import { DONE, errorJson, exitCode, sayError } from "./failure.js";
import type { Terminal } from "./terminal.js";
import { json, printable } from "./text.js";

/** Prints one document, with the error in it that kept the source from being read whole. */
export function printJson(document: object, error: LayerglassError | null, { out }: Terminal): void {
  out(`${json(error ? { ...document, error: errorJson(error) } : document)}\n`);
}

/** Says the error that kept the source from being read whole, and gives the exit code. */
export function finish(error: LayerglassError | null, terminal: Terminal, otherwise = DONE): number {
  if (!error) return otherwise;
  sayError(error, terminal);
  return exitCode(error);
}

/** The image that is meant; where nobody said which, standard error names the others. */
export function chosen(
  report: Report,
  word: string | undefined,
  platform: string | undefined,
  { err }: Terminal,
): number {
  const index = chooseImage(report, word, platform);
  const { images } = report;
  if (word === undefined && images.length > 1) {
    const which = `this is image ${index} of ${images.length}; the others: ${listed(images, index)}`;
    err(`layerglass: ${printable(which)} (choose with --image)\n`);
  }
  return index;
}
