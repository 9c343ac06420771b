// An image whose second layer changes, rewrites, removes and adds; and one whose names try to do more than name.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { dockerSave } from "../browser/archives.mjs";
import { layer } from "./layers.mjs";

/** A folder that is gone after the tests of a file. */
export const folder = mkdtempSync(join(tmpdir(), "layerglass-files-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file there. */
export function file(name, bytes) {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

export const BASE = layer([
  { name: "bin", type: "symlink", link: "usr/bin", mode: 0o777 },
  { name: "etc/", type: "directory" },
  { name: "etc/motd", body: "hello\n", mode: 0o640, uid: 7, gid: 9, uname: "someone", gname: "some" },
  { name: "etc/old", body: "old\n" },
  { name: "etc/shadow", body: "secret\n", mode: 0o600 },
  { name: "usr/bin/su", body: "x".repeat(1500), mode: 0o4755 },
  { name: "usr/bin/sudo", type: "hardlink", link: "usr/bin/su", mode: 0o4755 },
  { name: "dev/tty", type: "char", device: [5, 0], mode: 0o666, gid: 5 },
  { name: "run/pipe", type: "fifo", mode: 0o622 },
  { name: "tmp/", type: "directory", mode: 0o1777 },
]);
export const TOP = layer([
  { name: "etc/.wh.old" },
  { name: "etc/motd", body: "goodbye\n", mode: 0o644 },
  { name: "etc/shadow", body: "secret\n", mode: 0o400 },
  { name: "srv/new", body: "new\n" },
]);
const history = [
  { created: "2024-05-01T12:00:00Z", created_by: "ADD base.tar /" },
  { created: "2024-05-01T12:01:00Z", created_by: "RUN change everything" },
];

/** Of two layers, as an archive. */
export const IMAGE = file("image.tar", dockerSave({ tags: ["example/files:1"], history, layers: [BASE, TOP] }));

export const HOSTILE_NAME = "a\u001b[2J\nb\u202e";
const hostile = layer([
  { name: HOSTILE_NAME, body: "1", uname: "\u001bname" },
  { raw: "b\xff\x1b", body: "2" },
  { raw: "c\xff/", type: "directory" },
  { raw: "c\xff/d", body: "3" },
  { name: "to", type: "symlink", link: "\u001b[2J" },
]);
export const HOSTILE = file("hostile.tar", dockerSave({ tags: ["example/hostile:1"], layers: [hostile] }));

export const lines = (out) => out.trimEnd().split("\n");
