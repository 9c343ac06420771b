// The commands, as people and scripts run them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { cells, inTerminal, layerglass, layerglassJson, start } from "../support/command.mjs";
import { fixtures, pathOf } from "../support/fixtures.mjs";

const SMALL = pathOf("small-docker28.tar");
const MULTI = pathOf("multi-docker28.tar");
const folder = mkdtempSync(join(tmpdir(), "layerglass-command-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name, bytes) {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

for (const name of fixtures) {
  test(`${name}: every command answers`, () => {
    const report = layerglassJson(["inspect", pathOf(name)]);
    assert.equal(report.code, 0, report.err);
    assert.equal(report.document.schemaVersion, 1);
    assert.equal("error" in report.document, false);
    const images = layerglassJson(["images", pathOf(name)]);
    assert.deepEqual(
      images.document.images.map(({ id }) => id).sort(),
      report.document.images.map(({ id }) => id).sort(),
    );
    const history = layerglassJson(["history", pathOf(name)]);
    assert.equal(history.code, 0, history.err);
    const human = layerglass(["inspect", pathOf(name)]);
    assert.equal(human.code, 0, human.err);
    for (const { id } of report.document.images.slice(0, 1)) if (id) assert.ok(human.out.includes(id.slice(7, 19)));
    const verified = layerglassJson(["verify", pathOf(name)]);
    assert.equal(verified.code, verified.document.ok ? 0 : 1);
  });
}

test("standard input is read as it comes, compressed or not", () => {
  const expected = layerglassJson(["inspect", "--verify", SMALL]).document;
  const bytes = readFileSync(SMALL);
  assert.deepEqual(layerglassJson(["inspect", "--verify", "-"], { input: bytes }).document, expected);
  const packed = layerglassJson(["inspect", "--verify", "-"], { input: gzipSync(bytes) }).document;
  assert.deepEqual(packed.images, expected.images);
  assert.equal(layerglass(["verify", "-"], { input: bytes }).code, 0);
  assert.deepEqual(cells(layerglass(["images", "-q", "-"], { input: bytes }).out), [["350eba1ca667"]]);
});

test("a folder is a source, by path and as oci:", () => {
  const layout = mkdtempSync(join(folder, "layout-"));
  execFileSync("tar", ["-xf", pathOf("small-podman-oci-gzip.tar"), "-C", layout]);
  const expected = layerglassJson(["inspect", pathOf("small-podman-oci-gzip.tar")]).document.images;
  const name = layout.slice(folder.length + 1);
  for (const word of [layout, `oci:${layout}`, name, `./${name}`]) {
    assert.deepEqual(layerglassJson(["inspect", word], { cwd: folder }).document.images, expected, word);
  }
});

test("an archive on the web is a source, with or without ranges", async () => {
  const bytes = readFileSync(SMALL);
  const asked = [];
  const server = createServer((request, response) => {
    const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    asked.push(request.url);
    if (request.url === "/plain.tar" || start === undefined) return response.writeHead(200).end(bytes);
    const last = end === "" ? bytes.length - 1 : Number(end);
    response.writeHead(206, {
      "Content-Range": `bytes ${start}-${last}/${bytes.length}`,
      "Content-Length": last - start + 1,
    });
    response.end(bytes.subarray(Number(start), last + 1));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const { images } = layerglassJson(["inspect", SMALL]).document;
  for (const path of ["/range.tar", "/plain.tar"]) {
    const { document } = await finished(start(["inspect", "--json", base + path]));
    assert.deepEqual(document.images, images);
    assert.equal(document.source.url, base + path);
  }
  server.close();
  server.closeAllConnections();
  const { code, err } = await finished(start(["inspect", `${base}/gone.tar`]));
  assert.equal(code, 4);
  assert.match(err, /^layerglass: network\/failed: /);
});

async function finished(child) {
  const [out, err] = ["", ""].map(() => []);
  child.stdout.on("data", (chunk) => out.push(chunk));
  child.stderr.on("data", (chunk) => err.push(chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  const text = Buffer.concat(out).toString();
  return {
    code,
    out: text,
    err: Buffer.concat(err).toString(),
    document: text.startsWith("{") ? JSON.parse(text) : undefined,
  };
}

test("one image of several: the first, or the one that --image says", () => {
  const { images } = layerglassJson(["inspect", MULTI]).document;
  const first = layerglass(["history", MULTI]);
  assert.match(first.err, /choose with --image/);
  for (const [index, { id, names }] of images.entries()) {
    for (const word of [String(index), id, id.slice(7, 19), id.slice(0, 19), ...names.map(({ raw }) => raw)]) {
      const { document, err } = layerglassJson(["history", MULTI, "--image", word]);
      assert.equal(document.history[0].id, id, word);
      assert.equal(err, "");
      assert.deepEqual(layerglassJson(["inspect", MULTI, "--image", word]).document.images, [images[index]]);
    }
  }
  for (const word of ["nothing", "", "sha256:"]) {
    const { code, err } = layerglass(["history", MULTI, `--image=${word}`]);
    assert.equal(code, 1, word);
    assert.match(err, /^layerglass: usage\/no-such-image: .*\nthere are: 0 \S+ linux\/amd64, 1 /);
  }
});

test("an image is found by its index and by its manifest's digest after its name", () => {
  const archive = pathOf("attest-buildx-oci.tar");
  const { images } = layerglassJson(["inspect", archive]).document;
  for (const { id, digest, indexDigests, names } of images) {
    const pinned = names.flatMap(({ canonical }) => (canonical ? [`${canonical.split(":")[0]}@${digest}`] : []));
    // An index stands for all of its images: the one for the platform is meant.
    const isSuited = (image) => image.platform.architecture === "amd64" && image.indexDigests.includes(indexDigests[0]);
    for (const word of indexDigests)
      assert.equal(
        layerglassJson(["history", archive, "--image", word]).document.history[0].id,
        images.find(isSuited).id,
      );
    for (const word of [digest, ...pinned])
      assert.equal(layerglassJson(["history", archive, "--image", word]).document.history[0].id, id, word);
  }
});

test("a platform that nothing is for is the answer no", () => {
  const archive = pathOf("multiarch-podman.tar");
  assert.equal(layerglassJson(["inspect", archive, "--platform", "linux/arm64"]).document.images.length, 1);
  assert.equal(layerglass(["inspect", archive, "--platform", "windows/amd64"]).code, 1);
  assert.equal(layerglass(["history", archive, "--platform", "windows/amd64"]).code, 1);
  assert.equal(layerglass(["inspect", archive, "--platform", "arm64"]).code, 2);
});

test("images takes several files, and one bad file costs no other", () => {
  const bad = file("bad.tar", "no archive");
  const { code, out, err } = layerglass(["images", "-q", SMALL, bad, pathOf("edge-docker28-save.tar")]);
  assert.equal(code, 3);
  assert.deepEqual(out.trim().split("\n").sort(), ["350eba1ca667", "c3e6673af938"]);
  assert.ok(err.startsWith(`layerglass: archive/not-an-archive: ${bad}: `), err);
  const { document } = layerglassJson(["images", SMALL, bad]);
  assert.equal(document.images.length, 1);
  assert.equal(document.error.code, "archive/not-an-archive");
});

test("images has docker's options", () => {
  const rows = (...options) => cells(layerglass(["images", ...options, MULTI]).out).slice(1);
  assert.deepEqual(layerglass(["images", "--digests", MULTI]).out.split("\n")[0].split(/ {3,}/)[2], "DIGEST");
  assert.equal(rows("-a").length, rows().length);
  for (const [repository] of rows("--filter", "reference=localhost/*")) assert.match(repository, /^localhost\//);
  assert.ok(rows("--filter", "reference=localhost/*").length > 0);
  assert.deepEqual(
    rows("--filter", "dangling=true").map(([repository]) => repository),
    ["<none>"],
  );
  assert.ok(rows("--filter", "label=maintainer=x@example.org").length > 0);
  assert.equal(rows("--filter", "label=maintainer=nobody").length, 0);
  assert.equal(rows("--filter", "until=2020-01-01").length, 0);
  assert.equal(layerglass(["images", "--filter", "colour=red", MULTI]).code, 2);
});

test("verify says no where a digest differs", () => {
  const bytes = readFileSync(pathOf("small-podman-docker-archive.tar"));
  bytes[bytes.indexOf("ustar", 2048) + 600] ^= 1;
  const changed = file("changed.tar", bytes);
  const { code, document } = layerglassJson(["verify", changed]);
  assert.equal(code, 1);
  assert.equal(document.ok, false);
  const human = layerglass(["verify", changed]);
  assert.equal(human.code, 1);
  assert.match(human.out, /wrong/);
  assert.equal(layerglass(["inspect", changed, "--verify"]).code, 0, "for inspect it is a finding");
});

test("what can be read of a cut archive is printed, and the error", () => {
  const cut = file("cut.tar", readFileSync(pathOf("multi-docker20.tar")).subarray(0, 100_000));
  const { code, err, document } = layerglassJson(["inspect", cut]);
  assert.equal(code, 3);
  assert.equal(document.schemaVersion, 1);
  assert.equal(document.error.code, "tar/truncated");
  assert.deepEqual(Object.keys(document.error), ["code", "message", "at", "hint"]);
  assert.match(err, /^layerglass: tar\/truncated: .+\n.+\n$/);
  assert.equal(layerglass(["inspect", cut]).code, 3);
});

mkdirSync(join(folder, "plain"));
execFileSync("mkfifo", [join(folder, "pipe")]);
const WRONG = [
  [[], 2, /^layerglass looks into/],
  [["explode", "x"], 2, /^layerglass: usage\/unknown-command: /],
  [["inspect"], 2, /^layerglass: usage\/missing-source: /],
  [["inspect", "a", "b"], 2, /^layerglass: usage\/too-many: /],
  [["inspect", "--colour", SMALL], 2, /^layerglass: usage\/option: /],
  [["inspect", "--format", "yaml", SMALL], 2, /^layerglass: usage\/format: /],
  [
    ["inspect", "localhost:1/mysql:5.7"],
    4,
    /^layerglass: network\/failed: localhost:1 could not be asked for a manifest/,
  ],
  [["inspect", "docker://localhost:1/mysql"], 4, /^layerglass: network\/failed: /],
  [["inspect", "UPPER"], 2, /^layerglass: reference\//],
  [["inspect", "http://192.0.2.1/a.tar"], 2, /^layerglass: usage\/plain-http: /],
  [
    ["inspect", "plain"],
    2,
    /^layerglass: source\/not-yet: plain is a folder here.*\n.*\.\/plain; .*docker:\/\/plain\n/,
  ],
  [["inspect", "pipe"], 2, /^layerglass: source\/not-yet: pipe is no regular file.*\n.*\.\/pipe; .*docker:\/\/pipe\n/],
  [["history", "--image", "-1", SMALL], 2, /^layerglass: usage\/option: --image needs a value .*no dash\n/],
  [["inspect", "./no-such.tar"], 3, /^layerglass: source\/not-found: /],
  [["inspect", folder], 3, /^layerglass: layout\/missing: /],
];
for (const [args, expected, words] of WRONG) {
  test(`exit ${expected}: layerglass ${args.join(" ").replaceAll(folder, "FOLDER")}`, () => {
    const { code, out, err } = layerglass(args, { cwd: folder });
    assert.equal(code, expected, err);
    assert.match(err, words);
    assert.equal(out, "");
    if (args.length > 1) {
      const { document } = layerglassJson(args, { cwd: folder });
      assert.ok(err.startsWith(`layerglass: ${document.error.code}: `));
      assert.ok(document.error.hint);
    }
  });
}

test("help: what it is for first, two examples last, for every command", () => {
  const { out, code } = layerglass(["--help"]);
  assert.equal(code, 0);
  assert.match(out, /^layerglass looks into container images/);
  for (const name of ["inspect", "history", "images", "ls", "cat", "tree", "find", "waste", "verify"]) {
    const help = layerglass([name, "--help"]).out;
    const examples = help.slice(help.indexOf("Examples:")).match(/^ {2}layerglass|^ {2}docker/gm);
    assert.equal(examples.length, 2, name);
    assert.equal(layerglass(["help", name]).out, help);
    assert.ok(out.includes(name));
  }
});

test("a closed pipe ends quietly", async () => {
  const child = start(["inspect", "--json", pathOf("edge-docker28-save.tar")]);
  child.stdout.destroy();
  const { code, err } = await new Promise((resolve) => {
    let err = "";
    child.stderr.on("data", (chunk) => (err += chunk));
    child.on("close", (code) => resolve({ code, err }));
  });
  assert.equal(err, "");
  assert.equal(code, 0);
});

test("output that cannot be written is one line, not a stack", { skip: !existsSync("/dev/full") }, () => {
  for (const args of [
    ["verify", SMALL],
    ["inspect", "--json", SMALL],
  ]) {
    const full = openSync("/dev/full", "w");
    const { code, err } = layerglass(args, { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    assert.equal(code, 3);
    assert.match(err, /^layerglass: internal\/output: .+\n.+\n$/);
  }
});

test("an interrupt ends with 130", async () => {
  const child = start(["inspect", "-"]);
  setTimeout(() => child.kill("SIGINT"), 400);
  assert.equal(await new Promise((resolve) => child.on("close", resolve)), 130);
});

test("in a pipe there is neither colour nor progress", () => {
  const { out, err } = layerglass(["inspect", SMALL], { env: { FORCE_COLOR: "1" } });
  assert.ok(!out.includes("\u001b"));
  assert.equal(err, "");
});

test("in a terminal there is colour, unless NO_COLOR says no, and tables fit", () => {
  assert.ok(inTerminal(["inspect", SMALL], 100).includes("\u001b["));
  assert.ok(!inTerminal(["inspect", SMALL], 100, { env: { NO_COLOR: "1" } }).includes("\u001b["));
  for (const line of inTerminal(["inspect", SMALL], 60, { env: { NO_COLOR: "1" } }).split("\n")) {
    if (/^ +\d* +.*(COPY|CMD|ENV)/.test(line)) assert.ok(line.length <= 60, line);
  }
});

test("long work says in a terminal how far it is, and takes that away again", () => {
  const slowly = `(head -c 20000 '${SMALL}'; sleep 0.7; tail -c +20001 '${SMALL}') |`;
  const shown = inTerminal(["images", "-q", "-"], 80, { before: slowly });
  assert.match(shown, /\r\u001b\[KReading the archive  [\d.]+kB  [\d.]+k?B\/s/);
  assert.ok(shown.endsWith("\r\u001b[K350eba1ca667\n"), JSON.stringify(shown));
});

test("nothing that an image says moves the cursor", () => {
  const config = JSON.stringify({
    os: "linux",
    author: "\u001b[2J",
    config: { Labels: { "a\u001bb": "\u009b2J\u202e" } },
  });
  const manifest = JSON.stringify([{ Config: "config.json", RepoTags: ["a:1"], Layers: [] }]);
  const source = mkdtempSync(join(folder, "hostile-"));
  writeFileSync(join(source, "config.json"), config);
  writeFileSync(join(source, "manifest.json"), manifest);
  for (const args of [["inspect"], ["inspect", "--json"], ["inspect", "--format", "docker"], ["history"]]) {
    const { out, err } = layerglass([...args, `oci:${source}`]);
    assert.ok(!/[\u001b\u009b\u202e]/.test(out + err) || args.length > 1, out);
    assert.ok(!/[\u001b\u009b]/.test(out + err), out);
  }
});
