// A small static server, like the ones that people put the page on, with a record of what it was asked for.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves `folder` under `path` on a free port of this machine.
 * `ranges`: answer requests for ranges; `cors`: let pages of other origins read; `delay`: wait before each 64 KiB;
 * `headers`: with every answer.
 */
export async function serve(folder, { path = "/", ranges = true, cors = false, delay = 0, headers = {} } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    requests.push(url.pathname);
    if (cors) response.setHeader("access-control-allow-origin", "*");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const file = await found(folder, path, url.pathname);
    if (!file) return response.writeHead(404).end();
    response.setHeader("content-type", TYPES[extname(file.name)] ?? "application/octet-stream");
    const range = ranges ? /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") : null;
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), file.size - 1) : file.size - 1;
    if (range) response.setHeader("content-range", `bytes ${start}-${end}/${file.size}`);
    response.writeHead(range ? 206 : 200, { "content-length": end - start + 1 });
    await send(createReadStream(file.name, { start, end: Math.max(end, 0) }), response, delay);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: origin + path, origin, requests, close };
}

async function found(folder, path, asked) {
  if (!asked.startsWith(path)) return null;
  const rest = normalize(decodeURIComponent(asked.slice(path.length)));
  if (rest.startsWith("..")) return null;
  const name = join(folder, rest === "." || rest === "" ? "index.html" : rest);
  const about = await stat(name).catch(() => null);
  return about?.isFile() ? { name, size: about.size } : null;
}

async function send(stream, response, delay) {
  for await (const chunk of stream) {
    if (response.destroyed) return;
    response.write(chunk);
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  }
  response.end();
}
