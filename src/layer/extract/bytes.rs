//! The tar of a layer from some offset on, whether it is compressed or not.

use std::mem;

use crate::decompress::{Compression, Decoder};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

/// Stored bytes in, bytes of the tar out, a bounded number at a time.
pub(super) struct TarBytes {
    /// `None` where the stored bytes are the tar.
    decoder: Option<Decoder>,
    /// Where in the tar the first byte that matters lies.
    start: u64,
    /// Stored bytes that were pushed and not decoded yet, from `decoded` on.
    input: Vec<u8>,
    decoded: usize,
    /// Bytes of the tar that were not taken yet, from `taken` on.
    tar: Vec<u8>,
    taken: usize,
    /// Stored bytes that were pushed or skipped.
    stored: u64,
    /// Bytes of the tar that came out, taken or not.
    position: u64,
    ended: bool,
    /// Why nothing more can be decoded; told once the decoder gave what it held back.
    fault: Option<Error>,
}

impl TarBytes {
    pub(super) fn new(compression: Compression, start: u64, limits: &Limits) -> Result<Self> {
        let decoder = match compression {
            Compression::None => None,
            _ => Some(Decoder::new(compression, limits)?),
        };
        Ok(Self {
            decoder,
            start,
            input: Vec::new(),
            decoded: 0,
            tar: Vec::new(),
            taken: 0,
            stored: 0,
            position: 0,
            ended: false,
            fault: None,
        })
    }

    pub(super) fn compressed(&self) -> bool {
        self.decoder.is_some()
    }

    /// Where the next stored byte lies.
    pub(super) fn stored(&self) -> u64 {
        self.stored
    }

    pub(super) fn skippable(&self) -> u64 {
        if self.compressed() { 0 } else { self.start.saturating_sub(self.stored) }
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        let before_start = usize::try_from(self.skippable()).unwrap_or(usize::MAX).min(chunk.len());
        self.stored = self.stored.saturating_add(chunk.len() as u64);
        self.input.drain(..mem::take(&mut self.decoded));
        self.input.extend_from_slice(chunk.get(before_start..).unwrap_or_default());
    }

    pub(super) fn skipped(&mut self, count: u64) -> Result<()> {
        if count > self.skippable() {
            return Err(Error::new(ErrorKind::Misuse("no more bytes may be skipped than were offered")));
        }
        self.stored = self.stored.saturating_add(count);
        Ok(())
    }

    pub(super) fn ended(&mut self) {
        self.ended = true;
    }

    /// Up to so many bytes of the tar.
    pub(super) fn at_hand(&self, most: usize) -> &[u8] {
        let rest = self.tar.get(self.taken..).unwrap_or_default();
        rest.get(..most).unwrap_or(rest)
    }

    pub(super) fn taken(&mut self, count: usize) {
        self.taken = self.taken.saturating_add(count);
    }

    /// Makes more bytes of the tar, once those at hand are used up. Whether it could.
    pub(super) fn fill(&mut self) -> Result<bool> {
        self.tar.clear();
        self.taken = 0;
        let Some(decoder) = &mut self.decoder else {
            mem::swap(&mut self.tar, &mut self.input);
            self.position = self.start.max(self.position).saturating_add(self.tar.len() as u64);
            return Ok(!self.tar.is_empty());
        };
        while self.tar.is_empty() {
            let mut rest = self.input.get(self.decoded..).unwrap_or_default();
            let outcome = if self.fault.is_some() { Ok(None) } else { decoder.next(&mut rest) };
            self.decoded = self.input.len() - rest.len();
            match outcome {
                Ok(Some(bytes)) => keep(bytes, self.start, &mut self.position, &mut self.tar),
                Ok(None) if self.ended && self.fault.is_none() => match decoder.finish() {
                    Err(error) => self.fault = Some(error),
                    Ok(_) => return Ok(false),
                },
                Ok(None) => match (&self.fault, decoder.salvage()) {
                    (None, _) => return Ok(false),
                    (Some(_), Some(bytes)) => keep(bytes, self.start, &mut self.position, &mut self.tar),
                    (Some(error), None) => return Err(error.clone()),
                },
                Err(error) => self.fault = Some(error),
            }
        }
        Ok(true)
    }

    /// Nothing is at hand: an error where nothing can come any more and `missing` bytes should.
    pub(super) fn check_end(&self, missing: u64) -> Result<()> {
        if !self.ended {
            return Ok(());
        }
        Err(Error::new(ErrorKind::TarTruncated { missing }).at_offset(self.position))
    }
}

/// Keeps what lies at or behind `start`.
fn keep(bytes: &[u8], start: u64, position: &mut u64, tar: &mut Vec<u8>) {
    let before_start = usize::try_from(start.saturating_sub(*position)).unwrap_or(usize::MAX).min(bytes.len());
    *position = position.saturating_add(bytes.len() as u64);
    tar.extend_from_slice(bytes.get(before_start..).unwrap_or_default());
}
