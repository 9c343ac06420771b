// layerglass login and layerglass logout: credentials for a registry, kept where docker keeps them.
import { checkLogin } from "../index.js";
import { atMostOne } from "./args.js";
import type { Command } from "./command.js";
import { eraseCredential, storeCredential } from "./docker-config.js";
import { DONE, usage } from "./failure.js";
import { registrySettings } from "./network.js";
import { asked, fromInput } from "./prompt.js";
import { printable } from "./text.js";

const HUB = "docker.io";
/** The Hub's other names. */
const HUBS = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];

export const login: Command = {
  name: "login",
  summary: "Keep credentials for a registry, as docker login does",
  usage: "[REGISTRY] [--username NAME] [--password-stdin]",
  options: {
    username: { type: "string", short: "u", value: "NAME", help: "Who logs in; else asked for" },
    "password-stdin": { type: "boolean", help: "Take the password from standard input; else asked for, unseen" },
  },
  notes: `The registry is asked whether it takes them before they are kept: in docker's config.json ($DOCKER_CONFIG, else
~/.docker), or by the credential helper that this names. Without a registry Docker Hub is meant.`,
  examples: [
    { line: "layerglass login ghcr.io -u ann", does: "asks for the password" },
    { line: "layerglass login -u ann --password-stdin < token", does: "to Docker Hub, in a script" },
  ],
  async run(words, terminal) {
    const host = hostOf(atMostOne(login, words));
    const isPiped = words.flag("password-stdin");
    const name = words.text("username");
    if (isPiped && name === undefined)
      throw usage("option", "--password-stdin needs --username", "say who logs in by --username");
    const username = name ?? (await asked("Username: ", { isSecret: false }));
    const password = isPiped ? await fromInput() : await asked("Password: ", { isSecret: true });
    if (username === "" || password === "")
      throw usage("credentials", "a name and a password are needed", "an access token is the better password");
    const credentials = (asking: string) => (asking === host ? { username, password } : null);
    await checkLogin(host, { registry: { ...registrySettings(), credentials } });
    const file = await storeCredential(host, username, password);
    if (file !== null) {
      terminal.err(
        `layerglass: the password lies unencrypted in ${printable(file)}; a credential helper would hide it\n`,
      );
    }
    terminal.out("Login Succeeded\n");
    return DONE;
  },
};

export const logout: Command = {
  name: "logout",
  summary: "Forget the credentials for a registry, as docker logout does",
  usage: "[REGISTRY]",
  options: {},
  notes: "Without a registry Docker Hub is meant.",
  examples: [
    { line: "layerglass logout ghcr.io", does: "of GitHub's registry" },
    { line: "layerglass logout", does: "of Docker Hub" },
  ],
  async run(words, terminal) {
    const host = hostOf(atMostOne(logout, words));
    const had = await eraseCredential(host);
    terminal.out(had ? `Removing login credentials for ${printable(host)}\n` : `Not logged in to ${printable(host)}\n`);
    return DONE;
  },
};

/** A registry's host: what is typed may be its address. */
function hostOf(word: string | undefined): string {
  const host = (word ?? HUB).replace(/^https?:\/\//, "").replace(/\/.*$/s, "");
  if (!/^[\w.[\]:-]+$/.test(host)) throw usage("option", `${word} is no registry`, "name its host, such as ghcr.io");
  return HUBS.includes(host) ? HUB : host;
}
