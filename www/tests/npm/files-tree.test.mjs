// The tree as a list of lines, however large and whatever is open; and where a list of millions of pixels is scrolled to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const { outputFiles } = await build({
  stdin: {
    contents: `export { Tree } from "./tree.js"; export { Track } from "./track.js"; export * from "./rows.js";`,
    resolveDir: fileURLToPath(new URL("../../src/element/views/files/", import.meta.url)),
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const { Tree, Track, absolute, nameOf, relative } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
);

/** Files of directories that each hold `width` directories `d…` and then as many files `f…`, `depth` levels deep. */
function files(width, depth) {
  const asked = [];
  const digits = String(width).length;
  const at = (path, index) => {
    const isFolder = index < width && path.split("/").length < depth + (path === "." ? 1 : 0);
    const name = `${index < width ? "d" : "f"}${String(index % width).padStart(digits, "0")}`;
    const size = index + 1;
    return {
      path: path === "." ? name : `${path}/${name}`,
      type: isFolder ? "directory" : "file",
      size,
      below: isFolder ? { size, entries: 2 * width } : null,
    };
  };
  return {
    asked,
    async children(path, { from, count, sort }) {
      asked.push(count);
      const all = Array.from({ length: 2 * width }, (_, index) => at(path, index));
      if (sort === "size") all.reverse();
      return { path, from, total: all.length, rows: all.slice(from, from + count) };
    },
    async entry(path) {
      const name = path.split("/").at(-1);
      const index = Number(name.slice(1)) + (name[0] === "f" ? width : 0);
      const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
      return index < 2 * width ? at(parent, index) : null;
    },
  };
}

const quiet = { onchange() {}, onerror: (thrown) => assert.fail(thrown) };
const made = (source, order = "name", open = new Set()) => new Tree(source, 1, order, open, quiet);

/** All lines, each found again by where it stands. */
function lines(tree) {
  return Array.from({ length: tree.count }, (_, position) => {
    const { folder, index, row } = tree.lineAt(position);
    assert.equal(tree.positionOf(folder, index), position);
    return row && `${"  ".repeat(folder.level - 1)}${nameOf(row)}`;
  });
}

test("what is in an open directory follows its line", async () => {
  const tree = made(files(2, 3));
  const line = await tree.reveal("d1/d0/f1");
  assert.equal(line.row.path, "d1/d0/f1");
  const open = ["d0", "d1", "  d0", "    d0", "    d1", "    f0", "    f1", "  d1", "  f0", "  f1", "f0", "f1"];
  assert.deepEqual(lines(tree), open);
  await tree.reveal("d0/f0");
  assert.deepEqual(lines(tree), ["d0", "  d0", "  d1", "  f0", "  f1", ...open.slice(1)]);
  tree.close(tree.lineAt(0));
  assert.deepEqual(lines(tree), open);
  tree.close(tree.lineAt(1));
  assert.deepEqual(lines(tree), ["d0", "d1", "f0", "f1"]);
});

test("what was open inside of what was closed opens with it again, and in another order", async () => {
  const wanted = new Set();
  const tree = made(files(2, 3), "name", wanted);
  await tree.reveal("d1/d0/f1");
  const bySize = made(files(2, 3), "size", wanted);
  const line = await bySize.reveal("d1/d0/f1");
  assert.equal(line.row.path, "d1/d0/f1");
  assert.equal(lines(bySize).length, 12);
  assert.deepEqual(lines(bySize).slice(0, 4), ["f1", "f0", "d1", "  f1"]);
});

for (const order of ["name", "size"]) {
  test(`a line deep in 200 000 is found by ${order} with a few rows`, async () => {
    const source = files(100_000, 1);
    const tree = made(source, order);
    const line = await tree.reveal("f077777");
    assert.equal(line.row.path, "f077777");
    const position = tree.positionOf(line.folder, line.index);
    assert.equal(position, order === "name" ? 177_777 : 22_222);
    assert.ok(source.asked.length < 25 && source.asked.reduce((sum, n) => sum + n) < 700, `${source.asked}`);
    assert.equal(await tree.reveal("f999999"), null);
    assert.equal(await tree.reveal("nothing/f1"), null);
  });
}

test("paths are written as a container would, and read however they are written", () => {
  for (const written of ["/etc/passwd", "etc/passwd", "./etc/passwd", "//etc/passwd/"]) {
    assert.equal(relative(written), "etc/passwd");
  }
  for (const root of ["/", ".", "", "./"]) assert.equal(relative(root), ".");
  assert.deepEqual([absolute("."), absolute("etc/passwd")], ["/", "/etc/passwd"]);
  assert.equal(nameOf({ path: "etc/.wh.motd", type: "whiteout" }), "motd");
  assert.equal(nameOf({ path: "etc/.wh.motd", type: "file" }), ".wh.motd");
});

test("a short list is scrolled pixel by pixel", () => {
  const track = new Track(200_000 * 24, 600);
  assert.equal(track.isScaled, false);
  assert.equal(track.height, 4_800_000);
  for (const at of [0, 1, 4_799_400]) assert.deepEqual([track.offsetAt(at), track.topAt(at)], [at, at]);
  assert.deepEqual([track.within(-1), track.within(9e9)], [0, 4_799_400]);
});

test("a list that is higher than any box still has each of its rows, and pixels at both ends", () => {
  for (const rows of [400_000, 1_000_000, 100_000_000]) {
    const [full, view] = [rows * 24, 600];
    const track = new Track(full, view);
    assert.equal(track.isScaled, true);
    assert.equal(track.height, 8_000_000);
    const far = full - view;
    let last = -1;
    for (const offset of [0, 1, 500_000, 999_999, 1_000_001, full / 2, far - 1_000_001, far - 500_000, far - 1, far]) {
      const top = track.topAt(offset);
      assert.ok(top >= 0 && top <= 8_000_000 - view && top > last, `${offset} at ${top} of ${rows}`);
      assert.ok(Math.abs(track.offsetAt(top) - offset) < 0.5, `${offset}: ${track.offsetAt(top)}`);
      last = top;
    }
    assert.equal(track.topAt(far), 8_000_000 - view);
    assert.equal(track.topAt(1000), 1000);
    assert.equal(track.topAt(far - 1000), 8_000_000 - view - 1000);
  }
});
