// The files of images and layers, as other tools list and read them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { open } from "layerglass";
import { bytesOf, pathOf, random, streamOf, urlOf } from "../support/fixtures.mjs";
import { layer } from "../support/layers.mjs";
import { listing, said } from "../support/listings.mjs";

const EDGE = "edge-docker28-save.tar";
const ALL = { count: 100_000 };

async function opened(t, source, options) {
  const inspection = await open(source, options);
  t.after(() => inspection.close());
  return inspection;
}

async function bytes(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

const sha256 = (buffer) => createHash("sha256").update(buffer).digest("hex");

test("a layer's rows are its entries in their order, as CPython's tarfile lists them", async (t) => {
  const [image] = (await opened(t, urlOf(EDGE))).images;
  for (const [index, layer] of image.layers.entries()) {
    const expected = listing(`edge-docker28-save.${index}.pylist`).map(({ sha256: _, ...row }) => row);
    const { rows, total } = await layer.files().rows(ALL);
    assert.equal(total, expected.length);
    assert.deepEqual(
      rows.map((row, place) => said(row, expected[place])),
      expected,
    );
  }
});

test("merged rows are what umoci unpacks, and read() gives the same bytes", async (t) => {
  const files = (await opened(t, urlOf(EDGE))).images[0].files();
  const expected = listing("edge.umoci06-unpack.mtree");
  const { rows } = await files.rows(ALL);
  const byPath = (a, b) => Buffer.compare(a.name, b.name);
  // umoci links a hard link's name to the file; here it is called what it is.
  const theirs = expected.map(({ sha256: _, size, ...row }) => ({ ...row, link: row.link ?? undefined, size }));
  const plain = rows.map((row) => (row.type === "hardlink" ? { ...row, type: "file", linkTarget: null } : row));
  const root = (row) => row.name.toString() === ".";
  const ours = plain.map((row) => said({ ...row, size: row.type === "file" ? row.size : undefined }, theirs[0]));
  assert.deepEqual(ours.filter((row) => !root(row)).sort(byPath), theirs.filter((row) => !root(row)).sort(byPath));
  let read = 0;
  for (const { name, sha256: digest, size } of expected.filter(({ type }) => type === "file")) {
    // A path whose bytes are no text cannot be asked for by text.
    if (!Buffer.from(name.toString()).equals(name)) continue;
    const content = await bytes(files.read(name.toString()));
    assert.deepEqual([content.length, sha256(content)], [size, digest], name.toString());
    read += 1;
  }
  assert.ok(read > 20, `${read} files`);
});

test("every kind of compression gives the same files", async (t) => {
  const of = async (name) => {
    const files = (await opened(t, urlOf(name))).images[0].files();
    const { rows } = await files.rows(ALL);
    const read = async ({ path, type }) => (type === "file" ? sha256(await bytes(files.read(path))) : null);
    return Promise.all(rows.map(async (row) => [row.path, row.type, row.mode, row.size, await read(row)]));
  };
  const expected = await of("small-docker28.tar");
  assert.ok(expected.some(([, type, , size]) => type === "file" && size > 0));
  for (const name of [
    "small-docker20.tar",
    "small-podman-oci-gzip.tar",
    "small-crane-tarball-gzlayers.tar",
    "small-skopeo22-zstd19.tar",
    "small-skopeo22-zstdchunked.tar",
  ]) {
    assert.deepEqual(await of(name), expected, name);
  }
});

test("every kind of source gives the same answers", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-files-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const archive = bytesOf(EDGE);
  const fd = openSync(pathOf(EDGE));
  t.after(() => closeSync(fd));
  execFileSync("tar", ["-xf", pathOf(EDGE), "-C", folder]);
  const sources = {
    bytes: archive,
    descriptor: { fd },
    "a caller's own reader": {
      size: archive.length,
      read: async (from, length) => archive.subarray(from, from + length),
    },
    blob: new Blob([archive]),
    "a gzip file": new Blob([gzipSync(archive)]),
    stream: streamOf(archive, random(9000)),
    "a compressed stream": streamOf(new Uint8Array(gzipSync(archive)), random(9000)),
    response: new Response(archive),
    folder: new URL(`file://${folder}/`),
  };
  const answers = async (source) => {
    const [image] = (await opened(t, source)).images;
    const files = image.files();
    const layer = image.layers[1].files();
    return {
      summary: await files.summary(),
      root: await files.children("."),
      bySize: await files.children("/var/", { sort: "size" }),
      rows: await files.rows(ALL),
      below: await files.rows({ path: "etc" }),
      upTo: await image.files({ upTo: 0 }).rows(ALL),
      layer: await layer.rows(ALL),
      entry: await files.entry("./etc/h1"),
      none: await files.entry("no/such"),
      found: await files.find("**/h*"),
      regex: await files.find("^etc/h\\d$", { as: "regex" }),
      text: await files.find("HELLO", { as: "text" }),
      hidden: await files.hidden(),
      waste: await image.waste({ duplicates: true }),
      sparse: sha256(await bytes(files.read("var/sparse"))),
      small: sha256(await bytes(layer.read("etc/h1"))),
      tar: sha256(await bytes(files.tar("etc"))),
    };
  };
  const expected = await answers(urlOf(EDGE));
  assert.ok(expected.hidden.total > 0 && expected.regex.total > 0 && expected.text.total > 0);
  assert.equal(expected.none, null);
  for (const [kind, source] of Object.entries(sources)) assert.deepEqual(await answers(source), expected, kind);
});

