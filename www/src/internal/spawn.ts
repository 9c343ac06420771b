// Workers of the package's own script, also for pages that may not start it themselves.
import { baseOf } from "./host.js";

/** A worker of the script at `url`, or of the package's own. Throws where the page may not start it. */
export function spawn(url?: string | URL): Worker {
  if (url !== undefined) return new Worker(url, { type: "module", name: "layerglass" });
  // Bundlers find the worker's script by this very expression.
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "layerglass" });
}

/**
 * The same by a script of the page's own that imports it. A page may not start a script of another origin (a page on
 * `file:` none at all), but it may import one.
 */
export function spawnByImport(url?: string | URL): Worker {
  const script = url === undefined ? new URL("./worker.js", import.meta.url) : new URL(url, baseOf());
  const text = `import ${JSON.stringify(script.href)}`;
  const blob = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(blob, { type: "module", name: "layerglass" });
  // Only then is it certain that it was read.
  for (const event of ["message", "error"]) worker.addEventListener(event, () => URL.revokeObjectURL(blob));
  return worker;
}
