//! One file out of a layer: its bytes, or a fingerprint of them.

mod bytes;
#[cfg(test)]
mod tests;

use crate::decompress::Compression;
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::tar::{Part, SparsePlace, SparseReader};
use crate::wants::Wants;
use bytes::TarBytes;

/// Where a file lies in its layer, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePlace {
    /// Of the layer.
    pub compression: Compression,
    /// Offset of its first header block, special ones included, where holes were left out of its body.
    pub sparse_start: Option<u64>,
    /// Offset of its body in the tar.
    pub body: u64,
    /// Bytes of its body.
    pub stored_size: u64,
    /// Bytes with its holes.
    pub size: u64,
}

/// Reads one file out of the stored bytes of a layer, and no more of them than it must: an uncompressed layer is jumped
/// into, a compressed one decompressed up to the file's last byte.
///
/// Do what [`wants`](Self::wants) says; after each [`push`](Self::push), and at the start, call [`poll`](Self::poll)
/// until it gives `None`. Holes of sparse files are given as zeros, however large they are: the caller says when it is
/// enough, by not asking for more. Once `wants` says [`Wants::Done`] the file is complete.
///
/// An error means damaged bytes, or that the layer is not the one that was indexed. What was read before it is given
/// first; afterwards every call of `poll` gives it again.
pub struct FileReader {
    bytes: TarBytes,
    file: File,
    /// Zeros to give before anything else.
    hole: u64,
    failed: Option<Error>,
}

enum File {
    /// Bytes still to come.
    Plain(u64),
    Sparse(Box<SparseReader>),
}

/// A piece is never longer.
const PIECE: usize = 64 << 10;
/// How many bytes of a compressed layer are asked for at once.
const READ: u64 = 256 << 10;

impl FileReader {
    /// A reader at the first byte of the layer.
    pub fn new(place: &FilePlace, limits: &Limits) -> Result<Self> {
        let FilePlace { compression, sparse_start, body, stored_size, size } = *place;
        let (start, file) = match sparse_start {
            None => (body, File::Plain(stored_size)),
            Some(_) if size == 0 => (body, File::Plain(0)),
            Some(start) => {
                let place = SparsePlace { start, body, stored_size, size };
                (start, File::Sparse(Box::new(SparseReader::new(place, limits))))
            }
        };
        let bytes = TarBytes::new(compression, start, limits)?;
        Ok(Self { bytes, file, hole: 0, failed: None })
    }

    /// What it wants next; offsets count from the layer's first stored byte.
    pub fn wants(&self) -> Wants {
        if self.failed.is_some() || self.complete() {
            return Wants::Done;
        }
        let (at, skippable) = (self.bytes.stored(), self.bytes.skippable());
        let want = if self.bytes.compressed() { READ } else { skippable.saturating_add(self.file.missing()).max(1) };
        Wants::Bytes { at, want, skippable }
    }

    /// Takes the next bytes; those behind the file are ignored.
    pub fn push(&mut self, chunk: &[u8]) {
        self.bytes.push(chunk);
    }

    /// Says that the next `count` bytes were jumped over.
    pub fn skipped(&mut self, count: u64) -> Result<()> {
        self.bytes.skipped(count)
    }

    /// The layer has no byte where the next was wanted.
    pub fn ended(&mut self) {
        self.bytes.ended();
    }

    /// The next bytes of the file, at most 64 KiB, never none. `None`: more has to be pushed, or the file is complete.
    pub fn poll(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let mut piece = None;
        let outcome = self.next(&mut |bytes| piece = Some(bytes.to_vec()));
        self.failed = outcome.err();
        match &self.failed {
            Some(error) => Err(error.clone()),
            None => Ok(piece),
        }
    }

    fn complete(&self) -> bool {
        self.hole == 0 && self.file.missing() == 0
    }

    /// Hands the next piece on, if there is one.
    fn next(&mut self, give: &mut dyn FnMut(&[u8])) -> Result<()> {
        while !self.complete() {
            if self.hole > 0 {
                let length = usize::try_from(self.hole).unwrap_or(PIECE).min(PIECE);
                self.hole -= length as u64;
                give(&vec![0; length]);
                return Ok(());
            }
            let at_hand = self.bytes.at_hand(PIECE);
            let mut rest = at_hand;
            let part = self.file.next(&mut rest)?;
            let taken = at_hand.len() - rest.len();
            let given = match part {
                Some(Part::Data(data)) => {
                    give(data);
                    true
                }
                Some(Part::Hole(hole)) => {
                    self.hole = hole;
                    false
                }
                None => false,
            };
            self.bytes.taken(taken);
            if given {
                return Ok(());
            }
            if self.hole == 0 && !self.complete() && self.bytes.at_hand(1).is_empty() && !self.bytes.fill()? {
                return self.bytes.check_end(self.file.missing());
            }
        }
        Ok(())
    }
}

impl File {
    fn next<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>> {
        match self {
            Self::Sparse(file) => file.next(input),
            Self::Plain(missing) => {
                let length = usize::try_from(*missing).unwrap_or(usize::MAX).min(input.len());
                let (data, rest) = input.split_at_checked(length).unwrap_or_default();
                *input = rest;
                *missing -= data.len() as u64;
                Ok(Some(Part::Data(data)).filter(|_| length > 0))
            }
        }
    }

    /// Bytes of the tar that it needs yet; of a sparse file at least 1 until it is complete.
    fn missing(&self) -> u64 {
        match self {
            Self::Plain(missing) => *missing,
            Self::Sparse(file) if file.done() => 0,
            Self::Sparse(file) => file.missing().max(1),
        }
    }
}
