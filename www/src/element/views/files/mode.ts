import type { FileRow } from "../../../index.js";

const LETTERS: Readonly<Partial<Record<FileRow["type"], string>>> = {
  directory: "d",
  symlink: "l",
  char: "c",
  block: "b",
  fifo: "p",
};

/** `-rw-r--r-- 0644`, as `ls` and as `chmod` write it. */
export function modeText({ type, mode }: Pick<FileRow, "type" | "mode">): string {
  const bits = [...mode.toString(2).padStart(12, "0").slice(3)].map((bit, at) => (bit === "1" ? "rwx"[at % 3] : "-"));
  const special = (bit: number, at: number, letter: string): void => {
    if ((mode & bit) !== 0) bits[at] = bits[at] === "x" ? letter : letter.toUpperCase();
  };
  special(0o4000, 2, "s");
  special(0o2000, 5, "s");
  special(0o1000, 8, "t");
  return `${LETTERS[type] ?? "-"}${bits.join("")} ${mode.toString(8).padStart(4, "0")}`;
}
