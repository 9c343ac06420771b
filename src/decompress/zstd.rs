//! zstd (RFC 8878), by structured-zstd, which in wasm is twice as fast as ruzstd, the crate that it was made of: layers of
//! Debian packages at 412 MB/s where that gave 232, for 24 KB more to download.
//!
//! It pulls its input; here whole blocks (at most 128 KiB) are gathered and then handed over, so the machine above can be
//! pushed.

use std::io::Read;

use structured_zstd::decoding::errors::FrameDecoderError;
use structured_zstd::decoding::{BlockDecodingStrategy, FrameDecoder, MAX_DECODER_WINDOW_SIZE};

use super::members::{Codec, Flow, corrupt};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;

const FRAME: u64 = 0xFD2F_B528;
/// The first of sixteen.
const SKIPPABLE: u64 = 0x184D_2A50;
const BLOCK_MAX: usize = 128 << 10;
const MIN_WINDOW: u64 = 1 << 10;

/// Bits of the frame header's descriptor.
const SINGLE_SEGMENT: u8 = 0x20;
const RESERVED: u8 = 0x08;
const CHECKSUM: u8 = 0x04;

/// One frame, or one skippable frame.
pub(super) struct Zstd {
    decoder: FrameDecoder,
    window: u64,
    part: Part,
    /// The start of the part that is being gathered.
    held: Vec<u8>,
    /// Plain bytes of this frame so far.
    produced: u64,
    /// What the frame's header says they will be.
    stated: Option<u64>,
    /// Whether a checksum ends the frame.
    checksummed: bool,
}

/// What is gathered or passed next.
#[derive(Clone, Copy)]
enum Part {
    Magic,
    Descriptor,
    Header {
        length: usize,
    },
    BlockHeader,
    Block {
        length: usize,
    },
    SkipLength,
    Skip {
        remaining: u32,
    },
    /// All blocks are decoded; output waits.
    Drain,
}

impl Zstd {
    pub(super) fn new(limits: &Limits) -> Self {
        let mut decoder = FrameDecoder::new();
        // No frame has a smaller window than the first of these, no decoder takes a larger one than the second.
        let window = limits.window.clamp(MIN_WINDOW, MAX_DECODER_WINDOW_SIZE);
        // Refused only beyond those; the crate's own cap, 128 MiB, would then hold.
        let _ = decoder.set_max_window_size(window);
        Self { decoder, window, part: Part::Magic, held: Vec::new(), produced: 0, stated: None, checksummed: false }
    }

    /// Works on the gathered part once it is whole; says what comes next.
    fn understand(&mut self, part: Part) -> Result<Part> {
        Ok(match part {
            Part::Magic if number(&self.held) == FRAME => Part::Descriptor,
            Part::Magic => {
                self.held.clear();
                Part::SkipLength
            }
            Part::SkipLength => {
                let remaining = u32::try_from(number(&self.held)).unwrap_or(u32::MAX);
                self.held.clear();
                Part::Skip { remaining }
            }
            Part::Descriptor => Part::Header { length: header_length(self.held.get(4).copied().unwrap_or_default()) },
            Part::Header { .. } => {
                self.open()?;
                self.held.clear();
                Part::BlockHeader
            }
            Part::BlockHeader => self.block_header()?,
            Part::Block { .. } => {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(self.held.as_slice(), one).map_err(|error| self.error(&error))?;
                self.held.clear();
                if self.decoder.is_finished() { Part::Drain } else { Part::BlockHeader }
            }
            Part::Skip { .. } | Part::Drain => part,
        })
    }

    /// Hands the frame's header over.
    fn open(&mut self) -> Result<()> {
        let descriptor = self.held.get(4).copied().unwrap_or_default();
        if descriptor & RESERVED != 0 {
            return Err(bad("a reserved bit of the frame header is set"));
        }
        self.decoder.reset(self.held.as_slice()).map_err(|error| self.error(&error))?;
        self.produced = 0;
        self.checksummed = descriptor & CHECKSUM != 0;
        // A frame that does not state its size is told from one of no bytes by the field's length.
        self.stated = (size_length(descriptor) > 0).then(|| self.decoder.content_size());
        Ok(())
    }

    /// Bits 0: last block, 1-2: type, 3-23: size. A repeated byte (type 1) is stored once.
    fn block_header(&self) -> Result<Part> {
        let header = number(&self.held);
        let size = usize::try_from(header >> 3).unwrap_or(usize::MAX);
        if size > BLOCK_MAX {
            return Err(bad("a block is larger than 128 KiB"));
        }
        let body = match (header >> 1) & 3 {
            1 => 1,
            3 => return Err(bad("a block has the reserved type")),
            _ => size,
        };
        let checksum = if header & 1 == 1 && self.checksummed { 4 } else { 0 };
        Ok(Part::Block { length: 3 + body + checksum })
    }

