//! One entry of a layer, as it is read from the index.

use super::Whiteout;
use crate::tar::Kind;

/// One entry of a layer. Texts are bytes as stored.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// Its number in the layer, in the order of the tar.
    pub entry: u32,
    /// The folder that it lies in.
    pub folder: u32,
    /// The last part of its path; `.` for the root itself.
    pub name: &'a [u8],
    /// What it is.
    pub kind: Kind,
    /// The byte that says so.
    pub typeflag: u8,
    /// Bytes of the file with its holes.
    pub size: u64,
    /// Bytes of the body in the tar.
    pub stored_size: u64,
    /// The low 12 bits.
    pub mode: u16,
    /// Owner.
    pub uid: u64,
    /// Group.
    pub gid: u64,
    /// Owner's name, often empty.
    pub uname: &'a [u8],
    /// Group's name, often empty.
    pub gname: &'a [u8],
    /// Seconds since 1970, rounded down.
    pub mtime: i64,
    /// Nanoseconds to add.
    pub mtime_ns: u32,
    /// Where a symbolic or hard link points.
    pub link: Option<&'a [u8]>,
    /// Major and minor number of a device.
    pub device: Option<(u32, u32)>,
    /// Extended attributes, sorted by name: an iterator over name and value.
    pub xattrs: Xattrs<'a>,
    /// Offset of its body in the tar.
    pub body: u64,
    /// Of a sparse file, the offset of its first header block, special ones included: whoever reads it begins there.
    pub sparse_start: Option<u64>,
    /// What is known of its bytes.
    pub content: Content,
}

/// What is known of a file's bytes as stored, beside how many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// The body did not pass by, or not whole; or the entry has none.
    Unknown,
    /// XXH64 of the body: enough to tell a changed file from one that is stored again.
    Fingerprint(u64),
    /// The first half of the body's SHA-256: nobody makes two files of the same.
    Digest([u8; 16]),
}

impl<'a> Record<'a> {
    /// What its name says about the layers below.
    pub fn whiteout(&self) -> Option<Whiteout<'a>> {
        Whiteout::of(self.name)
    }
}

/// Extended attributes: names and values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Xattrs<'a> {
    packed: &'a [u8],
}

impl<'a> Xattrs<'a> {
    pub(super) fn new(packed: &'a [u8]) -> Self {
        Self { packed }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// As one text: each name and value, its length before it.
    pub(super) fn pack(xattrs: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
        let mut packed = Vec::new();
        for text in xattrs.iter().flat_map(|(name, value)| [name, value]) {
            // A special header is far shorter than 4 GiB, and attributes come from one.
            packed.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
            packed.extend_from_slice(text);
        }
        packed
    }

    /// Whether all of it can be read.
    pub(super) fn is_whole(mut self) -> bool {
        self.by_ref().for_each(drop);
        self.packed.is_empty()
    }

    fn text(packed: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        let (length, rest) = packed.split_first_chunk::<4>()?;
        rest.split_at_checked(u32::from_le_bytes(*length) as usize)
    }
}

impl<'a> Iterator for Xattrs<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = Self::text(self.packed)?;
        let (value, rest) = Self::text(rest)?;
        self.packed = rest;
        Some((name, value))
    }
}
