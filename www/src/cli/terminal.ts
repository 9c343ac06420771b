// Where the command writes to.

export interface Terminal {
  /** Columns of standard output, where that is a terminal. */
  readonly columns: number | undefined;
  readonly now: number;
  out(text: string): void;
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
      if (error.code !== "EPIPE") throw error;
      process.exit(0);
    });
  }
  const coloured = stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  const style = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  const colours = { error: style(31), warning: style(33), info: style(36) };
  return {
    columns: stdout.isTTY ? stdout.columns : undefined,
    now: Date.now(),
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    bold: style(1),
    dim: style(2),
    severe: (text, severity) => colours[severity](text),
  };
}
