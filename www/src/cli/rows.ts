// Long lists on their way out: nothing of them is kept.
import type { LayerglassError } from "../index.js";
import type { Words } from "./command.js";
import { DONE, errorJson, exitCode, sayError, toError, usage } from "./failure.js";
import type { Terminal } from "./terminal.js";
import { jsonLine } from "./text.js";

/** Writes rows as they come, in the form that was asked for. */
export interface RowWriter<Row> {
  rows(rows: readonly Row[]): Promise<void>;
  /** Once, after all rows, with what kept them from being all. */
  end(error: LayerglassError | undefined): Promise<void>;
}

/**
 * Writes all pages, then says what is wrong with them; gives the exit code, `otherwise` where nothing is. What fails
 * before the first row is thrown: nothing was printed yet.
 */
export async function writeAll<Row>(
  pages: AsyncIterable<readonly Row[]>,
  writer: RowWriter<Row>,
  faults: () => Promise<readonly LayerglassError[]>,
  terminal: Terminal,
  otherwise: (count: number) => number = () => DONE,
): Promise<number> {
  let count = 0;
  let errors: readonly LayerglassError[];
  try {
    for await (const rows of pages) {
      count += rows.length;
      await writer.rows(rows);
    }
    errors = await faults();
  } catch (thrown) {
    if (count === 0) throw thrown;
    errors = [toError(thrown)];
  }
  const [first] = errors;
  await writer.end(first);
  for (const error of errors) sayError(error, terminal);
  return first ? exitCode(first) : otherwise(count);
}

/** The writer that `--json` or `--ndjson` asks for; undefined for neither. */
export function jsonWriter<Row extends object>(
  words: Words,
  name: string,
  terminal: Terminal,
): RowWriter<Row> | undefined {
  const [json, ndjson] = [words.flag("json"), words.flag("ndjson")];
  if (json && ndjson) throw usage("format", "--json and --ndjson exclude each other", "use one of them");
  if (json) return documentWriter(`{\n  "schemaVersion": 1,\n  "${name}": [`, terminal);
  return ndjson ? lineWriter(terminal) : undefined;
}

/** One document, whose last field is an array; `head` is all before its first row. */
export function documentWriter<Row extends object>(head: string, { write }: Terminal): RowWriter<Row> {
  let before = head;
  const row = (row: Row) => {
    const text = `${before}\n    ${jsonLine(row)}`;
    before = ",";
    return text;
  };
  return {
    rows: (rows) => write(rows.map(row).join("")),
    end: (error) => {
      const begun = before === "," ? "\n  ]" : `${head}]`;
      return write(`${begun}${error ? `,\n  "error": ${jsonLine(errorJson(error))}` : ""}\n}\n`);
    },
  };
}

/** A row of JSON a line; the first one says the version of the schema, an error is the last. */
function lineWriter<Row extends object>({ write }: Terminal): RowWriter<Row> {
  let first = true;
  const line = (row: object) => {
    const text = `${jsonLine(first ? { schemaVersion: 1, ...row } : row)}\n`;
    first = false;
    return text;
  };
  return {
    rows: (rows) => write(rows.map(line).join("")),
    end: async (error) => (error ? write(line({ error: errorJson(error) })) : undefined),
  };
}

/** A line for each row, whatever it takes to make one. */
export function tableWriter<Row>(
  lines: (rows: readonly Row[]) => readonly string[],
  { write }: Terminal,
): RowWriter<Row> {
  return {
    rows: (rows) =>
      write(
        lines(rows)
          .map((line) => `${line}\n`)
          .join(""),
      ),
    end: async () => {},
  };
}
