//! One member of an archive, after all the rules that spread it over several headers.

use std::borrow::Cow;

use tar::Header;

use super::block;
use super::pax::Pax;
use crate::error::{Error, ErrorKind, Result};

/// A member of an archive. Texts are bytes as stored; nothing is interpreted but numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Where the first header that is about it starts: a PAX or long-name header, else its own. Global ones are about
    /// all that follows.
    pub start: u64,
    /// Where its own header block starts; PAX and long-name headers stand before it.
    pub header_offset: u64,
    /// Where its body starts.
    pub body_offset: u64,
    /// Bytes of the body as stored, without padding: the PAX record's word before the header's, 0 for types without a body.
    pub size: u64,
    /// The name as stored. [`normal_path`](Self::normal_path) gives it without `./` and doubled slashes.
    pub path: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// The byte that says so.
    pub typeflag: u8,
    /// Permissions, as stored: some writers put the file's type above the low 12 bits.
    pub mode: u32,
    /// Owner.
    pub uid: u64,
    /// Group.
    pub gid: u64,
    /// Owner's name, often empty.
    pub uname: Vec<u8>,
    /// Group's name, often empty.
    pub gname: Vec<u8>,
    /// Seconds since 1970, rounded down; negative before.
    pub mtime: i64,
    /// Nanoseconds to add to `mtime`.
    pub mtime_ns: u32,
    /// Where a symbolic or hard link points; `None` for everything else.
    pub link: Option<Vec<u8>>,
    /// Major and minor number of a device.
    pub device: Option<(u32, u32)>,
    /// Extended attributes, sorted by name, each name once. Values are any bytes, empty ones too.
    pub xattrs: Vec<(Vec<u8>, Vec<u8>)>,
    /// Set where holes were left out of the body.
    pub sparse: Option<Sparse>,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A regular file, sparse or not.
    #[default]
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Symlink,
    /// Another name of a file that came before.
    Hardlink,
    /// A character device.
    Char,
    /// A block device.
    Block,
    /// A named pipe.
    Fifo,
    /// A type that nobody has standardised; it has a body.
    Other,
}

/// A file whose body leaves out its holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sparse {
    /// The file's length with its holes.
    pub real_size: u64,
    /// How the map of the holes is stored.
    pub form: SparseForm,
}

/// The four ways of GNU tar to store the map of a sparse file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SparseForm {
    /// In the header and in blocks behind it (type `S`).
    Gnu,
    /// One PAX record for each number.
    Pax00,
    /// One PAX record with all numbers.
    Pax01,
    /// At the start of the body, which `size` counts.
    Pax10,
}

