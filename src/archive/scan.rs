//! The pass over an archive's members: the table is made, small documents are kept, and layers that pass by are read
//! if that was asked for.

use std::collections::HashMap;
use std::sync::Arc;

use super::table::{Member, MemberKind, Table};
use super::{Options, TRAILING_LOOK};
use crate::decompress::{Compression, SNIFF_LEN, sniff};
use crate::digest::{Algorithm, Digest, Hasher};
use crate::error::{Error, Result};
use crate::layer::{Depth, Indexing, Kept, LayerIndex, LayerRead, LayerReader, Measured, Tally};
use crate::limits::Limits;
use crate::oci::json::looks_like_json;
use crate::tar::{Entry, Event, Kind, Scanner};
use crate::wants::Wants;

pub(super) struct Scan {
    options: Options,
    limits: Limits,
    scanner: Scanner,
    pub(super) table: Table,
    /// Bodies of small documents that passed by, by their place in the table; `kept_bytes` together.
    pub(super) kept: HashMap<usize, Vec<u8>>,
    kept_bytes: u64,
    /// What reading layers in passing gave, by their place in the table.
    pub(super) measured: HashMap<usize, (Measured, Option<Arc<LayerIndex>>)>,
    kept_entries: Kept,
    current: Option<Current>,
    /// What a plain filesystem's one layer holds.
    pub(super) tally: Tally,
    /// The entries of that layer, if those are to be kept.
    indexing: Option<Indexing>,
    /// Why not all of them are. Of no concern to an archive that turns out to hold images.
    pub(super) not_kept: Option<Error>,
    /// How closely that layer is looked at.
    pub(super) whole_depth: Depth,
    pub(super) entries: u64,
    pub(super) has_root_folders: bool,
    /// A member has a name that only parts of an image have.
    pub(super) looks_like_layout: bool,
    /// Layers are read as they pass by.
    in_passing: bool,
    /// The diff ID of a plain filesystem; dropped when the archive turns out to be something else.
    whole: Option<Hasher>,
    /// Bytes of the tar, skipped ones included.
    pub(super) length: u64,
    pub(super) ended: bool,
    pub(super) trailing: Trailing,
}

/// What stands behind the end mark.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Trailing {
    pub(super) bytes: u64,
    /// Within the first [`TRAILING_LOOK`] bytes: both ways of reading see these.
    pub(super) not_zero: bool,
}

/// The member whose body is passing by.
struct Current {
    place: usize,
    size: u64,
    /// Bytes of the body seen so far.
    seen: u64,
    /// The first bytes, until the body was sniffed.
    head: Vec<u8>,
    sniffed: bool,
    keep: Option<Vec<u8>>,
    layer: Option<LayerReader>,
}

impl Scan {
    pub(super) fn new(options: &Options, limits: &Limits) -> Self {
        Self {
            options: options.clone(),
            limits: limits.clone(),
            scanner: Scanner::new(limits),
            table: Table::default(),
            kept: HashMap::new(),
            kept_bytes: 0,
            measured: HashMap::new(),
            current: None,
            kept_entries: Kept::default(),
            tally: Tally::default(),
            indexing: None,
            not_kept: None,
            whole_depth: Depth::Count,
            entries: 0,
            has_root_folders: false,
            looks_like_layout: false,
            whole: None,
            in_passing: false,
            length: 0,
            ended: false,
            trailing: Trailing::default(),
        }
    }

    /// The first bytes of the tar come. A file that can seek and is not compressed has its layers read afterwards.
    pub(super) fn starts(&mut self, compression: Compression) {
        let Options { seekable, measure, verify, depth, .. } = self.options;
        let hops = seekable && compression == Compression::None;
        self.in_passing = !hops && (measure || verify || depth > Depth::Count);
        // What is hopped over cannot be hashed.
        self.whole_depth = if hops { depth.min(Depth::Index) } else { depth };
        self.indexing = Indexing::new(self.whole_depth, &self.limits);
        self.whole = (!hops && verify).then(|| Hasher::new(Algorithm::Sha256));
    }

    /// What helps next, in offsets of the tar. The first bytes of a body are not skippable: they say what it is.
    pub(super) fn wants(&self) -> Wants {
        match (self.scanner.wants(), &self.current) {
            (Wants::Bytes { at, .. }, Some(current)) if !current.sniffed => {
                let head = (SNIFF_LEN as u64).min(current.size);
                Wants::Bytes { at, want: head.saturating_sub(current.seen).max(1), skippable: 0 }
            }
            (Wants::Done, _) => Wants::Bytes { at: self.length, want: TRAILING_LOOK, skippable: 0 },
            (wants, _) => wants,
        }
    }

