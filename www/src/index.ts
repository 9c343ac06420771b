/**
 * Looks into container images, in a browser or in Node, without a daemon and without sending anything anywhere.
 *
 * ```js
 * import { open, resolve } from "layerglass";
 *
 * using inspection = await open(file);           // a File, a URL, a stream, a FileHandle, …, or a name: "mysql:8"
 * for (const image of inspection.report.images) console.log(image.id, image.layers.length);
 *
 * const { steps, digest } = await resolve("mysql:8");   // how a name becomes a digest
 * ```
 *
 * @module
 */
export { init, open } from "./internal/client.js";
export { parseReference } from "./internal/reference.js";
export { catalog, checkLogin, manifest, referrers, resolve, search, tagDetails, tags } from "./internal/registry.js";
export { LayerglassError } from "./public/error.js";
export type {
  ChildrenOptions,
  Files,
  FilesOptions,
  FindOptions,
  PageOptions,
  RowsOptions,
  Waste,
  WasteOptions,
} from "./public/files.js";
export type { Inspection, InspectedImage, InspectedLayer } from "./public/inspection.js";
export type { InitOptions, NetworkOptions, OpenOptions, Progress, TaskOptions } from "./public/options.js";
export type {
  Credential,
  ManifestOptions,
  RegistryOptions,
  RegistrySettings,
  ResolveOptions,
  SearchOptions,
} from "./public/registry.js";
export type { ArchiveSource, DirectorySource, FileDescriptor, RandomAccess, Source } from "./public/source.js";
export type {
  Below,
  CatalogReport,
  Compression,
  FilePage,
  FileRow,
  FilesSummary,
  FoundPage,
  FoundRow,
  HiddenPage,
  HiddenRow,
  Limits,
  ManifestReport,
  Place,
  Reference,
  ReferrerRow,
  ReferrersReport,
  Report,
  ReportArtifact,
  ReportDescriptor,
  ReportFinding,
  ReportHistory,
  ReportImage,
  ReportIndex,
  ReportLayer,
  ReportName,
  ReportPlatform,
  ReportSource,
  Resolution,
  ResolutionStep,
  SearchReport,
  SearchRow,
  TagRow,
  TagsReport,
  VerificationWord,
  Verified,
  VerifiedBlob,
  WasteLayer,
  WastePath,
  WasteReport,
} from "./public/report.js";
