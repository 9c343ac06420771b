//! The loop over the parts of a compressed stream: gzip members, zstd frames, bzip2 and xz streams.

use crate::error::{Error, ErrorKind, Result};

/// Longest magic of all formats.
const MAGIC_MAX: usize = 6;

/// One format's decoder of one part. It holds no input back that it has not counted.
pub(super) trait Codec {
    /// For errors.
    const NAME: &'static str;
    /// How many bytes [`is_magic`](Self::is_magic) needs, at most [`MAGIC_MAX`].
    const MAGIC: usize;
    /// Whether it takes more than it needs: where it notices a fault then depends on how much was at hand, and errors
    /// name the start of the part instead.
    const READS_AHEAD: bool = false;
    /// Whether NULs, in fours, may stand between two parts.
    const PADDED: bool = false;

    /// Whether a part starts with these bytes.
    fn is_magic(head: &[u8]) -> bool;
    /// Makes ready for a new part.
    fn start(&mut self);
    /// Takes from `input`, writes to `output`, until one of them is used up or the part ends: then it says so.
    /// `produced` tells what was written, also beside an error.
    fn decode(&mut self, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<Flow>;

    /// After a fault: writes what was decoded before it and is still held back; 0 when there is no more.
    fn salvage(&mut self, _output: &mut [u8]) -> usize {
        0
    }
}

/// Whether a part goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    More,
    Ended,
}

/// Bytes behind the last part. Both are common enough: padding of tapes and copies, signatures, other tools' slips.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// NULs that follow directly.
    pub zeros: u64,
    /// Everything from the first byte on that is neither NUL nor the start of another part.
    pub garbage: u64,
}

/// All parts of a stream, and its tail.
pub(super) struct Members<C> {
    codec: C,
    state: State,
    consumed: u64,
    /// Where the part at hand starts.
    part: u64,
    count: u64,
    tail: Tail,
}

#[derive(Clone, Copy)]
enum State {
    /// Where a part may start; bytes that may be its magic are held.
    Between(Held),
    /// In a part; held bytes go to the codec before new ones.
    Inside(Held),
    Tail,
}

#[derive(Clone, Copy, Default)]
struct Held {
    bytes: [u8; MAGIC_MAX],
    start: usize,
    end: usize,
}

impl<C: Codec> Members<C> {
    pub(super) fn new(codec: C) -> Self {
        Self { codec, state: State::Between(Held::default()), consumed: 0, part: 0, count: 0, tail: Tail::default() }
    }

    pub(super) fn consumed(&self) -> u64 {
        self.consumed
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Fills `output` as far as `input` goes. Returns how many bytes it wrote, beside an error if there was one after them.
    pub(super) fn fill(&mut self, input: &mut &[u8], output: &mut [u8]) -> (usize, Result<()>) {
        let mut filled = 0;
        loop {
            let Some(room) = output.get_mut(filled..).filter(|room| !room.is_empty()) else {
                return (filled, Ok(()));
            };
            let mut produced = 0;
            let went_on = self.step(input, room, &mut produced);
            filled = filled.saturating_add(produced);
            match went_on {
                Ok(true) => {}
                Ok(false) => return (filled, Ok(())),
                Err(error) => {
                    let offset = if C::READS_AHEAD { self.part } else { self.consumed };
                    return (filled, Err(error.at_offset(offset)));
                }
            }
        }
    }

    pub(super) fn salvage(&mut self, output: &mut [u8]) -> usize {
        if matches!(self.state, State::Inside(_)) { self.codec.salvage(output) } else { 0 }
    }

    /// The input ended.
    pub(super) fn finish(&mut self) -> Result<Tail> {
        let truncated = Error::new(ErrorKind::CompressedTruncated { format: C::NAME }).at_offset(self.consumed);
        match &self.state {
            State::Inside(_) => Err(truncated),
            _ if self.count == 0 => Err(truncated),
            State::Between(held) => {
                Ok(Tail { garbage: self.tail.garbage.saturating_add(held.rest().len() as u64), ..self.tail })
            }
            State::Tail => Ok(self.tail),
        }
    }

    /// `false`: more input is needed.
    fn step(&mut self, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<bool> {
        match self.state {
            State::Between(held) => self.between(held, input),
            State::Inside(held) => self.inside(held, input, output, produced),
            State::Tail => Ok(self.in_tail(input)),
        }
    }

    fn between(&mut self, mut held: Held, input: &mut &[u8]) -> Result<bool> {
        let Some(byte) = self.take(input) else { return Ok(false) };
        if byte == 0 && held.end == 0 && self.count > 0 {
            self.state = State::Tail;
            self.tail.zeros += 1;
            return Ok(true);
        }
        held.push(byte);
        self.state = State::Between(held);
        if held.end < C::MAGIC {
            return Ok(true);
        }
        if C::is_magic(held.rest()) {
            self.codec.start();
            self.part = self.consumed.saturating_sub(C::MAGIC as u64);
            self.tail = Tail::default();
            self.state = State::Inside(held);
        } else if self.count == 0 {
            return Err(corrupt(C::NAME, "it does not start with its magic"));
        } else {
            self.tail.garbage += held.rest().len() as u64;
            self.state = State::Tail;
        }
        Ok(true)
    }

    fn inside(&mut self, mut held: Held, input: &mut &[u8], output: &mut [u8], produced: &mut usize) -> Result<bool> {
        let replayed = !held.rest().is_empty();
        let mut source = if replayed { held.rest() } else { *input };
        let before = source.len();
        let flow = self.codec.decode(&mut source, output, produced);
        let taken = before - source.len();
        if replayed {
            held.start += taken;
            self.state = State::Inside(held);
        } else {
            *input = input.get(taken..).unwrap_or_default();
            self.consumed = self.consumed.saturating_add(taken as u64);
        }
        if flow? == Flow::Ended {
            self.count += 1;
            self.state = State::Between(Held::default());
            return Ok(true);
        }
        if *produced > 0 || taken > 0 {
            return Ok(true);
        }
        if before == 0 {
            return Ok(false);
        }
        Err(corrupt(C::NAME, "the decoder makes no progress"))
    }

    fn in_tail(&mut self, input: &mut &[u8]) -> bool {
        if self.tail.garbage > 0 {
            let rest = std::mem::take(input).len() as u64;
            self.tail.garbage += rest;
            self.consumed = self.consumed.saturating_add(rest);
            return false;
        }
        match input.first() {
            None => return false,
            Some(0) => self.tail.zeros += 1,
            Some(_) if C::PADDED && self.tail.zeros.is_multiple_of(4) => {
                self.state = State::Between(Held::default());
                return true;
            }
            Some(_) => self.tail.garbage = 1,
        }
        self.take(input);
        true
    }

    fn take(&mut self, input: &mut &[u8]) -> Option<u8> {
        let (byte, rest) = input.split_first()?;
        *input = rest;
        self.consumed = self.consumed.saturating_add(1);
        Some(*byte)
    }
}

pub(super) fn corrupt(format: &'static str, problem: impl Into<String>) -> Error {
    Error::new(ErrorKind::Corrupt { format, problem: problem.into() })
}

impl Held {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.end) {
            *place = byte;
            self.end += 1;
        }
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }
}