    pub(super) fn take(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.length = self.length.saturating_add(bytes.len() as u64);
        if let Some(hash) = &mut self.whole {
            hash.update(bytes);
        }
        while !self.ended {
            match self.scanner.next(&mut bytes)? {
                Some(Event::Entry(entry)) => self.entry(&entry)?,
                Some(Event::Data(data)) => {
                    if let Some(indexing) = &mut self.indexing {
                        indexing.data(data);
                    }
                    self.data(data);
                }
                Some(Event::End) => {
                    self.close_current();
                    self.ended = true;
                }
                None => return Ok(()),
            }
        }
        self.trail(bytes);
        Ok(())
    }

    pub(super) fn skipped(&mut self, count: u64) -> Result<()> {
        self.scanner.skipped(count)?;
        self.length = self.length.saturating_add(count);
        if count > 0 {
            if let Some(current) = &mut self.current {
                current.keep = None;
                current.layer = None;
            }
            if let Some(indexing) = &mut self.indexing {
                indexing.skipped();
            }
        }
        Ok(())
    }

    /// No more bytes come. An error where more were announced.
    pub(super) fn finish(&mut self) -> Result<()> {
        let outcome = self.scanner.finish();
        self.stop();
        outcome
    }

    /// Ends the pass where it stands: what is in the table is what there is.
    pub(super) fn stop(&mut self) {
        let length = self.length;
        if let Some(member) =
            self.current.as_ref().map(|current| current.place).and_then(|place| self.table.member_mut(place))
        {
            member.cut = member.at.saturating_add(member.size) > length;
        }
        self.close_current();
        self.table.sort();
    }

    /// What was seen of the end mark.
    pub(super) fn end(&self) -> crate::tar::End {
        self.scanner.end()
    }

    /// The diff ID of a plain filesystem, if it was asked for while the bytes passed.
    pub(super) fn whole_digest(&mut self) -> Option<Digest> {
        self.whole.take().map(Hasher::finish)
    }

    /// Whether layers are read as they pass by: a file that can be hopped through has its layers read later.
    pub(super) fn reads_layers(&self) -> bool {
        self.in_passing
    }

    /// The entries of a plain filesystem, if they were to be kept.
    pub(super) fn whole_index(&mut self) -> Option<LayerIndex> {
        self.indexing.take().map(Indexing::finish)
    }

    /// What reading a member as a layer gave. What was kept as a document, or has no bytes, is read now.
    pub(super) fn layer_read(&mut self, place: usize) -> Option<(Measured, Option<Arc<LayerIndex>>)> {
        if !self.measured.contains_key(&place) {
            let empty = || self.table.member(place).filter(|member| member.size == 0).map(|_| [].as_slice());
            let bytes = self.kept.get(&place).map(Vec::as_slice).or_else(empty)?;
            let mut reader = self.layer_reader(place);
            reader.push(bytes);
            self.keep(place, reader.finish());
        }
        self.measured.get(&place).cloned()
    }

    fn keep(&mut self, place: usize, mut read: LayerRead) {
        self.kept_entries.admit(&mut read, None, &self.limits);
        self.measured.insert(place, (read.measured, read.index.map(Arc::new)));
    }

    /// The name tells by which algorithm a descriptor will have stated the digest.
    fn layer_reader(&self, place: usize) -> LayerReader {
        let is_sha512 = self.table.name(place).starts_with(b"blobs/sha512/");
        let algorithm = if is_sha512 { Algorithm::Sha512 } else { Algorithm::Sha256 };
        LayerReader::new(self.options.verify.then_some(algorithm), self.options.depth, &self.limits)
    }

    fn entry(&mut self, entry: &Entry) -> Result<()> {
        self.close_current();
        self.entries = self.entries.saturating_add(1);
        self.tally.entry(entry);
        let place = self.table.add(entry, &self.limits)?;
        if let Some(indexing) = self.indexing.as_mut().filter(|_| self.not_kept.is_none()) {
            self.not_kept = indexing.entry(entry).err();
        }
        if entry.kind == Kind::Directory {
            self.has_root_folders |= matches!(&*entry.normal_path(), b"etc" | b"usr" | b"bin");
            return Ok(());
        }
        let Some(place) = place else {
            return Ok(());
        };
        if belongs_to_layout(self.table.name(place)) {
            self.looks_like_layout = true;
            self.whole = None;
        }
        if entry.size > 0 {
            let current =
                Current { place, size: entry.size, seen: 0, head: Vec::new(), sniffed: false, keep: None, layer: None };
            self.current = Some(current);
        }
        Ok(())
    }

