// Where the command writes to.
import { once } from "node:events";
import { LayerglassError } from "../index.js";
import { DONE, UNREADABLE, sayError } from "./failure.js";

export interface Terminal {
  /** Columns of standard output, where that is a terminal. */
  readonly columns: number | undefined;
  readonly now: number;
  out(text: string): void;
  /** The same of what may be long: waits until its reader is ready for more. */
  write(part: string | Uint8Array): Promise<void>;
  err(text: string): void;
  bold(text: string): string;
  dim(text: string): string;
  /** Colour never says anything that the text does not. */
  severe(text: string, severity: "error" | "warning" | "info"): string;
}

export function terminal(): Terminal {
  const { stdout, stderr, env } = process;
  // A reader that has seen enough, such as `head`, closes the pipe: nothing is wrong.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(DONE);
      // A full disk, say. Standard error may be what failed: then there is nobody to tell.
      if (stream === stdout) sayError(unwritten(error), { err: (text) => void stderr.write(text) });
      process.exit(UNREADABLE);
    });
  }
  const coloured = stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  const style = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  const colours = { error: style(31), warning: style(33), info: style(36) };
  return {
    columns: stdout.isTTY ? stdout.columns : undefined,
    now: Date.now(),
    out: (text) => void stdout.write(text),
    write: async (part) => {
      if (!stdout.write(part)) await once(stdout, "drain");
    },
    err: (text) => void stderr.write(text),
    bold: style(1),
    dim: style(2),
    severe: (text, severity) => colours[severity](text),
  };
}

function unwritten({ message }: Error): LayerglassError {
  return new LayerglassError("internal/output", `what was found could not be written: ${message}`, {
    hint: "see that there is room where the output goes",
  });
}
