//! A layer: stored bytes → digest → decompress → diff ID → tar → what is in it.
//!
//! [`LayerReader`] is a pure job: it is fed the stored bytes of one layer and gives a [`LayerRead`]: digests and
//! numbers, and the [`LayerIndex`] of its entries. Each is made when asked for; an uncompressed layer that is not hashed
//! is hopped through from header to header.
//!
//! ```
//! use layerglass::digest::Algorithm;
//! use layerglass::layer::{Depth, LayerReader};
//! use layerglass::limits::Limits;
//!
//! let mut reader = LayerReader::new(Some(Algorithm::Sha256), Depth::Index, &Limits::default());
//! reader.push(&[0; 1024]); // docker's empty layer: the end mark of a tar
//! let read = reader.finish();
//! assert_eq!(read.index.map(|index| index.len()), Some(0));
//! let measured = read.measured;
//! assert_eq!(measured.contents.map(|contents| (contents.files, contents.content_bytes)), Ok((0, 0)));
//! assert_eq!(measured.diff_id.map(|id| id.short().to_owned()).as_deref(), Some("5f70bf18a086"));
//! ```

mod column;
mod extract;
mod index;
mod indexing;
mod interned;
mod packed;
mod packed_columns;
mod packed_index;
mod record;
mod tally;
mod whiteout;

#[cfg(test)]
mod tests;

use crate::decompress::{AutoDecoder, SNIFF_LEN};
use crate::digest::{Algorithm, Digest, Hasher};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::tar::{Event, Scanner};
use crate::wants::Wants;

pub use crate::decompress::Compression;
pub use extract::{FilePlace, FileReader};
pub use index::LayerIndex;
pub(crate) use indexing::Indexing;
pub use record::{Content, Record, Xattrs};
pub use tally::Tally;
pub use whiteout::Whiteout;

/// How closely the entries of a layer are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// They are counted.
    #[default]
    Count,
    /// They are kept, and what passes by of their bodies gets a fingerprint.
    Index,
    /// They are kept, and each body's SHA-256 is computed.
    Digests,
}

impl Depth {
    /// The word across boundaries.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Index => "index",
            Self::Digests => "digests",
        }
    }

    /// The one of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Count, Self::Index, Self::Digests].into_iter().find(|depth| depth.as_str() == word)
    }
}

/// All that reading a layer gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerRead {
    /// Digests and numbers.
    pub measured: Measured,
    /// Its entries, if they were asked for; of a damaged layer those before the fault. `None` for what is no tar at all:
    /// an encrypted layer, or one whose compression is not read.
    pub index: Option<LayerIndex>,
}

/// What reading a layer gave. A damaged layer is an answer too: what could be computed before is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Of the stored bytes; `None` when hashing was not asked for.
    pub digest: Option<Digest>,
    /// Of the tar; `None` when hashing was not asked for or the layer cannot be decompressed.
    pub diff_id: Option<Digest>,
    /// How the layer is compressed, by its first bytes.
    pub compression: Compression,
    /// Stored bytes that were read or skipped.
    pub stored_bytes: u64,
    /// Bytes of the tar; `None` where the layer cannot be decompressed.
    pub uncompressed_bytes: Option<u64>,
    /// Bytes behind the compressed stream that are no data; NULs are none of these.
    pub trailing_bytes: u64,
    /// How closely its entries were looked at.
    pub depth: Depth,
    /// What is in the tar, or why that is not known.
    pub contents: Result<Tally>,
}

impl Measured {
    /// Whether digests were computed.
    pub fn is_hashed(&self) -> bool {
        // A damaged layer has a stored digest and no diff ID; a filesystem that was compressed, the reverse.
        self.digest.is_some() || self.diff_id.is_some()
    }

    /// What this reading and an earlier one of the same bytes know together.
    #[must_use]
    pub fn after(mut self, earlier: Option<Self>) -> Self {
        let Some(earlier) = earlier else { return self };
        let depth = self.depth.max(earlier.depth);
        if !self.is_hashed() {
            // Where the first found a fault, it says which: the second may have ended for having ended the first.
            if earlier.contents.is_err() {
                return Self { depth, ..earlier };
            }
            (self.digest, self.diff_id) = (earlier.digest, earlier.diff_id);
        }
        Self { depth, ..self }
    }
}

