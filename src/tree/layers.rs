//! The entries of all layers, and how two of one path differ.

use std::collections::HashMap;
use std::sync::Arc;

use super::hardlinks::{self, HardLink};
use crate::layer::{Content, LayerIndex, Record};
use crate::tar::Kind;

/// An entry of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// The layer's index; 0 is the base.
    pub layer: u32,
    /// The entry's number in it.
    pub entry: u32,
}

/// The layers of a tree.
#[derive(Debug, Default)]
pub(super) struct Layers {
    /// `None`: cannot be read.
    pub(super) indexes: Vec<Option<Arc<LayerIndex>>>,
    /// Of each layer, its hard links.
    pub(super) links: Vec<Vec<HardLink>>,
    /// Fingerprints that became known later.
    pub(super) settled: HashMap<EntryId, u64>,
}

/// Whether two entries hold the same: type, bytes, target, device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    Same,
    Different,
    /// They are equally long, and of at least one the bytes did not pass by.
    Unsure,
}

impl EntryId {
    pub(super) const NONE: Self = Self { layer: u32::MAX, entry: u32::MAX };

    /// An entry of a layer.
    pub fn new(layer: u32, entry: u32) -> Self {
        Self { layer, entry }
    }
}

impl Layers {
    pub(super) fn record(&self, id: EntryId) -> Option<Record<'_>> {
        self.indexes.get(id.layer as usize)?.as_ref()?.record(id.entry)
    }

    /// The entry whose bytes (or target, or device) this one shows: of a hard link what it was made of, else itself.
    /// `None` for a hard link to nothing.
    pub(super) fn content(&self, id: EntryId) -> Option<EntryId> {
        match self.record(id)?.kind {
            Kind::Hardlink => hardlinks::body(self.links.get(id.layer as usize)?, id.entry),
            _ => Some(id),
        }
    }

    pub(super) fn is_folder(&self, id: EntryId) -> bool {
        self.record(id).is_some_and(|record| record.kind == Kind::Directory)
    }

    /// What a symbolic link points at.
    pub(super) fn symlink(&self, id: EntryId) -> Option<&[u8]> {
        let record = self.record(self.content(id)?)?;
        record.link.filter(|_| record.kind == Kind::Symlink)
    }

    /// Bytes that it takes in a file system, as docker counts: of a file its size, of a symbolic link its target's length.
    pub(super) fn size(&self, id: EntryId) -> u64 {
        self.content(id).and_then(|id| self.record(id)).map_or(0, |record| size(&record))
    }

    /// Whether both have the same mode, owner, time and attributes.
    pub(super) fn have_same_metadata(&self, one: EntryId, other: EntryId) -> bool {
        let (Some(one), Some(other)) = (self.record(one), self.record(other)) else { return false };
        let metadata = |record: &Record<'_>| (record.mode, record.uid, record.gid, record.mtime, record.mtime_ns);
        metadata(&one) == metadata(&other) && one.xattrs == other.xattrs
    }

    pub(super) fn have_same_time(&self, one: EntryId, other: EntryId) -> bool {
        let time = |id| self.record(id).map(|record| (record.mtime, record.mtime_ns));
        time(one) == time(other)
    }

    /// Whether both hold the same.
    pub(super) fn likeness(&self, one: EntryId, other: EntryId) -> Likeness {
        let (Some(one), Some(other)) = (self.content(one), self.content(other)) else { return Likeness::Different };
        if one == other {
            return Likeness::Same;
        }
        let (Some(left), Some(right)) = (self.record(one), self.record(other)) else { return Likeness::Different };
        let same = match (left.kind, right.kind) {
            (Kind::File, Kind::File) => return self.same_bytes(&left, one, &right, other),
            (Kind::Other, Kind::Other) if left.typeflag == right.typeflag => {
                return self.same_bytes(&left, one, &right, other);
            }
            (Kind::Symlink, Kind::Symlink) => left.link == right.link,
            (Kind::Char, Kind::Char) | (Kind::Block, Kind::Block) => left.device == right.device,
            (Kind::Fifo, Kind::Fifo) | (Kind::Directory, Kind::Directory) => true,
            _ => false,
        };
        if same { Likeness::Same } else { Likeness::Different }
    }

    fn same_bytes(&self, left: &Record<'_>, one: EntryId, right: &Record<'_>, other: EntryId) -> Likeness {
        let like = |same: bool| if same { Likeness::Same } else { Likeness::Different };
        if left.size != right.size || left.size == 0 {
            return like(left.size == right.size);
        }
        if let (Some(left), Some(right)) = (self.fingerprint(left, one), self.fingerprint(right, other)) {
            return like(left == right);
        }
        match (digest(left), digest(right)) {
            (Some(left), Some(right)) => like(left == right),
            _ => Likeness::Unsure,
        }
    }

    /// Of a file's bytes with its holes, which is not what a sparse file's body holds.
    pub(super) fn fingerprint(&self, record: &Record<'_>, id: EntryId) -> Option<u64> {
        match record.content {
            Content::Fingerprint(value) if record.sparse_start.is_none() => Some(value),
            _ => self.settled.get(&id).copied(),
        }
    }
}

/// Bytes that an entry takes by itself; see [`Layers::size`].
pub(super) fn size(record: &Record<'_>) -> u64 {
    match record.kind {
        Kind::File => record.size,
        Kind::Symlink => record.link.map_or(0, |target| target.len() as u64),
        _ => 0,
    }
}

/// Likewise of a file without holes.
pub(super) fn digest(record: &Record<'_>) -> Option<[u8; 16]> {
    match record.content {
        Content::Digest(digest) if record.sparse_start.is_none() => Some(digest),
        _ => None,
    }
}
