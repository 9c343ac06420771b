//! What can stop the work: an [`Error`] says where, what was expected, what was found and what to do.
//!
//! A bad image is not an error but a [`Finding`](crate::finding::Finding) in the report; an error means "cannot go on".
//! Codes ([`Error::code`]) are stable: `docs/codes.md` lists them, and a test holds the two together.

use std::borrow::Cow;
use std::fmt;

/// [`std::result::Result`] with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the work cannot go on, and where that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    /// Boxed, so that a `Result` stays small.
    at: Box<At>,
}

/// A place in the input. Every part is optional: what is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// The member of the archive or folder, or the path inside a layer.
    pub path: Option<String>,
    /// Bytes from the start of the stream that was parsed (of a compressed one: of its decompressed form, unless the
    /// compression itself is at fault).
    pub offset: Option<u64>,
    /// The layer, where the fault lies in one.
    pub layer: Option<LayerPlace>,
}

/// Which layer of how many; `index` counts from 0 at the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerPlace {
    /// 0 is the base layer.
    pub index: usize,
    /// How many layers the image has.
    pub of: usize,
}

/// Whose fault an error is, so that a command can choose its exit code and a page its tone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The input cannot be read (whole).
    Input,
    /// The input asks for more than [`Limits`](crate::limits::Limits) allow.
    Limit,
    /// The caller asked for something that does not exist or drove a machine in the wrong order.
    Usage,
}

/// What went wrong. Numbers are as found in the input; sizes are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A reference (`registry/repository:tag@digest`) breaks the grammar. `rule` says which; `code` ends the code.
    Reference {
        /// What was typed.
        input: String,
        /// The end of the code: `empty`, `domain`, `path`, `uppercase`, `tag`, `digest`, `length`, …
        code: &'static str,
        /// Byte position in `input` of the first character that breaks the rule.
        position: usize,
        /// The rule, as a sentence.
        rule: String,
    },
    /// A platform is not `os/architecture[/variant]`.
    Platform {
        /// What was typed.
        input: String,
    },
    /// A digest is not `algorithm:encoded`.
    Digest {
        /// What was found, shortened.
        input: String,
        /// The rule it breaks.
        rule: &'static str,
    },
    /// The source has no bytes at all.
    EmptySource,
    /// The archive is well formed and has no members.
    EmptyArchive,
    /// The source is no tar archive, compressed or not.
    NotAnArchive {
        /// What it looks like: "a ZIP archive", "text", "a PNG image", "unknown data starting with 7f 45 4c 46".
        found: String,
    },
    /// Folder or archive: it holds neither an OCI layout nor the files of `docker save`, or only parts of them.
    NotALayout,
    /// The bytes ended inside a tar header or before the end of a body.
    TarTruncated {
        /// How many bytes were still needed.
        missing: u64,
    },
    /// A tar header's checksum does not match its bytes.
    TarChecksum {
        /// What the header says.
        expected: u32,
        /// What its bytes sum to.
        actual: u32,
    },
    /// A tar header is not one: no number where the checksum should stand.
    TarHeader,
    /// A numeric field of a tar header is neither octal nor base-256, or is negative.
    TarNumber {
        /// `size`, `mode`, `uid`, …
        field: &'static str,
        /// The field's bytes, escaped.
        found: String,
    },
    /// A PAX record breaks `length key=value\n`, or its value is not of its key's form.
    TarPax {
        /// What is wrong with it.
        problem: Cow<'static, str>,
    },
    /// The map of a sparse file breaks its format, or does not fit the sizes that are stated.
    TarSparse {
        /// What is wrong with it.
        problem: Cow<'static, str>,
    },
    /// A size that no archive can have: position plus size is beyond 2^63.
    TarSize {
        /// The size as stated.
        actual: u64,
    },
    /// A compressed stream is damaged.
    Corrupt {
        /// `gzip`, `zstd`, `bzip2`, `xz`.
        format: &'static str,
        /// What the decoder said.
        problem: String,
    },
    /// A compressed stream ended early.
    CompressedTruncated {
        /// `gzip`, `zstd`, `bzip2`, `xz`.
        format: &'static str,
    },
    /// A compression that is known but not read.
    UnsupportedCompression {
        /// `lz4`, `lzma`, or one that this build leaves out.
        format: &'static str,
    },
    /// A JSON document is not JSON or not of the expected shape.
    Json {
        /// The end of the code: the document, `manifest-json`, `index-json`, `manifest`, `config`, `repositories`.
        document: &'static str,
        /// What the parser said, with line and column.
        problem: String,
    },
    /// A member that is needed is not there.
    MissingBlob {
        /// Its name.
        name: String,
    },
    /// A link inside the archive cannot be followed: it leaves the archive, or it leads round in a circle.
    Link {
        /// The end of the code: `link-escape` or `link-cycle`.
        code: &'static str,
        /// Where the link points.
        target: String,
    },
    /// A cap of [`Limits`](crate::limits::Limits) was reached.
    Limit {
        /// Which, and the end of the code: `members`, `special-header`, `json`, `window`, `expansion`, …
        limit: &'static str,
        /// The cap.
        allowed: u64,
        /// What was asked for, where that is known.
        actual: Option<u64>,
    },
    /// A machine was driven in the wrong order; the text says what was expected.
    Misuse(&'static str),
    /// A stream that can be read only once was asked for bytes that have passed.
    OneShot,
    /// The caller named an image, layer or digest that the source does not have.
    NotFound {
        /// What was asked for: "image", "layer", "digest", "path".
        what: &'static str,
        /// The name given.
        name: String,
    },
    /// What was to be read has no bytes: a directory, a device, a whiteout.
    NotAFile,
    /// A pattern to find files by does not parse.
    Pattern {
        /// What is wrong with it.
        problem: String,
    },
    /// A registry, or the way to it, refused. Never holds a credential.
    Registry {
        /// `registry/…` or `network/…`.
        code: &'static str,
        /// Of HTTP, where it came to an answer.
        status: Option<u16>,
        /// Which host, asked for what, and what it did.
        problem: String,
    },
}

