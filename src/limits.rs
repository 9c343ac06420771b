//! Every cap on memory that input can ask for, in one place, each with its reason.

use serde::{Deserialize, Serialize};

/// The caps. [`Limits::default`] is what every host uses; a host that trusts its input may raise one.
///
/// Sizes are in bytes. Reaching a cap is an error or a finding with a `limit/…` code, but for `links`
/// (`archive/link-cycle`), `layers` (`layer/unread`) and `trailing`, behind which nothing is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Limits {
    /// Members of the outer archive. The table keeps about 128 bytes for each, so this is the largest part of
    /// memory that grows with the archive; real archives have under a thousand.
    pub members: u64,
    /// The names and link targets of all members, together.
    pub member_names: u64,
    /// One PAX header, GNU long name or long link. Linux paths end at 4 KiB, xattrs at 64 KiB each; Go's reader
    /// (so docker's) stops at 1 MiB as well.
    pub special_header: u64,
    /// What tells where the holes of a sparse file are, when it is read: headers, or the start of its body. 8 MiB are
    /// 340 000 regions in GNU's own form, which takes most.
    pub sparse_map: u64,
    /// One JSON document of the layout (manifest, index, config). Registries and engines stop at 4 MiB.
    pub json_bytes: u64,
    /// Values in one JSON document, counted by its separators; an object counts for eight. Bounds what parsing
    /// multiplies: a value costs up to about 100 bytes where its text took two. A history of 10 000 entries, each with
    /// its four fields, counts 160 000.
    pub json_values: u64,
    /// All JSON documents that one opening may read, together.
    pub json_total_bytes: u64,
    /// Values of all JSON documents together.
    pub json_total_values: u64,
    /// Small members kept while a source that cannot seek passes by, together: manifests, indexes, configs.
    pub kept_bytes: u64,
    /// Indexes below indexes. Real ones have one or two levels.
    pub index_depth: u32,
    /// Symbolic links followed for one name, as Linux does.
    pub links: u32,
    /// The window that a compressor's header asks for. `zstd --ultra --long=27` needs 128 MiB; more is refused, as
    /// `zstd -d` does by default.
    pub window: u64,
    /// How many times larger than its compressed form a stream may become, once past [`Limits::expansion_from`].
    /// Deflate cannot exceed 1032; zstd and bzip2 can make gigabytes of a few kilobytes.
    pub expansion: u64,
    /// Output below this is never refused for its ratio.
    pub expansion_from: u64,
    /// Members of `blobs/` that nothing names and that are looked into for manifests.
    pub unnamed: u64,
    /// Layers read while a source passes by that cannot be read again: at that time nobody knows which members are
    /// layers. docker stops at 127 for an image.
    pub layers: u64,
    /// Entries of a layer and folders that they lie in, and the same of all layers whose entries are kept. Each takes
    /// about 70 bytes; large images have a few hundred thousand.
    pub entries: u64,
    /// Names, link targets and extended attributes of a layer's entries, and of all layers whose entries are kept.
    /// Shared ones count once, so that real layers need about 20 bytes for each entry.
    pub entry_names: u64,
    /// Bytes behind the archive's end mark that are read to reach the end of a stream. GNU tar pads to 10 KiB; some
    /// writers leave megabytes of zeros.
    pub trailing: u64,
    /// Text of one page of rows; a page that would have more ends early. A folder's path is stored once, but written in
    /// the row of everything in it.
    pub page_bytes: u64,
    /// Findings kept for one report; the rest are counted. A million bad members must not make a million lines.
    pub findings: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            members: 1_000_000,
            member_names: 80 << 20,
            special_header: 1 << 20,
            sparse_map: 8 << 20,
            json_bytes: 4 << 20,
            json_values: 1 << 18,
            json_total_bytes: 32 << 20,
            json_total_values: 1 << 19,
            kept_bytes: 8 << 20,
            index_depth: 16,
            links: 40,
            window: 128 << 20,
            expansion: 4096,
            expansion_from: 256 << 20,
            unnamed: 10_000,
            layers: 10_000,
            entries: 4_000_000,
            entry_names: 256 << 20,
            trailing: 64 << 20,
            page_bytes: 8 << 20,
            findings: 200,
        }
    }
}