/// What the kept indexes of many layers take together: each alone may be within the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    entries: u64,
    names: u64,
}

impl Kept {
    /// Counts the index of a layer, in place of an earlier one of the same layer; or takes it away, and the layer's
    /// contents are the limit's error.
    pub(crate) fn admit(&mut self, read: &mut LayerRead, earlier: Option<&LayerIndex>, limits: &Limits) {
        let Some(index) = &read.index else { return };
        let freed = earlier.map_or(Self::default(), Self::of);
        let added = Self::of(index);
        let sum = |kept: u64, freed, added| kept.saturating_sub(freed).saturating_add(added);
        let entries = sum(self.entries, freed.entries, added.entries);
        let names = sum(self.names, freed.names, added.names);
        let refuse = |limit, allowed| Err(Error::new(ErrorKind::Limit { limit, allowed, actual: None }));
        let refusal = match (entries > limits.entries, names > limits.entry_names) {
            (true, _) => refuse("entries", limits.entries),
            (_, true) => refuse("entry-names", limits.entry_names),
            _ => {
                *self = Self { entries, names };
                return;
            }
        };
        read.index = None;
        read.measured.contents = refusal;
    }

    fn of(index: &LayerIndex) -> Self {
        Self { entries: index.weight(), names: index.text_bytes() }
    }
}

/// Reads one layer.
///
/// Feed it with [`push`](Self::push) until [`wants`](Self::wants) says [`Wants::Done`] or the layer's bytes end, then
/// call [`finish`](Self::finish). While `wants` offers skippable bytes, the caller may jump over them and say
/// [`skipped`](Self::skipped): only an uncompressed layer that is not hashed, nor its files, can offer that.
///
/// Nothing fails on the way: damage ends up in [`Measured::contents`], and hashing goes on to the end.
pub struct LayerReader {
    /// Of stored bytes.
    stored_hash: Option<Hasher>,
    tar: TarSide,
    decoder: AutoDecoder,
    /// Stored bytes taken, skipped ones included.
    position: u64,
    /// Why no more is decompressed.
    broken: Option<Error>,
}

/// What happens with the bytes of the tar.
struct TarSide {
    /// `None` without hashing, and where the stored bytes are the tar: one hash then serves both.
    hash: Option<Hasher>,
    /// The stored digest is a SHA-256 too.
    shares_hash: bool,
    scanner: Scanner,
    tally: Tally,
    depth: Depth,
    /// `None` where entries are only counted.
    indexing: Option<Indexing>,
    bytes: u64,
    /// Why the scanner cannot go on; hashing does.
    broken: Option<Error>,
}

/// How many bytes of a compressed or hashed layer are asked for at once.
const READ: u64 = 1 << 20;

impl LayerReader {
    /// A reader that computes the stored digest by `hash` and the diff ID by SHA-256, or neither.
    pub fn new(hash: Option<Algorithm>, depth: Depth, limits: &Limits) -> Self {
        Self::with_hashers(hash, &mut Hasher::new, depth, limits)
    }

    /// The same, with hashers that `make` gives.
    pub fn with_hashers(
        hash: Option<Algorithm>,
        make: &mut dyn FnMut(Algorithm) -> Hasher,
        depth: Depth,
        limits: &Limits,
    ) -> Self {
        Self {
            stored_hash: hash.map(&mut *make),
            tar: TarSide {
                hash: hash.map(|_| make(Algorithm::Sha256)),
                shares_hash: hash == Some(Algorithm::Sha256),
                scanner: Scanner::new(limits),
                tally: Tally::default(),
                depth,
                indexing: Indexing::new(depth, limits),
                bytes: 0,
                broken: None,
            },
            decoder: AutoDecoder::new(limits),
            position: 0,
            broken: None,
        }
    }

