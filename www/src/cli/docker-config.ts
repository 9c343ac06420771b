// Credentials as docker keeps them: in its config.json, or with a helper that this names. They go to the registry that
// asks for them; nothing of them is printed.
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Credential } from "../index.js";
import { askHelper } from "./docker-helper.js";
import { usage } from "./failure.js";

/** The part of config.json that is about credentials. */
interface DockerConfig {
  auths?: Record<string, { readonly auth?: string; readonly identitytoken?: string }>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** docker's own name for the Hub's place in the file. */
const HUB = "https://index.docker.io/v1/";

const keyOf = (host: string): string => (host === "docker.io" ? HUB : host);
/** Versions of docker wrote other keys. */
const keysOf = (host: string): readonly string[] => [keyOf(host), host, `https://${host}`];

/** What docker has for a registry; null where it has nothing, or its file cannot be read: it then asks without too. */
export async function dockerCredential(host: string): Promise<Credential | null> {
  const config = read(() => ({}));
  const helper = helperOf(config, host);
  const found = helper ? credentialOf(await askHelper(helper, "get", keyOf(host))) : null;
  if (found) return found;
  const known = keysOf(host).map((key) => config.auths?.[key]);
  const { auth, identitytoken } = known.find((entry) => entry !== undefined) ?? {};
  if (identitytoken) return { identityToken: identitytoken };
  return auth ? decoded(auth) : null;
}

/** Keeps a password as docker does; gives the file that it lies in unencrypted, or null where a helper keeps it. */
export async function storeCredential(host: string, username: string, password: string): Promise<string | null> {
  const config = read(refuse);
  const helper = helperOf(config, host);
  if (helper) {
    const entry = JSON.stringify({ ServerURL: keyOf(host), Username: username, Secret: password });
    if ((await askHelper(helper, "store", entry)) === null) throw helperFailed(helper);
    return null;
  }
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  write({ ...config, auths: { ...config.auths, [keyOf(host)]: { auth } } });
  return pathOf();
}

/** Forgets them; false where there were none. */
export async function eraseCredential(host: string): Promise<boolean> {
  const config = read(refuse);
  const helper = helperOf(config, host);
  const kept = helper ? await askHelper(helper, "get", keyOf(host)) : null;
  if (helper && kept !== null && (await askHelper(helper, "erase", keyOf(host))) === null) throw helperFailed(helper);
  const gone = keysOf(host).filter((key) => config.auths?.[key] !== undefined);
  if (gone.length > 0) {
    const auths = Object.entries(config.auths ?? {}).filter(([key]) => !gone.includes(key));
    write({ ...config, auths: Object.fromEntries(auths) });
  }
  return kept !== null || gone.length > 0;
}

function helperOf({ credHelpers, credsStore }: DockerConfig, host: string): string | undefined {
  return credHelpers?.[keyOf(host)] ?? credHelpers?.[host] ?? credsStore;
}

const pathOf = (): string => join(process.env["DOCKER_CONFIG"] ?? join(homedir(), ".docker"), "config.json");

function read(otherwise: (thrown: unknown) => DockerConfig): DockerConfig {
  try {
    return JSON.parse(readFileSync(pathOf(), "utf8")) as DockerConfig;
  } catch (thrown) {
    return otherwise(thrown);
  }
}

/** What is in the file is somebody's: it is not written over unless it was understood. */
function refuse(thrown: unknown): DockerConfig {
  if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return {};
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  throw usage(
    "docker-config",
    `${pathOf()} cannot be read: ${why}`,
    "mend it, or name another folder by DOCKER_CONFIG",
  );
}

/** Whole or not at all, for its owner's eyes only; where it is a link, what it leads to. */
function write(config: DockerConfig): void {
  mkdirSync(dirname(pathOf()), { recursive: true, mode: 0o700 });
  const path = realPath();
  const aside = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(aside, `${JSON.stringify(config, null, "\t")}\n`, { mode: 0o600, flag: "wx" });
    renameSync(aside, path);
  } catch (thrown) {
    rmSync(aside, { force: true });
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw usage("docker-config", `${path} cannot be written: ${why}`, "name another folder by DOCKER_CONFIG");
  }
}

function realPath(): string {
  try {
    return realpathSync(pathOf());
  } catch {
    return pathOf();
  }
}

function decoded(auth: string): Credential | null {
  const [, username, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(auth, "base64").toString()) ?? [];
  return username === undefined || password === undefined ? null : { username, password };
}

function credentialOf(text: string | null): Credential | null {
  if (text === null) return null;
  try {
    const { Username, Secret } = JSON.parse(text) as { Username?: unknown; Secret?: unknown };
    if (typeof Username !== "string" || typeof Secret !== "string") return null;
    return Username === "<token>" ? { identityToken: Secret } : { username: Username, password: Secret };
  } catch {
    return null;
  }
}

function helperFailed(helper: string): Error {
  return usage("docker-config", `docker-credential-${helper} did not do it`, "try it by itself: it says why");
}
