// What crosses the boundary between the core and JavaScript. This is the one place where these shapes are written:
// wasm-bindgen puts them into the generated declarations, and the package's own types are made of them.

/** What was learned about a source. A snapshot: the same input gives the same report, on any machine. */
export interface Report {
  schemaVersion: 1;
  source: ReportSource;
  images: ReportImage[];
  indexes: ReportIndex[];
  artifacts: ReportArtifact[];
  findings: ReportFinding[];
}

export interface ReportSource {
  kind: "archive" | "directory" | "registry" | "library";
  format: "docker-save" | "docker-save-legacy" | "docker-save-oci" | "oci" | "filesystem" | "registry";
  /** Of the whole file. */
  compression: Compression;
  /** Bytes of the file; null where that is not known (a stream that was not read to its end, a folder). */
  size: number | null;
  reference: string | null;
  url: string | null;
  /** Why `format` is what it is. */
  why: { code: string; params: Record<string, string | number>; message: string };
}

export type Compression = "none" | "gzip" | "bzip2" | "xz" | "zstd" | "lz4" | "lzma";

export interface ReportImage {
  /** Digest of the config: docker's IMAGE ID in the classic store. */
  id: string | null;
  /** Digest of the manifest; null where the archive has none. An image's key is `digest`, else `id`, else its place. */
  digest: string | null;
  mediaType: string | null;
  names: ReportName[];
  /** Digests of the stored indexes that lead to the image, outermost first. */
  indexDigests: string[];
  repoDigests: string[];
  platform: ReportPlatform;
  /** RFC 3339, as written. */
  created: string | null;
  author: string | null;
  /** Env, Cmd, … as the image spells them; null when the config blob is absent. */
  config: Record<string, unknown> | null;
  /** Bytes stored: manifest, config and layers, each blob once; a blob that is absent counts as its descriptor says. */
  size: number | null;
  /** Sum of the layer tars; null until known. */
  uncompressedSize: number | null;
  /** Docker's SIZE (classic store, overlay2); null until every layer was read. */
  contentSize: number | null;
  /** What of it a container sees; null until the layers were stacked, by `waste()` or the merged `files()`. */
  mergedSize: number | null;
  layers: ReportLayer[];
  history: ReportHistory[];
  historyJoin: "exact" | "guessed" | "none";
  attestations: { digest: string; predicateTypes: string[] }[];
  annotations: Record<string, string>;
  findings: ReportFinding[];
}

export interface ReportName {
  /** As it stands in the source. */
  raw: string;
  /** docker's short form of `canonical`. */
  familiar: string | null;
  /** Null where only a tag is known. */
  canonical: string | null;
  from: "manifest.json" | "index.json" | "repositories" | "registry" | "library";
  viaIndex: string | null;
}

export interface ReportPlatform {
  os: string | null;
  architecture: string | null;
  variant: string | null;
  osVersion: string | null;
  osFeatures: string[];
}

export type VerificationWord = "verified" | "mismatch" | "skipped" | "absent" | "unstated";

export interface ReportLayer {
  /** 0 is the base. */
  index: number;
  digest: string | null;
  diffId: string | null;
  chainId: string | null;
  mediaType: string | null;
  /** Sniffed, never taken from a name or media type; null while no byte was read. */
  compression: Compression | null;
  /** Bytes stored. */
  size: number | null;
  uncompressedSize: number | null;
  contentSize: number | null;
  mergedSize: number | null;
  /** Regular files and hard links. */
  files: number | null;
  /** Its place in `history`. */
  history: number | null;
  present: boolean;
  urls: string[];
  annotations: Record<string, string>;
  verification: { digest: VerificationWord; diffId: VerificationWord };
}

export interface ReportHistory {
  created: string | null;
  createdBy: string | null;
  comment: string | null;
  author: string | null;
  emptyLayer: boolean;
  layer: number | null;
  instruction: { keyword: string; text: string } | null;
}

export interface ReportIndex {
  digest: string;
  mediaType: string | null;
  names: ReportName[];
  annotations: Record<string, string>;
  manifests: ReportDescriptor[];
}

export interface ReportDescriptor {
  digest: string;
  mediaType: string | null;
  size: number | null;
  platform: ReportPlatform | null;
  artifactType: string | null;
  role: "image" | "index" | "attestation" | "signature" | "artifact" | "unknown";
  present: boolean;
  annotations: Record<string, string>;
}

export interface ReportArtifact {
  digest: string;
  artifactType: string | null;
  mediaType: string | null;
  size: number | null;
  names: ReportName[];
  subject: string | null;
}

export interface ReportFinding {
  /** Stable; docs/codes.md explains each. */
  code: string;
  params: Record<string, string>;
  severity: "error" | "warning" | "info";
  message: string;
  hint: string;
  at: Place | null;
  expected: string | null;
  actual: string | null;
}

