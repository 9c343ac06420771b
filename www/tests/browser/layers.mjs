// Layers whose entries say more than a name: modes, owners, links, folders; and images made of them.
import { createHash } from "node:crypto";
import { dockerSave } from "./archives.mjs";

const BLOCK = 512;
const FLAGS = { file: "0", hardlink: "1", symlink: "2", directory: "5" };

/** A tar archive of `{ path, content?, type?, link?, mode?, uid?, gid?, mtime? }`. Names have up to 100 bytes. */
export function layer(entries) {
  const parts = entries.flatMap(({ path, content = "", type = "file", ...rest }) => {
    const bytes = Buffer.from(content);
    const padding = Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
    return [header({ path, type, size: bytes.length, ...rest }), bytes, padding];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header({ path, type, size, link = "", mode = type === "directory" ? 0o755 : 0o644, ...rest }) {
  const { uid = 0, gid = 0, mtime = 1_700_000_000 } = rest;
  const block = Buffer.alloc(BLOCK);
  const octal = (value, at, length) => block.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  block.write(path, 0, 100, "utf8");
  octal(mode, 100, 8);
  octal(uid, 108, 8);
  octal(gid, 116, 8);
  octal(size, 124, 12);
  octal(mtime, 136, 12);
  block.write(`        ${FLAGS[type]}`, 148, "latin1");
  block.write(link, 157, 100, "utf8");
  block.write("ustar\x0000", 257, "latin1");
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}

/** An image of layers, each with the instruction that made it. */
export function image(steps, tag = "example/made:1") {
  return dockerSave({
    tags: [tag],
    config: { Cmd: ["/bin/sh"] },
    history: steps.map(([instruction]) => ({ created: "2024-01-15T10:00:00Z", created_by: instruction })),
    layers: steps.map(([, entries]) => layer(entries)),
  });
}

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

export const SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30" width="40" height="30">
<script>alert(1); fetch("http://127.0.0.1:1/script")</script><rect width="40" height="30" fill="teal" onclick="alert(2)"/>
<image xlink:href="http://127.0.0.1:1/image.png" width="9" height="9"/><foreignObject><img xmlns="http://www.w3.org/1999/xhtml" src="http://127.0.0.1:1/x" onerror="alert(3)"/></foreignObject></svg>`;

/** A teal square of 16 by 16 pixels. */
export const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFUlEQVR42mNgaGggDY1qGNUwfDUAAJn5ABDeJGvjAAAAAElFTkSuQmCC",
  "base64",
);
export const HTML = `<!doctype html><script>alert(4)</script><img src=x onerror=alert(5)><b>\u202ebold\u001b[31m</b>\n`;
/** Three megabytes of numbered lines. */
export const LONG = Array.from({ length: 60_000 }, (_, n) => `line ${n} ${"·".repeat(20)}`).join("\n");
export const TOOL = Buffer.from(Array.from({ length: 70_000 }, (_, n) => (n * 7919 + (n >> 3)) & 255));
export const JSON_TEXT = JSON.stringify({ name: "x", list: [1, { deep: "<b>" }], none: null });

/** One of each kind of file. */
export const various = () =>
  image([
    [
      "ADD base /",
      [
        { path: "etc/", type: "directory", mode: 0o750, uid: 3, gid: 4 },
        { path: "etc/motd", content: "Hello,\nworld.\n", mode: 0o640, uid: 7, gid: 9 },
        { path: "etc/empty" },
        { path: "etc/config.json", content: JSON_TEXT },
        { path: "etc/utf16.txt", content: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("Grüße", "utf16le")]) },
        { path: "etc/latin.txt", content: Buffer.from("Straße\n", "latin1") },
        { path: "etc/hostile.html", content: HTML },
        { path: "etc/long.txt", content: LONG },
        { path: "usr/share/icon.svg", content: SVG },
        { path: "usr/share/pic.png", content: PNG },
        { path: "usr/share/broken.png", content: PNG.subarray(0, 40) },
        { path: "usr/bin/tool", content: TOOL, mode: 0o4755 },
        { path: "usr/bin/same", type: "hardlink", link: "usr/bin/tool" },
        { path: "bin/sh", type: "symlink", link: "../usr/bin/tool" },
        { path: "bin/nowhere", type: "symlink", link: "/no/such/path" },
        { path: "root/secret", content: "hunter2\n" },
      ],
    ],
    ["RUN rm /root/secret", [{ path: "root/.wh.secret" }]],
  ]);

/** One path of each kind of waste, and two files of the same content. */
export const wasteful = () =>
  image([
    [
      "ADD base /",
      [
        { path: "srv/changed", content: "a".repeat(5000) },
        { path: "srv/owned", content: "b".repeat(3000) },
        { path: "srv/gone", content: "c".repeat(7000) },
        { path: "srv/kept", content: "d".repeat(900) },
        { path: "srv/twin", content: "d".repeat(900) },
      ],
    ],
    ["COPY changed /srv/", [{ path: "srv/changed", content: "A".repeat(4000) }]],
    [
      "RUN chown 5 /srv/owned && rm /srv/gone",
      [{ path: "srv/owned", content: "b".repeat(3000), uid: 5 }, { path: "srv/.wh.gone" }],
    ],
  ]);
