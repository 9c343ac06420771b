//! One file out of a layer's tar: its bytes, or a fingerprint of them.

#[cfg(test)]
mod tests;

use std::hash::Hasher as _;
use std::mem;

use twox_hash::XxHash64;

use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::tar::{Part, SparsePlace, SparseReader};
use crate::wants::Wants;

/// Where a file lies in the tar of its layer, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FilePlace {
    /// Offset of its first header block, special ones included, where holes were left out of its body.
    pub sparse_start: Option<u64>,
    /// Offset of its body.
    pub body: u64,
    /// Bytes of its body.
    pub stored_size: u64,
    /// Bytes with its holes.
    pub size: u64,
}

/// Reads one file out of the tar of a layer, and no more of it than it must.
///
/// Do what [`wants`](Self::wants) says; after each [`push`](Self::push), and at the start, call [`poll`](Self::poll)
/// until it gives `None`. Offsets are of the tar: of a compressed layer, an [`Inflater`](crate::decompress::Inflater)
/// makes what is wanted. Holes of sparse files are given as zeros, however large they are: the caller says when it is
/// enough, by not asking for more. Once `wants` says [`Wants::Done`] the file is complete.
///
/// An error means damaged bytes, or that the layer is not the one that was indexed. What was read before it is given
/// first; afterwards every call of `poll` gives it again.
pub struct FileReader {
    file: File,
    /// Offset in the tar of what comes first.
    start: u64,
    /// Of the next byte to be pushed.
    position: u64,
    /// Bytes that were pushed and not read yet, from `taken` on.
    input: Vec<u8>,
    taken: usize,
    /// Zeros to give before anything else.
    hole: u64,
    /// Where only a fingerprint is wanted.
    hash: Option<XxHash64>,
    ended: bool,
    failed: Option<Error>,
}

enum File {
    /// Bytes still to come.
    Plain(u64),
    Sparse(Box<SparseReader>),
}

/// A piece is never longer.
const PIECE: usize = 64 << 10;

impl FileReader {
    /// A reader at the first byte of the tar.
    pub fn new(place: &FilePlace, limits: &Limits) -> Self {
        let FilePlace { sparse_start, body, stored_size, size } = *place;
        let (start, file) = match sparse_start {
            None => (body, File::Plain(stored_size)),
            Some(_) if size == 0 => (body, File::Plain(0)),
            Some(start) => {
                let place = SparsePlace { start, body, stored_size, size };
                (start, File::Sparse(Box::new(SparseReader::new(place, limits))))
            }
        };
        let (input, failed) = (Vec::new(), None);
        Self { file, start, position: 0, input, taken: 0, hole: 0, hash: None, ended: false, failed }
    }

    /// A reader for the fingerprint of the file, holes included: [`poll`](Self::poll) gives no bytes.
    pub fn of_fingerprint(place: &FilePlace, limits: &Limits) -> Self {
        Self { hash: Some(XxHash64::with_seed(0)), ..Self::new(place, limits) }
    }

    /// XXH64 of the file, which of one without holes is [`Content::Fingerprint`](super::Content), once all of it passed by.
    pub fn fingerprint(&self) -> Option<u64> {
        self.hash.as_ref().filter(|_| self.complete()).map(XxHash64::finish)
    }

    /// What it wants next.
    pub fn wants(&self) -> Wants {
        if self.failed.is_some() || self.complete() {
            return Wants::Done;
        }
        let skippable = self.skippable();
        Wants::Bytes { at: self.position, want: skippable.saturating_add(self.file.missing()), skippable }
    }

    /// Takes the next bytes; those behind the file are ignored.
    pub fn push(&mut self, chunk: &[u8]) {
        let before_start = usize::try_from(self.skippable()).unwrap_or(usize::MAX).min(chunk.len());
        self.position = self.position.saturating_add(chunk.len() as u64);
        self.input.drain(..mem::take(&mut self.taken));
        self.input.extend_from_slice(chunk.get(before_start..).unwrap_or_default());
    }

    /// Says that the next `count` bytes were jumped over.
    pub fn skipped(&mut self, count: u64) -> Result<()> {
        if count > self.skippable() {
            return Err(Error::new(ErrorKind::Misuse("no more bytes may be skipped than were offered")));
        }
        self.position = self.position.saturating_add(count);
        Ok(())
    }

    /// The tar has no byte where the next was wanted.
    pub fn ended(&mut self) {
        self.ended = true;
    }

    /// The next bytes of the file, at most 64 KiB, never none. `None`: more has to be pushed, or the file is complete.
    pub fn poll(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let outcome = self.next();
        self.failed = outcome.as_ref().err().cloned();
        outcome
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        while !self.complete() {
            if self.hole > 0 {
                let length = usize::try_from(self.hole).unwrap_or(PIECE).min(PIECE);
                self.hole -= length as u64;
                match &mut self.hash {
                    Some(hash) => hash.write(&vec![0; length]),
                    None => return Ok(Some(vec![0; length])),
                }
                continue;
            }
            let rest = self.input.get(self.taken..).unwrap_or_default();
            let mut piece = rest.get(..PIECE).unwrap_or(rest);
            let length = piece.len();
            let part = self.file.next(&mut piece)?;
            self.taken = self.taken.saturating_add(length - piece.len());
            match part {
                Some(Part::Data(data)) => match &mut self.hash {
                    Some(hash) => hash.write(data),
                    None => return Ok(Some(data.to_vec())),
                },
                Some(Part::Hole(hole)) => self.hole = hole,
                None if self.taken < self.input.len() => {}
                None if self.ended && !self.complete() => {
                    let missing = self.file.missing();
                    return Err(Error::new(ErrorKind::TarTruncated { missing }).at_offset(self.position));
                }
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    fn complete(&self) -> bool {
        self.hole == 0 && self.file.missing() == 0
    }

    fn skippable(&self) -> u64 {
        self.start.saturating_sub(self.position)
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