export interface Place {
  path?: string;
  offset?: number;
  layer?: number;
}

/** Every digest of a source, recomputed. */
export interface Verified {
  schemaVersion: 1;
  /** Something was verified, every blob is ok, and the report holds no finding of severity error. */
  ok: boolean;
  blobs: VerifiedBlob[];
}

export interface VerifiedBlob {
  /** What is stated, or null where nobody says. */
  digest: string | null;
  kind: "index" | "manifest" | "config" | "layer" | "diffId";
  expected: string | null;
  /** Null where the bytes are absent or cannot be hashed. */
  actual: string | null;
  verification: "verified" | "mismatch" | "skipped" | "absent" | "unstated";
  /** False for what is not as stated, was not hashed or is absent, unless its publisher keeps it elsewhere. */
  ok: boolean;
  /** Bytes hashed; null where none were. */
  bytes: number | null;
  /** Why bytes that are there could not be hashed. */
  problem: { code: string; message: string } | null;
  /** The name of the blob, and of a layer its index in the first image that has it. */
  at: Place | null;
}

/** A file, a directory, a link, or what a layer says of one. */
export interface FileRow {
  /** No leading `/` or `./`, no trailing `/`; the root is `.`. A whiteout's is as stored (`etc/.wh.motd`). */
  path: string;
  /** The bytes of `path` as base64, where they are not UTF-8 and `path` shows replacements. */
  pathBase64?: string;
  type: "file" | "directory" | "symlink" | "hardlink" | "char" | "block" | "fifo" | "whiteout" | "opaque" | "other";
  typeflag: string;
  /** Bytes of the file with its holes. A hard link's: as stored in a layer's rows, the file's own in merged rows. */
  size: number;
  /** Bytes in the tar; less than `size` where holes were left out. */
  storedSize: number;
  /** The low 12 bits. */
  mode: number;
  uid: number;
  gid: number;
  uname: string;
  gname: string;
  /** Seconds since 1970, rounded down. */
  mtime: number;
  /** Nanoseconds to add. */
  mtimeNs: number;
  /** Of symbolic and hard links. */
  linkTarget: string | null;
  linkTargetBase64?: string;
  /** Major and minor number. */
  device: [number, number] | null;
  /** Values as base64. */
  xattrs: Record<string, string>;
  /** The index of the layer it comes from. */
  layer: number;
  /** Its number in that layer's tar, from 0; null of a directory that no entry is about. `read` takes the row for it. */
  entry: number | null;
  /** What that layer did to what was below it: content, or only mode, owner, times, attributes. */
  change: "added" | "modified" | "metadata" | "removed" | "unchanged";
  /** Of a directory in merged rows: what is below it. Null for all else. */
  below: Below | null;
}

export interface Below {
  /** As `mergedSize` counts: each file once, and the lengths of link targets. */
  size: number;
  /** Files, links and directories. */
  entries: number;
  /** The changes that the chosen layers made below it, those to itself not counted; only in a layer's own tree. */
  changed: boolean;
}

/** One page of rows: as many as were asked for, or fewer, at least one, where they are very long. */
export interface FilePage {
  /** The directory; null where the rows are not of one. */
  path: string | null;
  from: number;
  /** Rows in all. */
  total: number;
  rows: FileRow[];
}

/** A hit. */
export interface FoundRow extends FileRow {
  /**
   * The index of the layer that hides it in the image: its own, where a later entry of it has the same path, or where its
   * path leads out of the root. Null where a container sees it, and of whiteouts, which are no files.
   */
  hiddenBy: number | null;
}

export interface FoundPage {
  from: number;
  total: number;
  rows: FoundRow[];
}

/** A stored file that no container sees. */
export interface HiddenRow extends FileRow {
  hiddenBy: number;
  /** What became of it. `metadata`: written again only for another mode, owner, time or attribute. */
  kind: "overwritten" | "removed" | "metadata";
}

export interface HiddenPage {
  from: number;
  total: number;
  rows: HiddenRow[];
}

export interface FilesSummary {
  /** Files, links and directories of the tree; of a layer, its entries. */
  entries: number;
  /** Regular files and hard links. */
  files: number;
  /** Bytes, as `mergedSize` counts; of a layer as its `contentSize`. */
  size: number;
  /** Entries that eStargz or zstd:chunked added for themselves, left out of everything else. */
  setAside: number;
  /** What is wrong with layers, or could not be read of them. */
  findings: ReportFinding[];
  /** Whether every layer was read to its end. */
  complete: boolean;
}