    /// What it wants next; offsets count from the layer's first stored byte.
    pub fn wants(&self) -> Wants {
        let at = self.position;
        if self.stored_hash.is_some() {
            return Wants::Bytes { at, want: READ, skippable: 0 };
        }
        match (&self.broken, &self.tar.broken, self.decoder.compression()) {
            (Some(_), ..) | (_, Some(_), Some(Compression::None)) => Wants::Done,
            (.., Some(Compression::None)) => match self.tar.scanner.wants() {
                Wants::Bytes { want, skippable, .. } => {
                    let reads_bodies = self.tar.indexing.as_ref().is_some_and(Indexing::reads_bodies);
                    Wants::Bytes { at, want, skippable: if reads_bodies { 0 } else { skippable } }
                }
                other => other,
            },
            (.., None) => Wants::Bytes { at, want: SNIFF_LEN as u64, skippable: 0 },
            _ => Wants::Bytes { at, want: READ, skippable: 0 },
        }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        if self.wants() == Wants::Done {
            return;
        }
        self.position = self.position.saturating_add(chunk.len() as u64);
        if let Some(hash) = &mut self.stored_hash {
            hash.update(chunk);
        }
        if self.broken.is_some() {
            return;
        }
        let tar = &mut self.tar;
        let outcome = self.decoder.push(chunk, &mut |compression, bytes| {
            tar.take(compression, bytes);
            Ok(())
        });
        self.broken = outcome.err();
    }

    /// Says that the next `count` bytes were jumped over.
    pub fn skipped(&mut self, count: u64) -> Result<()> {
        match self.wants() {
            Wants::Bytes { skippable, .. } if count <= skippable => {
                self.tar.scanner.skipped(count)?;
                if let Some(indexing) = self.tar.indexing.as_mut().filter(|_| count > 0) {
                    indexing.skipped();
                }
                self.position = self.position.saturating_add(count);
                self.tar.bytes = self.tar.bytes.saturating_add(count);
                Ok(())
            }
            _ => Err(Error::new(ErrorKind::Misuse("no more bytes may be skipped than were offered"))),
        }
    }

    /// The layer's bytes have ended, or `wants` said [`Wants::Done`].
    pub fn finish(mut self) -> LayerRead {
        let tar = &mut self.tar;
        let mut trailing_bytes = 0;
        if self.broken.is_none() {
            let outcome = self.decoder.finish(&mut |compression, bytes| {
                tar.take(compression, bytes);
                Ok(())
            });
            match outcome {
                Ok(tail) => trailing_bytes = tail.garbage,
                Err(error) => self.broken = Some(error),
            }
        }
        let compression = self.decoder.compression().unwrap_or(Compression::None);
        let digest = self.stored_hash.map(Hasher::finish);
        let whole = self.broken.is_none();
        let diff_id = match compression {
            // One hash served both, unless the stored digest is of another algorithm than diff IDs are.
            Compression::None if tar.hash.is_none() => digest.clone(),
            _ => tar.hash.take().map(Hasher::finish).filter(|_| whole),
        };
        let contents = match (self.broken, tar.broken.take()) {
            (Some(error), _) | (None, Some(error)) => Err(error),
            (None, None) if self.position == 0 => Err(Error::new(ErrorKind::EmptySource)),
            (None, None) => tar.scanner.finish().map(|()| std::mem::take(&mut tar.tally)),
        };
        let index = tar.indexing.take().map(Indexing::finish);
        // Where the very first header cannot be read, it is no tar.
        let index = index.filter(|index| contents.is_ok() || !index.is_empty());
        let measured = Measured {
            digest,
            diff_id,
            compression,
            stored_bytes: self.position,
            uncompressed_bytes: whole.then_some(tar.bytes),
            trailing_bytes,
            depth: tar.depth,
            contents,
        };
        LayerRead { measured, index }
    }
}

impl TarSide {
    fn take(&mut self, compression: Compression, mut bytes: &[u8]) {
        if compression == Compression::None && self.bytes == 0 && self.shares_hash {
            self.hash = None;
        }
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        if let Some(hash) = &mut self.hash {
            hash.update(bytes);
        }
        while self.broken.is_none() {
            match self.scanner.next(&mut bytes) {
                Ok(Some(Event::Entry(entry))) => {
                    self.tally.entry(&entry);
                    self.broken = self.indexing.as_mut().and_then(|indexing| indexing.entry(&entry).err());
                }
                Ok(Some(Event::Data(data))) => {
                    if let Some(indexing) = &mut self.indexing {
                        indexing.data(data);
                    }
                }
                Ok(Some(Event::End)) => {}
                Ok(None) => break,
                Err(error) => self.broken = Some(error),
            }
        }
    }
}
