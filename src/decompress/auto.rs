//! A decoder that finds out by itself how its input is compressed.

use super::{Compression, Decoder, SNIFF_LEN, Tail, sniff};
use crate::error::{Error, Result};
use crate::limits::Limits;

/// Sniffs the first bytes, then decodes; bytes that are not compressed pass through uncopied.
pub struct AutoDecoder {
    limits: Limits,
    only: Option<Compression>,
    /// The first bytes, until there are enough to sniff.
    head: Vec<u8>,
    decoder: Option<(Compression, Decoder)>,
}

/// What receives the decoded bytes, with how they were compressed.
pub type Sink<'a> = &'a mut dyn FnMut(Compression, &[u8]) -> Result<()>;

impl AutoDecoder {
    /// Decodes whatever it finds.
    pub fn new(limits: &Limits) -> Self {
        Self { limits: limits.clone(), only: None, head: Vec::new(), decoder: None }
    }

    /// Decodes this compression; anything else passes through.
    pub fn only(compression: Compression, limits: &Limits) -> Self {
        Self { only: Some(compression), ..Self::new(limits) }
    }

    /// How the input is compressed, once enough of it was seen.
    pub fn compression(&self) -> Option<Compression> {
        self.decoder.as_ref().map(|(compression, _)| *compression)
    }

    /// Takes the next bytes and hands on what they decode to.
    pub fn push(&mut self, input: &[u8], sink: Sink<'_>) -> Result<()> {
        if self.decoder.is_some() {
            return self.decode(input, sink);
        }
        // The first push nearly always holds enough to sniff, and then nothing is copied.
        if self.head.is_empty() && input.len() >= SNIFF_LEN {
            self.start(sniff(input))?;
            return self.decode(input, sink);
        }
        self.head.extend_from_slice(input);
        if self.head.len() < SNIFF_LEN {
            return Ok(());
        }
        self.start_with_head(sink)
    }

    /// The input has ended. Says what stood behind the last compressed stream.
    pub fn finish(&mut self, sink: Sink<'_>) -> Result<Tail> {
        if self.decoder.is_none() {
            self.start_with_head(sink)?;
        }
        let Some((compression, decoder)) = &mut self.decoder else {
            return Ok(Tail::default());
        };
        match decoder.finish() {
            Err(error) => Err(salvage(*compression, decoder, error, sink)),
            tail => tail,
        }
    }

    fn start_with_head(&mut self, sink: Sink<'_>) -> Result<()> {
        let head = std::mem::take(&mut self.head);
        self.start(sniff(&head))?;
        self.decode(&head, sink)
    }

    fn start(&mut self, found: Compression) -> Result<()> {
        let compression = match self.only {
            Some(only) if only != found => Compression::None,
            _ => found,
        };
        self.decoder = Some((compression, Decoder::new(compression, &self.limits)?));
        Ok(())
    }

    fn decode(&mut self, mut input: &[u8], sink: Sink<'_>) -> Result<()> {
        let Some((compression, decoder)) = &mut self.decoder else {
            return Ok(());
        };
        if *compression == Compression::None {
            return sink(*compression, input);
        }
        loop {
            match decoder.next(&mut input) {
                Ok(Some(bytes)) => sink(*compression, bytes)?,
                Ok(None) => return Ok(()),
                Err(error) => return Err(salvage(*compression, decoder, error, sink)),
            }
        }
    }
}

/// Hands on what a decoder still held back when it failed: a damaged archive shows what it can. Gives the error to
/// return: the decoder's, for a fault that the sink finds now is only its consequence.
fn salvage(compression: Compression, decoder: &mut Decoder, error: Error, sink: Sink<'_>) -> Error {
    while let Some(bytes) = decoder.salvage() {
        if sink(compression, bytes).is_err() {
            break;
        }
    }
    error
}
