// node first-view.mjs FILE: the first view of an archive, once the core is compiled.
import { print, takeBytesRead } from "./watch.mjs";
import { pathToFileURL } from "node:url";
import { init, open } from "../../dist/index.js";

await init();
takeBytesRead();
const began = performance.now();
const inspection = await open(pathToFileURL(process.argv[2]));
const ms = performance.now() - began;
print({ ms, read: takeBytesRead(), layers: inspection.report.images[0].layers.length });
inspection.close();
