// Debian's docker-registry (distribution), started on loopback as a test wants it, and filled by skopeo.
import { execFile, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pathOf } from "../support/fixtures.mjs";
import { startTokenServer } from "./token-server.mjs";

const run = promisify(execFile);

export const USER = { username: "reader", password: "open:sesame" };

/** What a page needs; distribution's documentation calls it `http.headers`. */
export const CORS = {
  "Access-Control-Allow-Origin": ["*"],
  "Access-Control-Allow-Methods": ["HEAD", "GET", "OPTIONS"],
  "Access-Control-Allow-Headers": ["Authorization", "Accept", "Range"],
  "Access-Control-Expose-Headers": [
    "Docker-Content-Digest",
    "Content-Length",
    "Content-Range",
    "Link",
    "Www-Authenticate",
  ],
};

/** A start that takes longer has failed. */
const PATIENCE = 15_000;

/**
 * Starts one. `auth`: `htpasswd`, or `token` by a token server of its own; both know {@link USER}. Gives `host`, `url`,
 * `log()` and `close()`; of token auth also `tokens`, the token server.
 */
export async function startDistribution({ cors = false, auth } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-registry-"));
  const tokens = auth === "token" ? await startTokenServer(folder, USER) : undefined;
  const config = {
    version: 0.1,
    log: { level: "info", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: "127.0.0.1:0", ...(cors ? { headers: CORS } : {}) },
    ...(auth === "htpasswd" ? { auth: { htpasswd: { realm: "tests", path: passwords(folder) } } } : {}),
    ...(tokens ? { auth: { token: tokens.forDistribution } } : {}),
  };
  const path = join(folder, "config.yml");
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(config));
  // A file, not a pipe: nobody empties that while skopeo is waited for.
  const logged = join(folder, "log");
  const output = openSync(logged, "w");
  const server = spawn("docker-registry", ["serve", path], { stdio: ["ignore", output, output] });
  closeSync(output);
  const log = () => readFileSync(logged, "utf8");
  const gone = new Promise((resolve) => server.once("exit", resolve).once("error", resolve));
  const close = async () => {
    if (server.pid !== undefined && server.exitCode === null) server.kill();
    await gone;
    await tokens?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  let port;
  for (const until = Date.now() + PATIENCE; port === undefined && Date.now() < until && server.exitCode === null;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    port = /listening on 127\.0\.0\.1:(\d+)/.exec(log())?.[1];
  }
  if (port === undefined) {
    const said = log();
    await close();
    throw new Error(`docker-registry does not listen:\n${said}`);
  }
  const host = `127.0.0.1:${port}`;
  return { host, url: `http://${host}`, log, tokens, close };
}

function passwords(folder) {
  const { username, password } = USER;
  const { stdout, status } = spawnSync("htpasswd", ["-nbB", username, password], { encoding: "utf8" });
  if (status !== 0) throw new Error("htpasswd (of apache2-utils) cannot be run");
  const path = join(folder, "htpasswd");
  writeFileSync(path, stdout);
  return path;
}

/** The images that every registry of the tests holds: a name, and where skopeo takes it from. */
export const IMAGES = {
  "library/small:1": `docker-archive:${pathOf("small-docker28.tar")}:small:1`,
  "team/app:1.0": `oci-archive:${pathOf("small-podman-oci-gzip.tar")}`,
  "team/app:1.10": `oci-archive:${pathOf("small-podman-oci-gzip.tar")}`,
  "team/app:1.9": `oci-archive:${pathOf("small-podman-oci-gzip.tar")}`,
  "team/multi:latest": `oci-archive:${pathOf("multiarch-podman.tar")}`,
  "team/attested:1": `oci-archive:${pathOf("attest-buildx-oci.tar")}`,
};

/** Copies {@link IMAGES} into it. */
export async function fill({ host }, { auth = false, images = IMAGES } = {}) {
  const credentials = auth ? ["--dest-creds", `${USER.username}:${USER.password}`] : [];
  for (const [name, from] of Object.entries(images)) {
    await skopeo("copy", "--all", "--dest-tls-verify=false", ...credentials, from, `docker://${host}/${name}`);
  }
}

/** What skopeo prints. While it is waited for, servers of this process answer it. */
export async function skopeo(...args) {
  const { stdout } = await run("skopeo", ["--insecure-policy", ...args], { timeout: 60_000 });
  return stdout;
}
