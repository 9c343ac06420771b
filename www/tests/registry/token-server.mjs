// A token server as distribution's specification describes it (docs/spec/auth/token.md): Basic in, a signed JWT out.
import { spawnSync } from "node:child_process";
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const ISSUER = "layerglass tests";
const SERVICE = "registry.tests";

/**
 * Starts one whose key and certificate lie in `folder`. Everybody may pull what is not below `secret/`; the user may do
 * everything. Gives `url`, what distribution is to be told, and the requests that came (never their passwords).
 */
export async function startTokenServer(folder, { username, password }) {
  const key = join(folder, "token.key");
  const certificate = join(folder, "token.pem");
  const subject = ["-subj", "/CN=layerglass tests", "-days", "2"];
  const made = spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    key,
    "-out",
    certificate,
    ...subject,
  ]);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  const signing = createPrivateKey(readFileSync(key));
  const chain = [readFileSync(certificate, "utf8").replace(/-----[^-]+-----|\s/g, "")];
  const right = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const requests = [];
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url, "http://localhost");
    const { authorization } = request.headers;
    const known = authorization === right;
    requests.push({ scope: searchParams.getAll("scope"), service: searchParams.get("service"), known });
    // A page of another origin asks as well.
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "authorization");
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    if (authorization !== undefined && !known) return response.writeHead(401).end(`{"details":"wrong password"}`);
    const access = searchParams.getAll("scope").flatMap((scope) => granted(scope, known));
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: ISSUER,
      sub: known ? username : "",
      aud: searchParams.get("service") ?? "",
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access,
    };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ token: jwt(claims), expires_in: 300 }));
  });
  const jwt = (claims) => {
    const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const text = `${encode({ typ: "JWT", alg: "RS256", x5c: chain })}.${encode(claims)}`;
    return `${text}.${sign("sha256", Buffer.from(text), signing).toString("base64url")}`;
  };
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}/token`;
  return {
    url,
    requests,
    forDistribution: { realm: url, service: SERVICE, issuer: ISSUER, rootcertbundle: certificate },
    close: () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve))),
  };
}

/** `repository:team/app:pull,push`, as much of it as one may. */
function granted(scope, known) {
  const [, type, name, wanted] = /^([^:]+):(.+):([^:]*)$/.exec(scope) ?? [];
  if (name === undefined) return [];
  const actions = wanted.split(",").filter((action) => known || (action === "pull" && !name.startsWith("secret/")));
  return actions.length > 0 ? [{ type, name, actions }] : [];
}