/** Where the bytes of an image went. */
export interface WasteReport {
  schemaVersion: 1;
  /** `1 - wastedBytes / contentSize`; 1 for an image without bytes. */
  efficiency: number;
  /** Bytes that layers hold and no container sees. */
  wastedBytes: number;
  /** `wastedBytes`, and of visible files with the same content all but one; null where duplicates were not looked for. */
  reclaimableBytes: number | null;
  /** docker's size of all layers, which the above is a part of. */
  contentSize: number;
  /** What is left of it in the merged filesystem. */
  mergedSize: number;
  /** Per layer, base first. */
  layers: WasteLayer[];
  /** Most bytes first, then by path; one page of them. */
  paths: WastePath[];
  from: number;
  total: number;
}

export interface WasteLayer {
  layer: number;
  contentSize: number;
  mergedSize: number;
  /** Of its own bytes, what later layers hide. */
  hiddenBytes: number;
  /** Of earlier layers' bytes, what it hides: what it wasted. */
  hidesBytes: number;
  /** `createdBy` of the instruction that made it, where the history says. */
  createdBy: string | null;
}

export interface WastePath {
  path: string;
  pathBase64?: string;
  /** How often it is stored. Of a duplicate, how many files have the content. */
  copies: number;
  /** Bytes of all copies but the one that is seen; of a removed file, of all. */
  bytes: number;
  kind: "overwritten" | "removed" | "metadata" | "duplicate";
  /** The layers that hold a copy, and those that removed one or put another thing in its place; ascending. */
  layers: number[];
  /** Of a duplicate: the other paths. */
  others?: string[];
}

/** How what was typed became a digest: each step, in order. */
export interface Resolution {
  schemaVersion: 1;
  /** As it was typed. */
  input: string;
  /** The whole form: registry, repository, and tag or digest. */
  reference: string;
  steps: ResolutionStep[];
  /** Of the manifest of the chosen platform; null where it was not found. */
  digest: string | null;
  mediaType: string | null;
  /** The chosen one; null where no index was asked to choose from and no config said it. */
  platform: ReportPlatform | null;
  /** Digest of the config: docker's IMAGE ID in the classic store. */
  id: string | null;
  /** Why there is no digest. */
  error: PlainError | null;
}

export interface ResolutionStep {
  kind: "complete" | "library" | "mirror" | "registry" | "token" | "redirect" | "index" | "platform" | "manifest" | "config";
  /** What was applied, as a word that stays: `default-registry`, `registry-mirrors`, `exact-platform`, … */
  rule: string;
  /** The host, or the part of the reference that it is about. */
  where: string | null;
  outcome: "ok" | "miss" | "failed" | "skipped";
  /** Of HTTP. */
  status: number | null;
  /** Of the answer's body. */
  bytes: number | null;
  /** One sentence. */
  detail: string;
  /** What docker would say here. */
  dockerMessage: string | null;
  hint: string | null;
  /** What `detail` speaks of, for words in another language. */
  params?: Record<string, string>;
  /** Milliseconds; only where times were asked for. */
  ms?: number;
}

/** A manifest or index. */
export interface ManifestReport {
  schemaVersion: 1;
  reference: string;
  digest: string;
  mediaType: string;
  /** Bytes, as they were received. */
  size: number;
  /** The document itself. */
  manifest: Record<string, unknown>;
}

export interface TagsReport {
  schemaVersion: 1;
  repository: string;
  /** Sorted as versions are: 1.9 before 1.10. */
  tags: TagRow[];
  /** There are more than were asked for. */
  truncated: boolean;
}

/** All but the name is null until it is asked for. */
export interface TagRow {
  name: string;
  digest: string | null;
  /** RFC 3339, as written. */
  created: string | null;
  /** Bytes of manifest, config and layers. */
  size: number | null;
  platforms: ReportPlatform[] | null;
}

/** What refers to an image: signatures, SBOMs, attestations. */
export interface ReferrersReport {
  schemaVersion: 1;
  reference: string;
  /** What they refer to. */
  digest: string;
  referrers: ReferrerRow[];
}

export interface ReferrerRow {
  digest: string;
  artifactType: string | null;
  mediaType: string | null;
  size: number | null;
  annotations: Record<string, string>;
  /** How it was found: by the registry's list, by the tag that stands in for one, by cosign's tags, in the index. */
  via: "api" | "tag" | "cosign" | "index";
}

export interface CatalogReport {
  repositories: string[];
  truncated: boolean;
}

export interface SearchReport {
  schemaVersion: 1;
  results: SearchRow[];
  /** How many there are; null where the registry does not say. */
  total: number | null;
}

export interface SearchRow {
  name: string;
  description: string | null;
  stars: number | null;
  official: boolean;
  automated: boolean;
  pulls: number | null;
}

/** The plain form of an error, as it is thrown by the core and as it travels between threads. */
export interface PlainError {
  code: string;
  message: string;
  hint: string;
  at: Place | null;
  class: "input" | "limit" | "usage";
}

