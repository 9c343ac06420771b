// What a caller says of registries, as it travels to the engine.
import { LayerglassError } from "../public/error.js";
import type { RegistrySettings } from "../public/registry.js";
import type { Resolution } from "../public/report.js";
import type { RegistryTold } from "./protocol.js";

/** Whose credentials: a function is known again by its number. */
const numbers = new WeakMap<object, number>();
let next = 1;

export function toldOf(given?: RegistrySettings | null): RegistryTold {
  const { mirrors, gateway, insecure = [], credentials } = given ?? {};
  const settings = {
    ...(Array.isArray(mirrors) ? { mirrors: mirrors as readonly string[] } : { ownMirrors: mirrors }),
    ...(typeof gateway === "string" ? { gateway } : { gateways: gateway }),
    insecure,
  };
  return { settings: JSON.stringify(settings), keys: credentials ? numberOf(credentials) : 0, insecure };
}

function numberOf(credentials: object): number {
  const number = numbers.get(credentials) ?? next++;
  numbers.set(credentials, number);
  return number;
}

/** The core takes text only: anything else would stop it. `docker://` says nothing that would not be known. */
export function referenceOf(text: unknown): string {
  if (typeof text === "string") return text.replace(/^docker:\/\//, "");
  throw new LayerglassError("reference/not-text", `a reference is text, not ${typeof text}`, {
    hint: "write it as docker does, such as mysql:8",
  });
}

/** The very image that was found. */
export function pinned({ reference, digest }: Resolution): string {
  return `${reference.replace(/@.*$/, "")}@${digest}`;
}
