// node first-view.mjs FILE [WARM-UP]: the first view of an archive, when the wasm is compiled. V8 compiles each function
// when it is first called: an archive to warm up with makes that true of the functions too.
import { print, takeBytesRead } from "./watch.mjs";
import { pathToFileURL } from "node:url";
import { init, open } from "../../dist/index.js";

const [file, warmUp] = process.argv.slice(2).map((path) => pathToFileURL(path));
await init();
if (warmUp) (await open(warmUp)).close();
takeBytesRead();
const began = performance.now();
const inspection = await open(file);
const ms = performance.now() - began;
print({ ms, read: takeBytesRead(), layers: inspection.report.images[0].layers.length });
inspection.close();
