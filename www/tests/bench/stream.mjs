// node stream.mjs FILE [--verify]: an archive that passes by once.
import { print } from "./watch.mjs";
import { init, open } from "../../dist/index.js";
import { fileStream } from "./file-stream.mjs";

const [file, option] = process.argv.slice(2);
const verify = option === "--verify";
await init();
const stream = await fileStream(file);
const began = performance.now();
const inspection = await open(stream, { verify });
const ms = performance.now() - began;
const { layers } = inspection.report.images[0];
const verified = layers.filter(({ verification }) => verification.digest === "verified").length;
print({ ms, layers: layers.length, verified });
inspection.close();
