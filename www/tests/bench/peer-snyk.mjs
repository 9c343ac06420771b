// node peer-snyk.mjs FOLDER FILE: what snyk-docker-plugin does with an image. FOLDER is where it was installed.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, file] = process.argv.slice(2);
const { scan } = createRequire(resolve(folder, "package.json"))("snyk-docker-plugin");
const { scanResults } = await scan({ path: `docker-archive:${resolve(file)}` });
if (scanResults.length === 0) throw new Error("it found nothing");
