// nginx in front of a registry, as docs/registries.md has it: it answers the preflight, which the registry would refuse.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const GUIDE = new URL("../../../docs/registries.md", import.meta.url);
const PATIENCE = 10_000;

/** The server block of the guide. */
function documented() {
  const text = readFileSync(GUIDE, "utf8");
  const [, block] = /```nginx\n([^]*?)```/.exec(text) ?? [];
  if (!block) throw new Error("docs/registries.md shows no nginx configuration");
  return block;
}

/** Starts it before the registry of a host. Gives its own host, and `close()`. */
export async function startNginx(registry) {
  const folder = mkdtempSync(join(tmpdir(), "layerglass-nginx-"));
  const port = await freePort();
  const block = documented()
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
    .replace("registry.example", "localhost")
    .replace(/^ *ssl_certificate.*\n/gm, "")
    .replace("https://docs.example", "*")
    .replace("http://127.0.0.1:5000", `http://${registry}`);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const config = `
    daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error;
    events { worker_connections 64; }
    http { access_log off; ${paths.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ")} ${block} }`;
  const path = join(folder, "nginx.conf");
  writeFileSync(path, config);
  const server = spawn("/usr/sbin/nginx", ["-c", path, "-e", `${folder}/error`], { stdio: "ignore" });
  const gone = new Promise((resolve) => server.once("exit", resolve).once("error", resolve));
  const close = async () => {
    if (server.pid !== undefined && server.exitCode === null) server.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  for (const until = Date.now() + PATIENCE; !(await answers(port));) {
    if (Date.now() < until && server.exitCode === null) continue;
    const said = readFileSync(join(folder, "error"), "utf8");
    await close();
    throw new Error(`nginx does not listen: ${said}`);
  }
  return { host: `127.0.0.1:${port}`, close };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function answers(port) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
