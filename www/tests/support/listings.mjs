// What other tools say of the files of an image, in the form that our rows have.
import { readFileSync } from "node:fs";
import { pathOf } from "./fixtures.mjs";

const TYPES = {
  file: "file",
  dir: "directory",
  link: "symlink",
  hardlink: "hardlink",
  char: "char",
  block: "block",
  fifo: "fifo",
};

/** The rows of an mtree, or of one of our lists by CPython's tarfile: its words, octal escapes undone. */
export function listing(name) {
  const lines = readFileSync(pathOf(name), "latin1").split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map(rowOf);
}

function rowOf(line) {
  const [path, ...words] = line.split(" ");
  const said = Object.fromEntries(
    words.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  );
  const type = TYPES[said.type];
  const name = bytes(path.replace(/^\.\//, ""));
  return {
    name,
    type: whiteout(name.toString("latin1")) ?? type,
    mode: parseInt(said.mode, 8) & 0o7777,
    uid: Number(said.uid),
    gid: Number(said.gid),
    size: said.size === undefined ? undefined : Number(said.size),
    mtime: Number(said.time),
    link: type === "symlink" || type === "hardlink" ? bytes(said.link) : undefined,
    sha256: said.sha256 ?? said.sha256digest,
  };
}

function whiteout(path) {
  const last = path.slice(path.lastIndexOf("/") + 1);
  if (last === ".wh..wh..opq") return "opaque";
  return last.startsWith(".wh.") ? "whiteout" : undefined;
}

/** One of our rows in the same form; `alike` has the fields that its counterpart says something about. */
export function said(row, alike) {
  const link = row.linkTarget === null ? undefined : bytesOf(row.linkTarget, row.linkTargetBase64);
  const all = { ...row, name: bytesOf(row.path, row.pathBase64), link };
  return Object.fromEntries(Object.keys(alike).map((key) => [key, all[key]]));
}

export const bytesOf = (text, base64) => (base64 === undefined ? Buffer.from(text) : Buffer.from(base64, "base64"));

function bytes(escaped) {
  return Buffer.from(
    escaped.replace(/\\(\d{3})/g, (_all, octal) => String.fromCharCode(parseInt(octal, 8))),
    "latin1",
  );
}
