import type { TaskOptions } from "./options.js";

/** What a registry is given to know who asks; docker's config.json has all three. */
export type Credential =
  | { readonly username: string; readonly password: string }
  /** An OAuth 2 refresh token, as `docker login` stores one. */
  | { readonly identityToken: string }
  /** A bearer token that the registry takes as it is. */
  | { readonly registryToken: string };

/** How registries are reached. */
export interface RegistrySettings {
  /**
   * Base URLs that are asked before the registry, in turn. A list is docker's `registry-mirrors`: for docker.io only.
   * Lists by registry (`{ "ghcr.io": ["https://mirror.example"] }`) are layerglass's own, and steps say so.
   */
  mirrors?: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * The base URL of a gateway (`layerglass serve --gateway`), for registries that no browser may read; for all
   * registries, or by registry.
   */
  gateway?: string | Readonly<Record<string, string>> | undefined;
  /** Hosts (`host` or `host:port`) that are spoken to by plain HTTP, for archives on the web too. This machine always may be. */
  insecure?: readonly string[] | undefined;
  /**
   * Asked for credentials once a registry wants some; null where there are none. `host` is as docker's config.json names
   * it (`docker.io`, `ghcr.io`, `localhost:5000`). They are kept in memory only, sent to that registry and its token
   * server only, and are in no error, report or address. What it throws ends the task.
   */
  credentials?: ((host: string) => Credential | null | undefined | Promise<Credential | null | undefined>) | undefined;
}

/** Options of whatever asks a registry. */
export interface RegistryOptions extends TaskOptions {
  registry?: RegistrySettings | undefined;
  /** Called for each HTTP request, with its address; what is secret in one is left out. */
  onRequest?: ((request: { url: string }) => void) | undefined;
}

export interface ResolveOptions extends RegistryOptions {
  /** `os/architecture[/variant]`; `linux/amd64` by default, whatever the machine. */
  platform?: string | undefined;
  /** Each step says how long it took. Without it equal answers are equal. */
  timing?: boolean | undefined;
}

export interface ManifestOptions extends RegistryOptions {
  /** Of an index, the manifest of this platform; without it the index itself. */
  platform?: string | undefined;
}

export interface SearchOptions extends RegistryOptions {
  /** Only what has so many stars or more. */
  stars?: number | undefined;
  /** Only official images, or only others. */
  official?: boolean | undefined;
  /** Results at most; 25 by default. */
  limit?: number | undefined;
}
