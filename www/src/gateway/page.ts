// The page: the files of one folder, as they are.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { Handler } from "./gateway.js";

/** By the end of the name. Wasm must be right, or browsers refuse to compile it while it streams. */
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".tar": "application/x-tar",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Names as the build makes them: nothing encoded, nothing hidden, no way up. */
const NAME = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

export interface PageFolders {
  readonly site: string;
  /** Where the wasm module lies, if not there: the package holds it once. */
  readonly beside?: string;
}

/** The policy is the one that the page states itself: as a header it binds its workers too. */
export async function page(folders: PageFolders): Promise<Handler> {
  const policy = statedPolicy(await readFile(join(folders.site, "index.html"), "utf8"));
  const always = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
  return async (request, response) => {
    const { method = "", url = "" } = request;
    if (method !== "GET" && method !== "HEAD") return say(response, 405, "this is read only", { Allow: "GET, HEAD" });
    const [path = ""] = url.split("?");
    const name = path === "/" ? "index.html" : path.slice(1);
    const bytes = path.startsWith("/") && NAME.test(name) ? await read(folders, name) : undefined;
    if (!bytes) return say(response, 404, "there is no such file");
    const etag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
    const headers = { ...always, ETag: etag };
    if (isKnown(request, etag)) return void response.writeHead(304, headers).end();
    const type = TYPES[extname(name)] ?? "application/octet-stream";
    const part = partOf(request, etag, bytes.length);
    if (part === null) {
      return say(response, 416, "the file ends before that", { "Content-Range": `bytes */${bytes.length}` });
    }
    const [start, end] = part ?? [0, bytes.length];
    response.writeHead(part ? 206 : 200, {
      ...headers,
      "Accept-Ranges": "bytes",
      "Content-Type": type,
      "Content-Length": end - start,
      ...(part ? { "Content-Range": `bytes ${start}-${end - 1}/${bytes.length}` } : {}),
    });
    response.end(method === "HEAD" ? undefined : bytes.subarray(start, end));
  };
}

function statedPolicy(markup: string): string {
  const stated = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(markup)?.[1];
  if (stated === undefined) throw new Error("index.html states no policy");
  return stated;
}

async function read({ site, beside }: PageFolders, name: string): Promise<Buffer | undefined> {
  const file = await readFile(join(site, name)).catch(() => undefined);
  if (file || beside === undefined || !name.endsWith(".wasm")) return file;
  return readFile(join(beside, name)).catch(() => undefined);
}

function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const known = headers["if-none-match"];
  return (
    known !== undefined && (known === "*" || known.split(/\s*,\s*/).some((one) => one.replace(/^W\//, "") === etag))
  );
}

/** From the first byte to the one behind the last. Undefined: all of it; null: what is asked for is not there. */
function partOf({ headers }: IncomingMessage, etag: string, size: number): [number, number] | null | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "") ?? [];
  if ((first === "" && last === "") || (headers["if-range"] ?? etag) !== etag) return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (first !== "" && last !== "" && Number(last) < start) return undefined;
  return start < end ? [start, end] : null;
}

function say(response: ServerResponse, status: number, words: string, headers: Record<string, string> = {}): void {
  const body = `${words}\n`;
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "X-Content-Type-Options": "nosniff",
    ...headers,
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
