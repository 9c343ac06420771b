// Questions to registries: what a caller gives becomes a call to the engine.
import type { ManifestOptions, RegistryOptions, ResolveOptions, SearchOptions } from "../public/registry.js";
import type {
  CatalogReport,
  ManifestReport,
  ReferrersReport,
  Resolution,
  SearchReport,
  TagRow,
  TagsReport,
} from "../public/report.js";
import type { RegistryQuestion } from "./protocol.js";
import { once } from "./shared-engine.js";
import { referenceOf, toldOf } from "./told.js";

/**
 * How a reference becomes a digest: each step from what was typed to the image, as docker would take it. What is not
 * found, or refused, is an answer too: then the last step says why and what docker's message would be, and `error` is
 * set. Rejects with `reference/…` for what is no reference.
 */
export async function resolve(reference: string, options: ResolveOptions = {}): Promise<Resolution> {
  const resolution = await ask<Resolution>("resolve", [reference], options);
  return { ...resolution, input: reference };
}

/**
 * The manifest or index of a reference, and its exact `bytes`, which were compared with the digest that was asked for
 * or announced. Rejects with `registry/no-such-image` where there is none, `registry/no-platform` where the index has no
 * such platform, `registry/denied` where the registry wants other credentials.
 */
export function manifest(
  reference: string,
  options: ManifestOptions = {},
): Promise<ManifestReport & { bytes: Uint8Array }> {
  return ask("manifest", [reference], options);
}

/**
 * The tags of a repository (a reference whose tag does not count), sorted as versions are. Their digests, dates and sizes
 * are null: {@link tagDetails} gives them, tag by tag. Rejects with `registry/no-such-repository`.
 */
export function tags(repository: string, options: RegistryOptions = {}): Promise<TagsReport> {
  return ask("tags", [repository], options);
}

/** What one tag stands for: its digest, date, size in bytes and platforms; of an index, date and size of linux/amd64. */
export function tagDetails(repository: string, tag: string, options: RegistryOptions = {}): Promise<TagRow> {
  return ask("tag", [repository, tag], options);
}

/**
 * What refers to an image: signatures, SBOMs, attestations; by the registry's own list, or where it has none by the tags
 * that stand in for one. Of an index what refers to it; with `platform`, what refers to that manifest.
 */
export function referrers(reference: string, options: ManifestOptions = {}): Promise<ReferrersReport> {
  return ask("referrers", [reference], options);
}

/** The repositories of a registry (`localhost:5000`), where it lists them; many answer `registry/denied`. */
export function catalog(registry: string, options: RegistryOptions = {}): Promise<CatalogReport> {
  return ask("catalog", [registry], options);
}

/**
 * Asks a registry (`localhost:5000`, `docker.io`) for nothing but leave. Rejects with `registry/denied` where it does not
 * take the credentials.
 */
export function checkLogin(registry: string, options: RegistryOptions = {}): Promise<void> {
  return ask("check", [registry], options);
}

/** Searches Docker Hub; a registry without search says so (`registry/no-search`). */
export function search(term: string, options: SearchOptions = {}): Promise<SearchReport> {
  return ask("search", [term], options);
}

async function ask<T>(question: RegistryQuestion, words: readonly string[], given: RegistryOptions): Promise<T> {
  const texts = words.map(referenceOf);
  // JavaScript's null for no options is as good as none.
  const { registry, signal, onProgress, onRequest, ...options } = (given as RegistryOptions | null) ?? {};
  const task = { signal, onProgress, onRequest, credentials: registry?.credentials };
  const answer = await once((link) => link.call("ask", [question, texts, options, toldOf(registry)], task), signal);
  return answer as T;
}