    fn data(&mut self, data: &[u8]) {
        let Some(mut current) = self.current.take() else { return };
        current.seen = current.seen.saturating_add(data.len() as u64);
        if current.sniffed {
            current.pass(data);
        } else {
            let missing = SNIFF_LEN.saturating_sub(current.head.len());
            let (head, rest) = data.split_at(missing.min(data.len()));
            current.head.extend_from_slice(head);
            if current.head.len() >= SNIFF_LEN || current.seen >= current.size {
                self.sniff(&mut current);
                current.pass(rest);
            }
        }
        self.current = Some(current);
    }

    /// The head is complete: decide what the body is and whether it is wanted.
    fn sniff(&mut self, current: &mut Current) {
        current.sniffed = true;
        let head = std::mem::take(&mut current.head);
        let Some(member) = self.table.member_mut(current.place) else {
            return;
        };
        member.compression = Some(sniff(&head));
        member.json = looks_like_json(&head);
        let member = *member;
        let kept_then = self.kept_bytes.saturating_add(member.size);
        if member.json && member.size <= self.limits.json_bytes && kept_then <= self.limits.kept_bytes {
            current.keep = Some(Vec::with_capacity(usize::try_from(member.size).unwrap_or(0)));
        } else if self.reads_in_passing(current.place, &member) {
            current.layer = Some(self.layer_reader(current.place));
        }
        current.pass(&head);
    }

    /// A source that cannot be read again is measured while it passes, though nobody knows yet what is a layer: by name
    /// it may be one. Its first bytes decide nothing, for a damaged or encrypted layer begins like anything.
    fn reads_in_passing(&self, place: usize, member: &Member) -> bool {
        self.reads_layers()
            && member.kind == MemberKind::File
            && (self.measured.len() as u64) < self.limits.layers
            && may_be_layer(self.table.name(place))
    }

    fn close_current(&mut self) {
        let Some(mut current) = self.current.take() else { return };
        if !current.sniffed {
            self.sniff(&mut current);
        }
        let whole = current.seen == current.size;
        if let Some(body) = current.keep.filter(|_| whole) {
            self.kept_bytes = self.kept_bytes.saturating_add(body.len() as u64);
            self.kept.insert(current.place, body);
        }
        if let Some(layer) = current.layer {
            self.keep(current.place, layer.finish());
        }
    }

    fn trail(&mut self, bytes: &[u8]) {
        let look = TRAILING_LOOK.saturating_sub(self.trailing.bytes).min(bytes.len() as u64);
        let looked_at = bytes.get(..usize::try_from(look).unwrap_or(0)).unwrap_or_default();
        self.trailing.not_zero |= looked_at.iter().any(|byte| *byte != 0);
        self.trailing.bytes = self.trailing.bytes.saturating_add(bytes.len() as u64);
    }
}

impl Current {
    fn pass(&mut self, data: &[u8]) {
        if let Some(keep) = &mut self.keep {
            keep.extend_from_slice(data);
        }
        if let Some(layer) = &mut self.layer {
            layer.push(data);
        }
    }
}

/// Whether a member of this name shows that the archive is not a plain filesystem. `manifest.json` does not: any
/// filesystem may have one.
fn belongs_to_layout(name: &[u8]) -> bool {
    name == b"oci-layout" || name.starts_with(b"blobs/sha") || is_hex_id(name.get(..64).unwrap_or_default())
}

/// The names that real writers give to layers: `blobs/sha256/…`, `<id>/layer.tar`, `<id>.tar`, `….tar.gz`, `sha256:…`.
fn may_be_layer(name: &[u8]) -> bool {
    const ENDS: [&[u8]; 4] = [b".tar", b".tar.gz", b".tgz", b".tar.zst"];
    name.starts_with(b"blobs/")
        || name.starts_with(b"sha256:")
        || is_hex_id(name)
        || ENDS.iter().any(|end| name.ends_with(end))
}

fn is_hex_id(name: &[u8]) -> bool {
    name.len() == 64 && name.iter().all(u8::is_ascii_hexdigit)
}
