// node list.mjs FILE [--verify | --merged]: every file of every layer, as its rows; with --verify both digests of the
// layers too; with --merged the files that a container would see instead.
import { print, takeBytesRead } from "./watch.mjs";
import { pathToFileURL } from "node:url";
import { init, open } from "../../dist/index.js";

const [file, option] = process.argv.slice(2);
/** Rows at a time. */
const PAGE = 5000;

async function countRows(files) {
  for (let from = 0; ;) {
    const { rows, total } = await files.rows({ from, count: PAGE });
    from += rows.length;
    if (rows.length === 0 || from >= total) return from;
  }
}

await init();
takeBytesRead();
const began = performance.now();
const inspection = await open(pathToFileURL(file));
const [image] = inspection.images;
let verified = 0;
if (option === "--verify") {
  const { blobs } = await inspection.verify();
  verified = blobs.filter(({ kind, verification }) => kind === "diffId" && verification === "verified").length;
}
let entries = 0;
if (option === "--merged") entries = await countRows(image.files());
else for (const layer of image.layers) entries += await countRows(layer.files());
const ms = performance.now() - began;
const { complete } = await image.files().summary();
const { total: hidden } = await image.files().hidden({ count: 1 });
print({ ms, entries, verified, hidden, complete: Number(complete), read: takeBytesRead() });
inspection.close();