/** What people type, parsed. `tag` and `digest` are null where they were not typed (`canonical` then has `:latest`). */
export interface Reference {
  input: string;
  registry: string;
  repository: string;
  tag: string | null;
  digest: string | null;
  /** docker's short form. */
  familiar: string;
  /** The whole form, with registry and `:latest` where neither tag nor digest was typed. */
  canonical: string;
}

/** Caps on memory; src/limits.rs says what each is for. Sizes in bytes. */
export interface Limits {
  members: number;
  memberNames: number;
  specialHeader: number;
  sparseMap: number;
  jsonBytes: number;
  jsonValues: number;
  jsonTotalBytes: number;
  jsonTotalValues: number;
  keptBytes: number;
  indexDepth: number;
  links: number;
  window: number;
  expansion: number;
  expansionFrom: number;
  unnamed: number;
  layers: number;
  entries: number;
  entryNames: number;
  trailing: number;
  pageBytes: number;
  findings: number;
}

/** What `Opening` and `LayerReader` are given, as JSON. */
export interface OpeningOptions {
  kind: "archive" | "directory";
  /** The host can read at any offset, as often as it likes. Always true for a directory. */
  seekable: boolean;
  /** Bytes of the whole file, where known. */
  size?: number | undefined;
  url?: string | undefined;
  /** Read every layer's headers (contentSize, files) as it passes, where the source is read from front to end: it cannot
   * seek, or is compressed as a whole. Elsewhere `layerJobs()` has them. */
  measure?: boolean | undefined;
  /** Compute every digest as it passes, likewise. */
  verify?: boolean | undefined;
  /** Keep every entry of the layers that pass by, likewise. */
  index?: boolean | undefined;
  /** Keep every entry, and compute the SHA-256 of its file, likewise. */
  digests?: boolean | undefined;
  /** Only images of this platform, where it is given. */
  platform?: string | undefined;
  limits?: Partial<Limits> | undefined;
}

/**
 * What a machine wants next.
 *
 * - `bytes`: push bytes that start at `at`. `want` is how many it can use before it decides anew (a hint for the size of
 *   a read: more and fewer are both right). The first `skippable` bytes from `at` may be jumped over instead: say
 *   `skipped(n)`. Where `at` is not where the last push ended, the host must seek; it never is for a source that is not
 *   seekable. At the end of the source call `ended()`.
 * - `open` (directory only): open that file, and say `opened(size)` or `missing()`; `bytes` are then of it.
 */
export type Wants =
  | { kind: "bytes"; at: number; want: number; skippable: number }
  | { kind: "open"; name: string }
  | { kind: "done" };

/** What reading a layer keeps of what is in it: sums; every entry; every entry and its file's SHA-256. */
export type LayerDepth = "count" | "index" | "digests";

/** A layer that `measure`, `verify` or a question about files has to read, and where it lies. */
export interface LayerJob {
  /** For `measured` and `measuredApart`. */
  id: number;
  /** Offset in the archive; null in a directory. */
  at: number | null;
  /** The file in a directory; null in an archive. */
  name: string | null;
  /** Bytes stored. */
  size: number;
  /** The algorithm of the stored bytes' digest, for `LayerReader`; null where nothing is to be hashed. */
  hash: string | null;
  /** What is to be kept, for `LayerReader`. */
  depth: LayerDepth;
  /** Most of its bytes need not be read. */
  hops: boolean;
}

/** A hasher of the host, for `LayerReader`: that of node:crypto has this shape. */
export interface HostHash {
  /** The bytes last only until it returns. */
  update(bytes: Uint8Array): unknown;
  /** The raw digest. */
  digest(): Uint8Array;
}

export type MakeHash = (algorithm: string) => HostHash;

/** Where the bytes of a file are, for `FileReader`. */
export interface FilePlace {
  /** The layer's stored bytes: offset in the archive or file in the directory, how many, and whether an `Inflater` has to
   * make the tar of them. In an archive that is compressed as a whole, the offset is in what it decompresses to. */
  blob: { at: number | null; name: string | null; size: number; compressed: boolean };
  layer: number;
  /** Where reading begins, in the layer's tar: `sparseStart`, else `body`. */
  start: number;
  /** Bytes that come out. */
  size: number;
  /** Where the headers that say where the holes are begin; null where there are no holes. */
  sparseStart: number | null;
  /** Offset of the body in the tar. */
  body: number;
  /** Bytes of the body. */
  storedSize: number;
}

/** Where the exact bytes of a manifest, index, config or of index.json, manifest.json, repositories are. */
export type RawPlace =
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "range"; at: number; size: number }
  | { kind: "file"; name: string; size: number };
