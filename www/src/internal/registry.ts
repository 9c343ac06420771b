// Questions to registries.
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
import { unknownSource } from "./sources/source.js";

/**
 * How a reference becomes a digest: each step from what was typed to the image. What is not found is an answer too: then
 * the last step says why, and `error` is set. Rejects with `reference/…` for what is no reference.
 */
export async function resolve(reference: string, _options: ResolveOptions = {}): Promise<Resolution> {
  throw unknownSource(reference);
}

/** The manifest or index of a reference, and its exact bytes. */
export async function manifest(
  reference: string,
  _options: ManifestOptions = {},
): Promise<ManifestReport & { bytes: Uint8Array }> {
  throw unknownSource(reference);
}

/** The tags of a repository, sorted as versions are. Their digests, dates and sizes are what {@link tagDetails} gives. */
export async function tags(repository: string, _options: RegistryOptions = {}): Promise<TagsReport> {
  throw unknownSource(repository);
}

/** What one tag stands for. */
export async function tagDetails(repository: string, _tag: string, _options: RegistryOptions = {}): Promise<TagRow> {
  throw unknownSource(repository);
}

/** What refers to an image: signatures, SBOMs, attestations. */
export async function referrers(reference: string, _options: ManifestOptions = {}): Promise<ReferrersReport> {
  throw unknownSource(reference);
}

/** The repositories of a registry, where it lists them. */
export async function catalog(registry: string, _options: RegistryOptions = {}): Promise<CatalogReport> {
  throw unknownSource(registry);
}

/** Searches Docker Hub; a registry without search says so. */
export async function search(term: string, _options: SearchOptions = {}): Promise<SearchReport> {
  throw unknownSource(term);
}
