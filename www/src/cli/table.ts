// Tables as docker prints them: columns aligned by what a terminal shows, three spaces between them.
import { fit, pad, padStart, printable, width } from "./text.js";

export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** Gives way where the terminal is too narrow. */
  readonly flexible?: boolean;
}

export interface TableStyle {
  /** Columns of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  readonly title: (text: string) => string;
  /** Docker's columns are at least 7 wide. */
  readonly least?: number;
  readonly indent?: string;
}

const GAP = "   ";
const LEAST_FLEXIBLE = 12;

/** The table's lines, the titles first. Cells are made printable here. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: TableStyle): string[] {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map(({ title }, index) =>
    cells.reduce((widest, row) => Math.max(widest, width(row[index] ?? "")), Math.max(style.least ?? 0, width(title))),
  );
  const indent = style.indent ?? "";
  narrow(columns, widths, style.columns === undefined ? undefined : style.columns - indent.length);
  const line = (row: readonly string[]) => indent + join(columns, widths, row);
  return [style.title(line(columns.map(({ title }) => title))), ...cells.map(line)];
}

function narrow(columns: readonly Column[], widths: number[], available: number | undefined): void {
  if (available === undefined) return;
  let over = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length) - available;
  // The last gives way first.
  for (let index = columns.length - 1; index >= 0 && over > 0; index--) {
    const now = widths[index] ?? 0;
    if (!columns[index]?.flexible || now <= LEAST_FLEXIBLE) continue;
    const less = Math.min(over, now - LEAST_FLEXIBLE);
    widths[index] = now - less;
    over -= less;
  }
}

function join(columns: readonly Column[], widths: readonly number[], row: readonly string[]): string {
  const cells = columns.map(({ right }, index) => {
    const columns = widths[index] ?? 0;
    const cell = fit(row[index] ?? "", columns);
    return right ? padStart(cell, columns) : pad(cell, columns);
  });
  return cells.join(GAP).trimEnd();
}

/** Columns that stay as wide as the widest cell so far: what was printed cannot be widened any more. */
export class Columns {
  readonly #widths: number[] = [];

  /** Takes note of the cells that a page will have in these columns. */
  widen(cells: readonly string[]): void {
    for (const [index, cell] of cells.entries()) this.#widths[index] = Math.max(this.#widths[index] ?? 0, width(cell));
  }

  at(index: number): number {
    return this.#widths[index] ?? 0;
  }
}
