// A line on standard error that says how far a long task is; only on a terminal.
import type { Progress } from "../public/options.js";
import { size } from "./units.js";

/** Milliseconds before it first shows: what is quick needs no progress. */
const QUIET = 300;
const WORDS: Record<Progress["phase"], string> = {
  open: "Reading the archive",
  measure: "Reading layers",
  verify: "Verifying",
};

export interface ProgressLine {
  update(progress: Progress): void;
  /** Takes the line away, before anything else is printed. */
  clear(): void;
}

export function progressLine(): ProgressLine {
  const { stderr } = process;
  const began = performance.now();
  let shown = false;
  return {
    update: ({ phase, bytes, total }) => {
      const seconds = (performance.now() - began) / 1000;
      if (!stderr.isTTY || seconds * 1000 < QUIET) return;
      const share = total ? `  ${Math.floor((bytes / total) * 100)}%` : "";
      const of = total === null ? size(bytes) : `${size(bytes)} of ${size(total)}`;
      stderr.write(
        `\r\u001b[K${`${WORDS[phase]}  ${of}${share}  ${size(bytes / seconds)}/s`.slice(0, stderr.columns - 1)}`,
      );
      shown = true;
    },
    clear: () => {
      if (shown) stderr.write("\r\u001b[K");
      shown = false;
    },
  };
}