test("tar() gives an archive that GNU tar takes, with the bytes that read() gives", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-tar-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = (await opened(t, urlOf(EDGE))).images[0].files();
  const path = join(folder, "all.tar");
  writeFileSync(path, await bytes(files.tar(".")));
  const { rows } = await files.rows(ALL);
  const listed = execFileSync("tar", ["-tf", path, "--quoting-style=escape"], { encoding: "latin1" });
  assert.equal(listed.trim().split("\n").length, rows.length);
  for (const { path: name, type } of rows.filter(({ pathBase64, path }) => !pathBase64 && /^[\w/.-]+$/.test(path))) {
    if (type !== "file") continue;
    const theirs = execFileSync("tar", ["-xOf", path, "--", name], { maxBuffer: 1 << 28 });
    assert.equal(sha256(theirs), sha256(await bytes(files.read(name))), name);
  }
});

test("read() of a row gives the bytes of just that entry, whatever has its path", async (t) => {
  const stored = layer([
    { name: "etc/passwd", body: "inside" },
    { name: "etc/passwd", body: "later" },
    { name: "../../etc/passwd", body: "outside" },
  ]);
  const [image] = (await opened(t, new Blob([stored]))).images;
  const files = image.files();
  const { rows } = await files.find("passwd");
  const read = await Promise.all(rows.map(async (row) => (await bytes(files.read(row))).toString()));
  assert.deepEqual(read, ["inside", "later", "outside"]);
  assert.deepEqual(
    rows.map(({ hiddenBy }) => hiddenBy),
    [0, null, 0],
  );
  assert.equal((await bytes(files.read("etc/passwd"))).toString(), "later");
  assert.equal((await bytes(image.layers[0].files().read("../../etc/passwd"))).toString(), "outside");
  const [folder] = (await files.children(".")).rows;
  await assert.rejects(bytes(files.read(folder)), { code: "usage/not-a-file" });
  await assert.rejects(bytes(files.read({ ...rows[0], entry: 9 })), { code: "usage/no-such-path" });
});

test("pages are parts of the whole, in the same order", async (t) => {
  const files = (await opened(t, urlOf(EDGE))).images[0].files();
  for (const ask of [
    (page) => files.rows(page),
    (page) => files.children("uni", page),
    (page) => files.find("*", page),
    (page) => files.find(".", { ...page, as: "regex" }),
    (page) => files.hidden(page),
  ]) {
    const whole = await ask(ALL);
    assert.ok(whole.total > 3);
    const parts = [];
    for (let from = 0; from < whole.total; from += 3) parts.push(...(await ask({ from, count: 3 })).rows);
    assert.deepEqual(parts, whole.rows);
    assert.deepEqual((await ask({ from: whole.total + 5 })).rows, []);
  }
});

test("what cannot be answered is refused by its code", async (t) => {
  const inspection = await opened(t, urlOf(EDGE));
  const files = inspection.images[0].files();
  await assert.rejects(files.children("no/such"), { name: "LayerglassError", code: "usage/no-such-path" });
  await assert.rejects(files.children("no/such"), ({ hint }) => typeof hint === "string");
  await assert.rejects(bytes(files.read("no/such")), { code: "usage/no-such-path" });
  await assert.rejects(bytes(files.read("etc")), { code: "usage/not-a-file" });
  await assert.rejects(bytes(files.read("loop-a")), { name: "LayerglassError" });
  await assert.rejects(bytes(files.tar("no/such")), { code: "usage/no-such-path" });
  await assert.rejects(files.find("(", { as: "regex" }), { code: "usage/bad-pattern" });
  await assert.rejects(inspection.images[0].files({ upTo: 7 }).summary(), { code: "usage/no-such-layer" });
  for (const none of [undefined, null, 7, {}])
    await assert.rejects(files.children(none), { code: "usage/no-such-path" });
  inspection.close();
  await assert.rejects(files.summary(), { code: "usage/closed" });
  await assert.rejects(bytes(files.read("etc/h1")), { code: "usage/closed" });
});

test("a link is never followed out of the image", async (t) => {
  const files = (await opened(t, urlOf(EDGE))).images[0].files();
  for (const link of ["esc-link", "abs-link", "dangling"]) {
    await assert.rejects(bytes(files.read(link)), { code: "usage/no-such-path" }, link);
  }
  assert.deepEqual(await bytes(files.read("lib/../../etc/h1")), await bytes(files.read("etc/h1")));
});

test("reading ends when it is cancelled, aborted or closed, and others read on", async (t) => {
  const inspection = await opened(t, urlOf(EDGE));
  const files = inspection.images[0].files();
  const first = files.read("var/sparse").getReader();
  assert.ok((await first.read()).value.length > 0);
  await first.cancel();
  const abort = new AbortController();
  const second = files.read("var/sparse", { signal: abort.signal }).getReader();
  await second.read();
  abort.abort(new Error("enough"));
  await assert.rejects(second.read(), { message: "enough" });
  await assert.rejects(files.summary({ signal: AbortSignal.abort() }), { name: "AbortError" });
  const third = files.read("var/sparse").getReader();
  await third.read();
  inspection.close();
  await assert.rejects(third.read(), { code: "usage/closed" });
});

test("mergedSize stands in the report once the layers were looked into", async (t) => {
  const inspection = await opened(t, urlOf(EDGE));
  const merged = (report) => report.images[0].layers.map(({ mergedSize }) => mergedSize);
  assert.ok(merged(inspection.report).every((size) => size === null));
  const { size } = await inspection.images[0].files().summary();
  const sizes = merged(await inspection.refresh());
  assert.equal(
    sizes.reduce((sum, one) => sum + one, 0),
    size,
  );
});