impl Entry {
    /// The path without a leading `/` or `./`, without a trailing `/`, with single slashes; the root is `.`.
    /// `..` stays: what it means is the caller's decision.
    pub fn normal_path(&self) -> Cow<'_, [u8]> {
        normalise(&self.path)
    }

    /// Reads the header block at `offset` under what the special headers before it said. `body_offset` is the next block's.
    pub(super) fn read(header: &Header, offset: u64, special: Special) -> Result<Box<Self>> {
        let old = header.as_old();
        let extra = block::extra(header);
        let pax = special.pax;

        let stored_name = special.long_name.or(pax.sparse.name).or(pax.path);
        let path = stored_name.unwrap_or_else(|| block::path(header, extra.as_ref().map_or(&[], |extra| extra.prefix)));
        let [typeflag] = old.linkflag;
        let kind = Kind::of(typeflag, &path);

        let size = match (kind.has_body(), pax.size) {
            (false, _) => 0,
            (true, Some(size)) => size,
            (true, None) => block::number_as("size", &old.size)?,
        };
        let link = matches!(kind, Kind::Symlink | Kind::Hardlink)
            .then(|| special.long_link.or(pax.linkpath).unwrap_or_else(|| block::text(&old.linkname).to_vec()));
        let device = match (&extra, kind) {
            (Some(extra), Kind::Char | Kind::Block) => {
                Some((block::number_as("devmajor", extra.major)?, block::number_as("devminor", extra.minor)?))
            }
            _ => None,
        };
        let (mtime, mtime_ns) = match pax.mtime {
            Some(time) => time,
            None => (block::number_as("mtime", &old.mtime)?, 0),
        };
        let sparse = match header.as_gnu() {
            Some(gnu) if typeflag == b'S' => {
                Some(Sparse { real_size: block::number_as("realsize", &gnu.realsize)?, form: SparseForm::Gnu })
            }
            _ if kind == Kind::File => {
                pax.sparse.form.map(|form| Sparse { real_size: pax.sparse.real_size.unwrap_or(size), form })
            }
            _ => None,
        };
        let (uname, gname) = extra.map_or((&[][..], &[][..]), |extra| (extra.uname, extra.gname));

        Ok(Box::new(Self {
            start: special.start.unwrap_or(offset),
            header_offset: offset,
            body_offset: offset.saturating_add(block::BLOCK as u64),
            size,
            path,
            kind,
            typeflag,
            mode: block::number_as("mode", &old.mode)?,
            uid: pax.uid.map_or_else(|| block::number_as("uid", &old.uid), Ok)?,
            gid: pax.gid.map_or_else(|| block::number_as("gid", &old.gid), Ok)?,
            uname: pax.uname.unwrap_or_else(|| uname.to_vec()),
            gname: pax.gname.unwrap_or_else(|| gname.to_vec()),
            mtime,
            mtime_ns,
            link,
            device,
            xattrs: pax.xattrs,
            sparse,
        }))
    }

    /// The body's bytes with their padding, unless it would end where no archive can.
    pub(super) fn body_end(&self) -> Result<u64> {
        let stored = self.size.checked_add(block::padding(self.size));
        let end = stored.and_then(|stored| self.body_offset.checked_add(stored));
        end.filter(|end| i64::try_from(*end).is_ok())
            .ok_or_else(|| Error::new(ErrorKind::TarSize { actual: self.size }))
    }
}

/// What the headers before an entry's own one say about it. GNU's long names win over PAX, as in Go's reader.
#[derive(Default)]
pub(super) struct Special {
    /// Where the first of them starts.
    pub(super) start: Option<u64>,
    pub(super) pax: Pax,
    pub(super) long_name: Option<Vec<u8>>,
    pub(super) long_link: Option<Vec<u8>>,
}

impl Kind {
    fn of(typeflag: u8, path: &[u8]) -> Self {
        match typeflag {
            // v7 had no type for directories.
            0 if path.ends_with(b"/") => Self::Directory,
            0 | b'0' | b'7' | b'S' => Self::File,
            b'1' => Self::Hardlink,
            b'2' => Self::Symlink,
            b'3' => Self::Char,
            b'4' => Self::Block,
            b'5' => Self::Directory,
            b'6' => Self::Fifo,
            _ => Self::Other,
        }
    }

    pub(super) fn has_body(self) -> bool {
        matches!(self, Self::File | Self::Other)
    }
}

/// A path without a leading `/` or `./`, without a trailing `/`, with single slashes; `.` where nothing is left.
/// `..` stays.
pub fn normalise(path: &[u8]) -> Cow<'_, [u8]> {
    let mut inner = path;
    while let Some(rest) = inner.strip_prefix(b"./").or_else(|| inner.strip_prefix(b"/")) {
        inner = rest;
    }
    while let Some(rest) = inner.strip_suffix(b"/") {
        inner = rest;
    }
    let idle = |part: &&[u8]| part.is_empty() || *part == b".";
    if inner.is_empty() || inner == b"." {
        return Cow::Borrowed(b".");
    }
    if !inner.split(|&byte| byte == b'/').any(|part| idle(&part)) {
        return Cow::Borrowed(inner);
    }
    let parts: Vec<&[u8]> = inner.split(|&byte| byte == b'/').filter(|part| !idle(part)).collect();
    if parts.is_empty() { Cow::Borrowed(b".") } else { Cow::Owned(parts.join(&b'/')) }
}
