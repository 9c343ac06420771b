// Why something is not done, as the registry API says it: the client shows the words.
import type { ServerResponse } from "node:http";

export class Refusal extends Error {
  constructor(
    readonly status: number,
    /** One of the registry API's own codes, or alike. */
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The same of whatever was thrown. What went wrong inside has no words that are for a visitor. */
export function refusalOf(thrown: unknown): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal(500, "UNKNOWN", "the gateway has a fault: please report it");
}

/** Answers with it; where an answer has begun already, that is cut. */
export function refuse(response: ServerResponse, { status, code, message, headers }: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify({ errors: [{ code, message }] });
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...headers,
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
