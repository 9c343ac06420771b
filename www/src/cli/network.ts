// How the command reaches the network: the options that all commands share, and docker's own settings.
import { readFileSync } from "node:fs";
import { type RegistrySettings, init } from "../index.js";
import type { Option, Words } from "./command.js";
import { dockerCredential } from "./docker-config.js";
import { usage } from "./failure.js";

export const NETWORK: Readonly<Record<string, Option>> = {
  mirror: { type: "string", multiple: true, value: "URL", help: "Ask this mirror of docker.io first; repeatable" },
  "daemon-config": { type: "string", value: "FILE", help: "Mirrors and insecure registries of this daemon.json" },
  insecure: { type: "string", multiple: true, value: "HOST", help: "Speak plain HTTP to this host; repeatable" },
  cacert: { type: "string", value: "FILE", help: "Trust these certificates (PEM) beside the usual ones" },
};

let settings: RegistrySettings = {};

/** Takes the options of a command line, before anything is asked. */
export async function prepareNetwork(words: Words): Promise<void> {
  const ca = certificates(words);
  const daemon = daemonConfig(words.text("daemon-config"));
  const given = words.texts("mirror");
  const mirrors = given.length > 0 ? given : (listed(process.env["LAYERGLASS_MIRRORS"]) ?? daemon.mirrors);
  const insecure = [...words.texts("insecure"), ...daemon.insecure];
  settings = { mirrors: mirrors.map(address), insecure, credentials: dockerCredential };
  await init(ca === undefined && insecure.length === 0 ? {} : { network: { ca, unchecked: insecure } });
}

/** What is trusted beside the usual. */
export function certificates(words: Words): string | undefined {
  const file = words.text("cacert");
  return file === undefined ? undefined : read("cacert", file);
}

/** What registries are to be told, and asked by. */
export const registrySettings = (): RegistrySettings => settings;

function listed(text: string | undefined): readonly string[] | undefined {
  const words = text?.split(/[\s,]+/).filter((word) => word !== "") ?? [];
  return words.length > 0 ? words : undefined;
}

function address(text: string): string {
  const url = /^https?:\/\//.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) throw usage("option", `the mirror ${text} is no address`, "write it as https://host");
  return url;
}

function daemonConfig(file: string | undefined): { mirrors: readonly string[]; insecure: readonly string[] } {
  if (file === undefined) return { mirrors: [], insecure: [] };
  let config: Record<string, unknown>;
  try {
    config = JSON.parse(read("daemon-config", file)) as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usage("option", `${file} is no JSON: ${error.message}`, "name docker's daemon.json");
  }
  const texts = (name: string): readonly string[] => {
    const value = config[name];
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
  };
  return { mirrors: texts("registry-mirrors"), insecure: texts("insecure-registries") };
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw usage("option", `--${option} cannot be read: ${why}`, "check the path");
  }
}