impl Error {
    /// An error whose place is not known (yet); callers above add it with the `at_…` methods.
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind, at: Box::default() }
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// Where.
    pub fn at(&self) -> &At {
        &self.at
    }

    /// Adds the byte position, unless one closer to the fault is known.
    #[must_use]
    pub fn at_offset(mut self, offset: u64) -> Self {
        self.at.offset.get_or_insert(offset);
        self
    }

    /// Adds the member's name, unless one closer to the fault is known.
    #[must_use]
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        if self.at.path.is_none() {
            self.at.path = Some(path.into());
        }
        self
    }

    /// Adds the layer.
    #[must_use]
    pub fn at_layer(mut self, index: usize, of: usize) -> Self {
        self.at.layer.get_or_insert(LayerPlace { index, of });
        self
    }

    /// Whose fault it is.
    pub fn class(&self) -> Class {
        match self.kind {
            ErrorKind::Limit { .. } => Class::Limit,
            ErrorKind::Reference { .. }
            | ErrorKind::Platform { .. }
            | ErrorKind::Misuse(_)
            | ErrorKind::OneShot
            | ErrorKind::NotAFile
            | ErrorKind::Pattern { .. }
            | ErrorKind::NotFound { .. } => Class::Usage,
            _ => Class::Input,
        }
    }

    /// The stable name of this kind of error, such as `tar/header-checksum`.
    pub fn code(&self) -> Cow<'static, str> {
        Cow::Borrowed(match &self.kind {
            ErrorKind::Reference { code, .. } => return Cow::Owned(format!("reference/{code}")),
            ErrorKind::Json { document, .. } => return Cow::Owned(format!("json/{document}")),
            ErrorKind::Limit { limit, .. } => return Cow::Owned(format!("limit/{limit}")),
            ErrorKind::Link { code, .. } => return Cow::Owned(format!("archive/{code}")),
            ErrorKind::Platform { .. } => "platform/invalid",
            ErrorKind::Digest { .. } => "digest/invalid",
            ErrorKind::EmptySource => "source/empty",
            ErrorKind::EmptyArchive => "archive/empty",
            ErrorKind::NotAnArchive { .. } => "archive/not-an-archive",
            ErrorKind::NotALayout => "layout/missing",
            ErrorKind::TarTruncated { .. } => "tar/truncated",
            ErrorKind::TarChecksum { .. } => "tar/header-checksum",
            ErrorKind::TarHeader => "tar/header",
            ErrorKind::TarNumber { .. } => "tar/number",
            ErrorKind::TarPax { .. } => "tar/pax",
            ErrorKind::TarSparse { .. } => "tar/sparse",
            ErrorKind::TarSize { .. } => "tar/size",
            ErrorKind::Corrupt { .. } => "compression/corrupt",
            ErrorKind::CompressedTruncated { .. } => "compression/truncated",
            ErrorKind::UnsupportedCompression { .. } => "compression/unsupported",
            ErrorKind::MissingBlob { .. } => "archive/missing-blob",
            ErrorKind::Misuse(_) => "usage/misuse",
            ErrorKind::OneShot => "source/one-shot",
            ErrorKind::NotFound { what: "image", .. } => "usage/no-such-image",
            ErrorKind::NotFound { what: "layer", .. } => "usage/no-such-layer",
            ErrorKind::NotFound { what: "path", .. } => "usage/no-such-path",
            ErrorKind::NotFound { .. } => "usage/no-such-digest",
            ErrorKind::NotAFile => "usage/not-a-file",
            ErrorKind::Pattern { .. } => "usage/bad-pattern",
            ErrorKind::Registry { code, .. } => code,
        })
    }

    /// What the reader of the error can do.
    pub fn hint(&self) -> &'static str {
        match &self.kind {
            ErrorKind::Reference { .. } => {
                "write it as [registry/]repository[:tag][@digest], such as ghcr.io/owner/app:1.2"
            }
            ErrorKind::Platform { .. } => "write it as os/architecture[/variant], such as linux/arm64/v8",
            ErrorKind::Digest { .. } => "write it as algorithm:encoded, such as sha256: and 64 digits 0-9 a-f",
            ErrorKind::EmptySource => "check that the command that wrote it succeeded",
            ErrorKind::EmptyArchive => "save the image again and check that command's exit code",
            ErrorKind::NotAnArchive { .. } => {
                "give an archive of docker save, podman save, skopeo copy or buildx --output type=oci"
            }
            ErrorKind::NotALayout => "give the whole of an OCI image layout or of what docker save wrote",
            ErrorKind::TarTruncated { .. } | ErrorKind::CompressedTruncated { .. } => {
                "the file was probably cut while it was copied or downloaded: compare its size with the original"
            }
            ErrorKind::TarChecksum { .. }
            | ErrorKind::TarHeader
            | ErrorKind::TarNumber { .. }
            | ErrorKind::TarPax { .. }
            | ErrorKind::TarSparse { .. }
            | ErrorKind::TarSize { .. }
            | ErrorKind::Corrupt { .. } => {
                "the bytes are damaged or were re-encoded on the way: fetch or save the file again"
            }
            ErrorKind::UnsupportedCompression { .. } => "decompress it first, or use gzip, zstd, bzip2 or xz",
            ErrorKind::Json { .. } => "the document is damaged or was written by another tool: save the image again",
            ErrorKind::MissingBlob { .. } => {
                "the archive holds only a part of the image: save it again, with every platform you need"
            }
            ErrorKind::Link { .. } => "no tool writes such a link: do not load this archive",
            ErrorKind::Limit { .. } => "if you trust the file, raise this limit",
            ErrorKind::Misuse(_) => "this is a fault of the program that uses layerglass",
            ErrorKind::OneShot => "open it as a file, or keep what passes by with spool: true",
            ErrorKind::NotFound { what: "path", .. } => "look for it in all layers with layerglass find",
            ErrorKind::NotFound { .. } => "list what is there with layerglass inspect",
            ErrorKind::NotAFile => "name a file, or list the directory",
            ErrorKind::Pattern { .. } => "write it as a glob such as *.so or usr/**/README",
            ErrorKind::Registry { code, .. } => registry_hint(code),
        }
    }

    /// Of HTTP, where a registry's answer is the reason.
    pub fn status(&self) -> Option<u16> {
        match self.kind {
            ErrorKind::Registry { status, .. } => status,
            _ => None,
        }
    }

    /// The message without the place.
    pub fn message(&self) -> String {
        self.kind.to_string()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.at.to_string();
        if place.is_empty() { write!(f, "{}", self.kind) } else { write!(f, "{place}: {}", self.kind) }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some(LayerPlace { index, of }) = self.layer {
            write!(f, "layer {} of {of} (index {index})", index.saturating_add(1))?;
            separator = ", ";
        }
        if let Some(path) = &self.path {
            write!(f, "{separator}{path}")?;
            separator = ", ";
        }
        if let Some(offset) = self.offset {
            write!(f, "{separator}at {offset:#x}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reference { input, position, rule, .. } => {
                write!(f, "{input:?} is not a reference: {rule} (at character {})", position.saturating_add(1))
            }
            Self::Platform { input } => write!(f, "{input:?} is not a platform"),
            Self::Digest { input, rule } => write!(f, "{input:?} is not a digest: {rule}"),
            Self::EmptySource => write!(f, "there are no bytes to read"),
            Self::EmptyArchive => write!(f, "the archive has no members"),
            Self::NotAnArchive { found } => write!(f, "expected a tar archive, found {found}"),
            Self::NotALayout => {
                write!(f, "expected index.json (an OCI image layout) or manifest.json (docker save), found neither")
            }
            Self::TarTruncated { missing } => {
                write!(f, "the archive ends here, but {missing} more bytes were announced")
            }
            Self::TarChecksum { expected, actual } => {
                write!(f, "tar header checksum {expected}, but the bytes sum to {actual}")
            }
            Self::TarHeader => write!(f, "expected a tar header, found something else"),
            Self::TarNumber { field, found } => write!(f, "tar header: {field} should be a number, found {found:?}"),
            Self::TarPax { problem } => write!(f, "PAX header: {problem}"),
            Self::TarSparse { problem } => write!(f, "sparse file: {problem}"),
            Self::TarSize { actual } => write!(f, "a member of {actual} bytes would end beyond 2^63"),
            Self::Corrupt { format, problem } => write!(f, "damaged {format} data: {problem}"),
            Self::CompressedTruncated { format } => write!(f, "the {format} stream ends before its end mark"),
            Self::UnsupportedCompression { format } => {
                write!(f, "compressed with {format}, which this build does not read")
            }
            Self::Json { problem, .. } => write!(f, "{problem}"),
            Self::MissingBlob { name } => write!(f, "{name} is not in the archive"),
            Self::Link { code: "link-escape", target } => write!(f, "it links to {target:?}, outside of the archive"),
            Self::Link { .. } => write!(f, "its links lead round in a circle, or are too many"),
            Self::Limit { limit, allowed, actual } => {
                write!(f, "{} may be at most {allowed}", counted(limit))?;
                actual.map_or(Ok(()), |actual| write!(f, ", and {actual} were asked for"))
            }
            Self::Misuse(expected) => write!(f, "{expected}"),
            Self::OneShot => write!(f, "the source was read once and cannot be read again"),
            Self::NotAFile => write!(f, "this is no file, so there is nothing to read"),
            Self::Pattern { problem } => write!(f, "the pattern cannot be read: {problem}"),
            Self::Registry { problem, .. } => write!(f, "{problem}"),
            Self::NotFound { what, name } => write!(f, "no {what} {name:?} in this source"),
        }
    }
}