    /// Checks what the frame says of itself, once all its bytes are given.
    fn check(&self) -> Result<()> {
        if let Some(stated) = self.stated.filter(|stated| *stated != self.produced) {
            return Err(bad(format!("a frame should hold {stated} bytes, but holds {}", self.produced)));
        }
        if self.decoder.get_checksum_from_data().is_some()
            && self.decoder.get_checksum_from_data() != self.decoder.get_calculated_checksum()
        {
            return Err(bad("a frame's checksum does not match"));
        }
        Ok(())
    }

    fn error(&self, error: &FrameDecoderError) -> Error {
        match error {
            FrameDecoderError::WindowSizeTooBig { requested, .. } => {
                let (allowed, actual) = (self.window, Some(*requested));
                Error::new(ErrorKind::Limit { limit: "window", allowed, actual })
            }
            FrameDecoderError::DictNotProvided { dict_id } => {
                bad(format!("it needs the dictionary {dict_id}, which no archive carries"))
            }
            other => bad(other.to_string()),
        }
    }
}

impl Codec for Zstd {
    const NAME: &'static str = "zstd";
    const MAGIC: usize = 4;

    fn is_magic(head: &[u8]) -> bool {
        let magic = number(head);
        magic == FRAME || magic & !0xf == SKIPPABLE
    }

    fn start(&mut self) {
        self.part = Part::Magic;
        self.held.clear();
    }

    fn decode(&mut self, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<Flow> {
        loop {
            *produced = self.decoder.read(output).map_err(|error| bad(error.to_string()))?;
            self.produced = self.produced.saturating_add(*produced as u64);
            if *produced > 0 {
                return Ok(Flow::More);
            }
            match &mut self.part {
                Part::Skip { remaining: 0 } => return Ok(Flow::Ended),
                Part::Skip { remaining } => {
                    let wanted = usize::try_from(*remaining).unwrap_or(usize::MAX);
                    let passed = take(input, wanted).len();
                    *remaining = remaining.saturating_sub(u32::try_from(passed).unwrap_or(u32::MAX));
                    if *remaining > 0 {
                        return Ok(Flow::More);
                    }
                }
                Part::Drain => {
                    self.check()?;
                    return Ok(Flow::Ended);
                }
                part => {
                    let part = *part;
                    let missing = part.length().saturating_sub(self.held.len());
                    self.held.extend_from_slice(take(input, missing));
                    if self.held.len() < part.length() {
                        return Ok(Flow::More);
                    }
                    self.part = self.understand(part)?;
                }
            }
        }
    }

    /// The crate gives its window only at the frame's end, so it is given one: an empty last block and any checksum.
    fn salvage(&mut self, output: &mut [u8]) -> usize {
        if !matches!(self.part, Part::Drain) {
            self.part = Part::Drain;
            let end = [1_u8, 0, 0, 0, 0, 0, 0];
            if self.decoder.decode_blocks(end.as_slice(), BlockDecodingStrategy::UptoBlocks(1)).is_err() {
                return 0;
            }
        }
        self.decoder.read(output).unwrap_or_default()
    }
}

impl Part {
    /// How many bytes must be gathered, with those of the parts before that are still held.
    fn length(self) -> usize {
        match self {
            Self::Magic | Self::SkipLength => 4,
            Self::Descriptor => 5,
            Self::BlockHeader => 3,
            Self::Header { length } | Self::Block { length } => length,
            Self::Skip { .. } | Self::Drain => 0,
        }
    }
}

/// The whole length of a frame header whose descriptor is this byte.
fn header_length(descriptor: u8) -> usize {
    let window = if descriptor & SINGLE_SEGMENT == 0 { 1 } else { 0 };
    let dictionary = match descriptor & 3 {
        3 => 4,
        length => usize::from(length),
    };
    5 + window + dictionary + size_length(descriptor)
}

/// The length of the field that states the frame's size.
fn size_length(descriptor: u8) -> usize {
    match descriptor >> 6 {
        0 => usize::from(descriptor & SINGLE_SEGMENT != 0),
        power => 1 << power,
    }
}

/// At most eight bytes, little-endian.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).rev().fold(0, |value, &byte| (value << 8) | u64::from(byte))
}

fn take<'a>(input: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, rest) = input.split_at_checked(length).unwrap_or((input, &[]));
    *input = rest;
    taken
}

fn bad(problem: impl Into<String>) -> Error {
    corrupt(Zstd::NAME, problem)
}
