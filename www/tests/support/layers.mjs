// Layers made entry by entry, so that what is special about them can be read.
const BLOCK = 512;

/** Type flags of a tar by what they mean. */
const FLAGS = { file: "0", hardlink: "1", symlink: "2", char: "3", block: "4", directory: "5", fifo: "6" };

/** The tar of a layer; the name of an entry is text, or bytes as latin1 where it is given as `raw`. */
export function layer(entries) {
  return Buffer.concat([...entries.flatMap(entryBytes), Buffer.alloc(2 * BLOCK)]);
}

function entryBytes(entry) {
  const name = entry.raw === undefined ? Buffer.from(entry.name) : Buffer.from(entry.raw, "latin1");
  const link = Buffer.from(entry.link ?? "");
  const long = [...(name.length > 100 ? longBytes("L", name) : []), ...(link.length > 100 ? longBytes("K", link) : [])];
  return [...long, ...memberBytes({ ...entry, name, link, body: Buffer.from(entry.body ?? "") })];
}

/** GNU's way to write what a header has no room for. */
function longBytes(typeflag, text) {
  const name = Buffer.from("././@LongLink");
  return memberBytes({ name, link: Buffer.alloc(0), typeflag, body: Buffer.concat([text, Buffer.alloc(1)]) });
}

function memberBytes({ name, link, body, type = "file", typeflag = FLAGS[type], device = [0, 0], ...about }) {
  const { mode = type === "directory" ? 0o755 : 0o644, uid = 0, gid = 0, mtime = 1_700_000_000 } = about;
  const header = Buffer.alloc(BLOCK);
  const octal = (value, at, length) => header.write(value.toString(8).padStart(length - 1, "0"), at, "latin1");
  name.copy(header, 0, 0, 100);
  octal(mode, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(body.length, 124, 12);
  octal(mtime, 136, 12);
  header.write("        ", 148, "latin1");
  header.write(typeflag, 156, "latin1");
  link.copy(header, 157, 0, 100);
  header.write("ustar  \0", 257, "latin1");
  header.write(about.uname ?? "", 265, 32);
  header.write(about.gname ?? "", 297, 32);
  octal(device[0], 329, 8);
  octal(device[1], 337, 8);
  const sum = header.reduce((sum, byte) => sum + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return [header, body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)];
}