/// What helps where a registry, or the way to it, refused.
fn registry_hint(code: &str) -> &'static str {
    match code {
        "registry/no-such-image" => "check the name and the tag: layerglass tags REPOSITORY lists what is there",
        "registry/no-such-repository" => "check the name; a private repository needs credentials",
        "registry/denied" => "log in with credentials that may read it: layerglass login REGISTRY",
        "registry/too-many-requests" => "wait a while, or log in: registries let known users ask more often",
        "registry/no-platform" => "choose one of the platforms that are offered",
        "registry/no-search" => "list its repositories, where it allows that, or search Docker Hub",
        "registry/not-a-registry" => "check the registry's name and port; a proxy or a login page may stand before it",
        "registry/digest-mismatch" => {
            "the bytes were changed on the way or are damaged at the registry: do not use them"
        }
        "network/plain-http" => "if you trust the way to it, allow plain HTTP to this host by --insecure",
        "network/timeout" => "try again; a mirror may be nearer",
        "network/failed" => {
            "the host may be down, or may not let pages of other origins in: try a mirror, a gateway, or the command"
        }
        _ => "try again later; if it stays so, the registry's operator should know",
    }
}

/// What a limit counts, as the start of a sentence.
fn counted(limit: &str) -> &str {
    match limit {
        "members" => "members of the archive",
        "member-names" => "bytes of all members' names",
        "special-header" => "bytes of a PAX header or long name",
        "sparse-map" => "bytes of a sparse file's map",
        "json-bytes" => "bytes of a JSON document",
        "json-values" => "values of a JSON document",
        "json-total" => "bytes of all JSON documents",
        "json-total-values" => "values of all JSON documents",
        "kept-bytes" => "bytes of documents kept while the source passes by",
        "images" => "bytes of all images' documents, each time they are shown,",
        "unnamed" => "blobs that nothing names and that are looked into",
        "index-depth" => "levels of indexes",
        "index-entries" => "ways through the indexes",
        "entries" => "entries of layers, with the folders that they lie in,",
        "entry-names" => "bytes of the names, links and attributes of layers' entries",
        "window" => "bytes of a compressor's window",
        "expansion" => "bytes that one compressed byte becomes",
        "bzip2-streams" => "bzip2 streams that hold next to nothing",
        other => other,
    }
}
