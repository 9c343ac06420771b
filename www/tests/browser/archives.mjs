// Archives made here, so that what is special about them can be read.
import { createHash } from "node:crypto";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";

const BLOCK = 512;
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** A tar header; sizes past 8 GiB in base 256, as GNU tar writes them. */
export function tarHeader(name, size) {
  const header = Buffer.alloc(BLOCK);
  const octal = (value, at, length) => header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at, "latin1");
  header.write(name, 0, 100, "utf8");
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  if (size < 0o77777777777) octal(size, 124, 12);
  else {
    header.writeBigUInt64BE(BigInt(size), 128);
    header[124] = 0x80;
  }
  octal(0, 136, 12);
  header.write("        0", 148, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return header;
}

/** `[name, bytes]` pairs as a tar archive. */
export function tar(members) {
  const parts = members.flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    return [tarHeader(name, bytes.length), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** What `docker save` of before version 25 would write of such an image. */
export function dockerSave({ tags, config = {}, history = [], layers = [] }) {
  const rootfs = { type: "layers", diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) };
  const document = JSON.stringify({ architecture: "amd64", os: "linux", config, rootfs, history });
  const configName = `${sha256(document)}.json`;
  const names = layers.map((_, index) => `${index}/layer.tar`);
  const manifest = JSON.stringify([{ Config: configName, RepoTags: tags, Layers: names }]);
  return tar([
    ...layers.map((layer, index) => [names[index], layer]),
    [configName, document],
    ["manifest.json", manifest],
  ]);
}

/** An archive whose strings try to be markup, to reorder the text around them, or to be wider than any screen. */
export function hostile() {
  const layer = tar([["motd", "hello\n"]]);
  const long = "x".repeat(30_000);
  return dockerSave({
    tags: ["example/<img src=x onerror=alert(1)>:1", `example/${"very-long-name-".repeat(15)}:1`],
    config: {
      Env: ["MARKUP=<script>alert(2)</script>", "REORDERED=\u202egnp.exe", `LONG=${long}`, "NO_EQUALS", 7, null],
      Cmd: ["<b>bold</b>", "it's", "\u0007"],
      Entrypoint: "not a list",
      User: "\u2066root\u2069",
      Labels: { "<a href=javascript:alert(3)>": "<svg onload=alert(4)>", lines: "one\ntwo" },
      ExposedPorts: ["not an object"],
      Healthcheck: { Test: ["CMD", "x"], Interval: 3e10 },
      Unheard: { of: [1, 2, { deep: long }] },
    },
    history: [
      {
        created: "not a date <img src=x onerror=alert(5)>",
        created_by: `RUN <<EOF\necho '<img src=x onerror=alert(6)>'\nEOF`,
      },
      { created: "2024-02-30T99:00:00Z", created_by: `/bin/sh -c #(nop) ENV A=${long}`, empty_layer: true },
    ],
    layers: [layer],
  });
}

/** A sparse file of `size` bytes that is an archive of 60 members: 57 layers and what tells of them. Holes take no disk. */
export function writeLarge(path, size) {
  const layerCount = 57;
  const layerSize = Math.floor(size / layerCount / BLOCK - 4) * BLOCK;
  const names = Array.from({ length: layerCount }, (_, index) => `${String(index).padStart(2, "0")}/layer.tar`);
  const diffIds = names.map((name) => `sha256:${sha256(name)}`);
  const document = JSON.stringify({
    architecture: "amd64",
    os: "linux",
    rootfs: { type: "layers", diff_ids: diffIds },
  });
  const config = `${sha256(document)}.json`;
  const manifest = JSON.stringify([{ Config: config, RepoTags: ["example/large:1"], Layers: names }]);
  const file = openSync(path, "w");
  let at = 0;
  for (const name of names) {
    writeSync(file, tarHeader(name, layerSize), 0, BLOCK, at);
    at += BLOCK + layerSize;
  }
  const rest = tar([
    [config, document],
    ["VERSION", "1.0"],
    ["manifest.json", manifest],
  ]);
  writeSync(file, rest, 0, rest.length, at);
  ftruncateSync(file, at + rest.length);
  closeSync(file);
}
