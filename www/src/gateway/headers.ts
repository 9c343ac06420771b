// Which headers pass: what the registry API is made of. Cookies, addresses and the like do not, either way.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

const ASKED = ["accept", "authorization", "range", "if-range", "if-none-match", "if-modified-since"];
const ANSWERED = [
  "accept-ranges",
  "content-length",
  "content-range",
  "docker-content-digest",
  "docker-distribution-api-version",
  "etag",
  "last-modified",
  "link",
  "oci-filters-applied",
  "oci-subject",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "retry-after",
  "www-authenticate",
];

/** What a browser must not take for more than data, whoever wrote it: this is the page's own origin. */
const INERT = {
  "Cache-Control": "no-store",
  "Content-Disposition": "attachment",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

/** What is sent to a host. `isSame`: it is the host that the visitor meant, so that secrets are for it. */
export function askedWith(headers: IncomingHttpHeaders, isSame: boolean): OutgoingHttpHeaders {
  const passed = pick(headers, isSame ? ASKED : ASKED.filter((name) => name !== "authorization"));
  return { accept: "*/*", ...passed, "accept-encoding": "identity", "user-agent": "layerglass" };
}

/** What the visitor is told. */
export function answeredWith(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const type = typeOf(headers["content-type"]);
  return { ...pick(headers, ANSWERED), ...(type === undefined ? {} : { "content-type": type }), ...INERT };
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function typeOf(type: string | undefined): string | undefined {
  if (type === undefined) return undefined;
  if (/^application\/(?:json|octet-stream|gzip|x-gzip|zstd|x-tar|vnd\.[\w.+-]+)\s*(?:;|$)/i.test(type)) return type;
  return /^text\//i.test(type) ? "text/plain; charset=utf-8" : "application/octet-stream";
}
