// node registry.mjs ARCHIVE: an image in a registry on this machine, from its name to its overview and its files; beside
// it the same of the archive, and skopeo.
import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { init, open } from "../../dist/index.js";
import { skopeo, startDistribution } from "../registry/distribution.mjs";

const [archive] = process.argv.slice(2);
const RUNS = 5;
const PAGE = 5000;
const run = promisify(execFile);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function timed(task) {
  const began = performance.now();
  await task();
  return performance.now() - began;
}

async function several(task) {
  const all = [];
  for (let n = 0; n < RUNS; n++) all.push(await task());
  return median(all);
}

/** Every file of every layer, as rows. */
async function listed(source, options) {
  const inspection = await open(source, options);
  let entries = 0;
  for (const layer of inspection.images[0].layers) {
    const files = layer.files();
    for (let from = 0; ;) {
      const { rows, total } = await files.rows({ from, count: PAGE });
      from += rows.length;
      entries += rows.length;
      if (rows.length === 0 || from >= total) break;
    }
  }
  inspection.close();
  return entries;
}

const registry = await startDistribution();
try {
  await skopeo("copy", "--dest-tls-verify=false", `oci-archive:${archive}`, `docker://${registry.host}/bench:1`);
  const name = `${registry.host}/bench:1`;
  await init();
  // The first one finds V8 compiling the core.
  (await open(name)).close();
  let digest;
  const overviews = [];
  const asked = [];
  for (let n = 0; n < RUNS; n++) {
    // Other credentials, another client: nothing is remembered of the one before.
    const registry = { credentials: () => null };
    const requests = [];
    const began = performance.now();
    const inspection = await open(name, { registry, onRequest: ({ url }) => requests.push(url) });
    overviews.push(performance.now() - began);
    asked.push(requests.filter((url) => !/\/blobs\/|\/token/.test(url)).length);
    digest = inspection.report.images[0].digest;
    inspection.close();
  }
  const again = [];
  const known = `${registry.host}/bench@${digest}`;
  (await open(known)).close();
  (await open(known, { onRequest: ({ url }) => again.push(url) })).close();
  const inspect = await several(() =>
    timed(() => run("skopeo", ["inspect", "--tls-verify=false", `docker://${name}`], { maxBuffer: 1 << 26 })),
  );
  let entries;
  const remote = await several(() => timed(async () => (entries = await listed(name))));
  let there;
  const local = await several(() => timed(async () => (there = await listed(pathToFileURL(archive)))));
  const all = {
    overview: median(overviews),
    requests: Math.max(...asked),
    again: again.length,
    inspect,
    remote,
    local,
  };
  for (const [what, number] of Object.entries({ ...all, entries, there })) console.log(what, number);
} finally {
  await registry.close();
}
