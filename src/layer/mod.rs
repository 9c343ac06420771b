//! A layer: stored bytes → digest → decompress → diff ID → tar → what is in it.
//!
//! [`LayerReader`] is a pure job: it is fed the stored bytes of one layer and gives a [`Measured`]. Hashing is done
//! when asked for; without it an uncompressed layer is hopped through from header to header.
//!
//! ```
//! use layerglass::digest::Algorithm;
//! use layerglass::layer::LayerReader;
//! use layerglass::limits::Limits;
//!
//! let mut reader = LayerReader::new(Some(Algorithm::Sha256), &Limits::default());
//! reader.push(&[0; 1024]); // docker's empty layer: the end mark of a tar
//! let measured = reader.finish();
//! assert_eq!(measured.contents.map(|contents| (contents.files, contents.content_bytes)), Ok((0, 0)));
//! assert_eq!(measured.diff_id.map(|id| id.short().to_owned()).as_deref(), Some("5f70bf18a086"));
//! ```

mod packed;
mod tally;

use crate::decompress::{AutoDecoder, SNIFF_LEN};
use crate::digest::{Algorithm, Digest, Hasher};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::tar::{Event, Scanner};
use crate::wants::Wants;

pub use crate::decompress::Compression;
pub use tally::Tally;

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
    /// What is in the tar, or why that is not known.
    pub contents: Result<Tally>,
}

/// Reads one layer.
///
/// Feed it with [`push`](Self::push) until [`wants`](Self::wants) says [`Wants::Done`] or the layer's bytes end, then
/// call [`finish`](Self::finish). While `wants` offers skippable bytes, the caller may jump over them and say
/// [`skipped`](Self::skipped): only an uncompressed layer that is not hashed can offer that.
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
    bytes: u64,
    /// Why the scanner cannot go on; hashing does.
    broken: Option<Error>,
}

/// How many bytes of a compressed or hashed layer are asked for at once.
const READ: u64 = 1 << 20;

impl LayerReader {
    /// A reader that computes the stored digest by `hash` and the diff ID by SHA-256, or neither.
    pub fn new(hash: Option<Algorithm>, limits: &Limits) -> Self {
        Self {
            stored_hash: hash.map(Hasher::new),
            tar: TarSide {
                hash: hash.map(|_| Hasher::new(Algorithm::Sha256)),
                shares_hash: hash == Some(Algorithm::Sha256),
                scanner: Scanner::new(limits),
                tally: Tally::default(),
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
                Wants::Bytes { want, skippable, .. } => Wants::Bytes { at, want, skippable },
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
                self.position = self.position.saturating_add(count);
                self.tar.bytes = self.tar.bytes.saturating_add(count);
                Ok(())
            }
            _ => Err(Error::new(ErrorKind::Misuse("no more bytes may be skipped than were offered"))),
        }
    }

    /// The layer's bytes have ended, or `wants` said [`Wants::Done`].
    pub fn finish(mut self) -> Measured {
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
        Measured {
            digest,
            diff_id,
            compression,
            stored_bytes: self.position,
            uncompressed_bytes: whole.then_some(tar.bytes),
            trailing_bytes,
            contents,
        }
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
                Ok(Some(Event::Entry(entry))) => self.tally.entry(&entry),
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) => self.broken = Some(error),
            }
        }
    }
}
