//! The machine that finds headers in a stream.

use std::mem;

use tar::{GnuExtSparseHeader, Header};

use super::block::{self, BLOCK, Block};
use super::entry::{Entry, Special};
use super::pax::{GLOBAL_MAX, Pax};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::wants::Wants;

/// Finds the entries of a tar stream, however the stream is cut into chunks.
///
/// Feed bytes through [`next`](Self::next) until it gives `None`, then feed the next chunk; call
/// [`finish`](Self::finish) when the input ended. While [`wants`](Self::wants) offers `skippable > 0` the caller may
/// move past that many bytes and say so with [`skipped`](Self::skipped).
///
/// Two zero blocks end an archive; what follows is swallowed. A lone zero block does not: GNU tar stops there with a
/// warning and Go's reader fails, but a header behind it is read here, and [`end`](Self::end) tells of it. Bytes behind
/// a lone zero block that are no header end the archive too.
///
/// Errors mean that the bytes are not a tar archive that can be followed. After one, every call gives it again.
pub struct Scanner {
    state: State,
    /// Bytes taken so far, skipped ones included.
    position: u64,
    /// The start of a block that the last chunk cut; shorter than a block between calls.
    partial: Vec<u8>,
    /// The body of a special header so far; kept for its room.
    body: Vec<u8>,
    global: Pax,
    /// What the special headers since the last entry said.
    special: Option<Special>,
    special_max: u64,
    end: End,
}

/// What [`Scanner::next`] found. `Data` lies in the caller's own chunk.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A member starts.
    Entry(Box<Entry>),
    /// The next bytes of its body; never empty, padding left out.
    Data(&'a [u8]),
    /// The end mark.
    End,
}

/// How an archive ended, as far as it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// Zero blocks at the end: 2 make the end mark; fewer are for a finding.
    pub zero_blocks: u8,
    /// Zero blocks that had a header behind them: other readers see a shorter archive, or none.
    pub lone_zero_blocks: u64,
    /// Bytes that are no header stood behind one zero block.
    pub garbage: bool,
}

enum State {
    /// At a block that should be a header.
    Header,
    /// In the body of a PAX or long-name header.
    Special {
        kind: SpecialKind,
        header: u64,
        body: u64,
        padding: u64,
    },
    /// At a block that continues the map of a sparse file, whose entry waits.
    SparseMap(Box<Entry>),
    /// In the body of an entry or in the padding behind it.
    Body {
        body: u64,
        padding: u64,
    },
    Ended,
    Failed(Error),
}

#[derive(Clone, Copy)]
enum SpecialKind {
    Local,
    Global,
    LongName,
    LongLink,
}

impl Scanner {
    /// A scanner at the first byte of an archive.
    pub fn new(limits: &Limits) -> Self {
        Self {
            state: State::Header,
            position: 0,
            partial: Vec::new(),
            body: Vec::new(),
            global: Pax::default(),
            special: None,
            special_max: limits.special_header,
            end: End::default(),
        }
    }

    /// What helps next: `Done` after the end mark or an error. Bodies may be skipped, those of special headers may not.
    pub fn wants(&self) -> Wants {
        let (want, skippable) = match &self.state {
            State::Header | State::SparseMap(_) => (self.missing_of_block(), 0),
            State::Special { body, padding, .. } => (body.saturating_add(*padding), 0),
            State::Body { body, padding } => (body.saturating_add(*padding), body.saturating_add(*padding)),
            State::Ended | State::Failed(_) => return Wants::Done,
        };
        Wants::Bytes { at: self.position, want, skippable }
    }

    /// Bytes taken so far, skipped ones included: where the next byte lies.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// What was seen of the end mark.
    pub fn end(&self) -> End {
        self.end
    }

    /// Takes what it can from the front of `input`. `None`: the input is used up.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>> {
        let event = self.step(input);
        if let Err(error) = &event {
            self.state = State::Failed(error.clone());
        }
        event
    }

    /// The caller moved past `n` bytes of what [`wants`](Self::wants) called skippable.
    pub fn skipped(&mut self, n: u64) -> Result<()> {
        match &mut self.state {
            State::Failed(error) => return Err(error.clone()),
            _ if n == 0 => return Ok(()),
            State::Body { body, padding } if n <= body.saturating_add(*padding) => {
                let of_body = n.min(*body);
                *body -= of_body;
                *padding -= n - of_body;
                if *body == 0 && *padding == 0 {
                    self.state = State::Header;
                }
            }
            _ => {
                return Err(Error::new(ErrorKind::Misuse("only what wants() calls skippable can be skipped")));
            }
        }
        self.position = self.position.saturating_add(n);
        Ok(())
    }

    /// The input ended. An error inside a header or a body, or where special headers announced an entry; none at a
    /// header boundary, even without an end mark, nor where only padding is missing.
    pub fn finish(&mut self) -> Result<()> {
        let missing = match &self.state {
            State::Failed(error) => return Err(error.clone()),
            State::Header if self.partial.is_empty() && self.special.is_none() => 0,
            State::Header | State::SparseMap(_) => self.missing_of_block(),
            State::Special { body, padding, .. } => body.saturating_add(*padding),
            State::Body { body, .. } => *body,
            State::Ended => 0,
        };
        if missing == 0 {
            return Ok(());
        }
        let error = Error::new(ErrorKind::TarTruncated { missing }).at_offset(self.position);
        self.state = State::Failed(error.clone());
        Err(error)
    }

    fn step<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>> {
        loop {
            match &mut self.state {
                State::Header | State::SparseMap(_) => {
                    let Some(event) = self.block(input)? else {
                        return Ok(None);
                    };
                    if let Some(event) = event {
                        return Ok(Some(event));
                    }
                }
                State::Special { kind, header, body, padding } => {
                    let taken = take(input, body);
                    self.body.extend_from_slice(taken);
                    let passed = taken.len().saturating_add(take(input, padding).len());
                    let (kind, header, done) = (*kind, *header, *body == 0 && *padding == 0);
                    self.advance(passed);
                    if !done {
                        return Ok(None);
                    }
                    self.state = State::Header;
                    self.understand(kind, header).map_err(|error| error.at_offset(header))?;
                }
                State::Body { body, padding } => {
                    let data = take(input, body);
                    let passed = data.len().saturating_add(take(input, padding).len());
                    if *body == 0 && *padding == 0 {
                        self.state = State::Header;
                    }
                    self.advance(passed);
                    if !data.is_empty() {
                        return Ok(Some(Event::Data(data)));
                    }
                    if input.is_empty() {
                        return Ok(None);
                    }
                }
                State::Ended => {
                    let rest = mem::take(input);
                    self.advance(rest.len());
                    return Ok(None);
                }
                State::Failed(error) => return Err(error.clone()),
            }
        }
    }

    /// Takes one block where `input` has the whole of it. Outer `None`: not yet; inner `None`: nothing to tell.
    #[allow(clippy::option_option)]
    fn block<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Option<Event<'a>>>> {
        let offset = self.position - self.partial.len() as u64;
        if self.partial.is_empty()
            && let Some((block, rest)) = input.split_first_chunk::<BLOCK>()
        {
            *input = rest;
            self.advance(BLOCK);
            return self.whole_block(block, offset).map(Some);
        }
        let mut missing = self.missing_of_block();
        let taken = take(input, &mut missing);
        self.partial.extend_from_slice(taken);
        self.advance(taken.len());
        let Some(block) = self.partial.first_chunk::<BLOCK>().copied() else {
            return Ok(None);
        };
        self.partial.clear();
        self.whole_block(&block, offset).map(Some)
    }

    fn whole_block<'a>(&mut self, block: &Block, offset: u64) -> Result<Option<Event<'a>>> {
        match mem::replace(&mut self.state, State::Header) {
            State::SparseMap(mut entry) => {
                entry.body_offset = self.position;
                if continues(block) {
                    self.state = State::SparseMap(entry);
                    return Ok(None);
                }
                self.start(entry)
            }
            _ => self.header(block, offset),
        }
        .map_err(|error| error.at_offset(offset))
    }

    fn header<'a>(&mut self, block: &Block, offset: u64) -> Result<Option<Event<'a>>> {
        if block::is_zero(block) {
            self.end.zero_blocks += 1;
            return Ok((self.end.zero_blocks == 2).then(|| self.ended()));
        }
        match block::verify(Header::from_byte_slice(block)) {
            Err(_) if self.end.zero_blocks == 1 => {
                self.end.garbage = true;
                return Ok(Some(self.ended()));
            }
            verified => verified?,
        }
        if mem::take(&mut self.end.zero_blocks) == 1 {
            self.end.lone_zero_blocks += 1;
        }
        let block = block::with_version(block);
        let header = Header::from_byte_slice(block.as_ref());
        let [typeflag] = header.as_old().linkflag;
        let Some(kind) = SpecialKind::of(typeflag) else {
            let entry = Entry::read(header, offset, self.special_of_next())?;
            if typeflag == b'S' && header.as_gnu().is_some_and(tar::GnuHeader::is_extended) {
                self.state = State::SparseMap(entry);
                return Ok(None);
            }
            return self.start(entry);
        };
        let body = block::number_as("size", &header.as_old().size)?;
        if body > self.special_max {
            let limit = ErrorKind::Limit { limit: "special-header", allowed: self.special_max, actual: Some(body) };
            return Err(Error::new(limit));
        }
        self.body.clear();
        self.state = State::Special { kind, header: offset, body, padding: block::padding(body) };
        Ok(None)
    }

    fn ended<'a>(&mut self) -> Event<'a> {
        self.state = State::Ended;
        Event::End
    }

    fn start<'a>(&mut self, entry: Box<Entry>) -> Result<Option<Event<'a>>> {
        entry.body_end()?;
        if entry.size > 0 {
            self.state = State::Body { body: entry.size, padding: block::padding(entry.size) };
        }
        Ok(Some(Event::Entry(entry)))
    }

    fn special_of_next(&mut self) -> Special {
        self.special.take().unwrap_or_else(|| Special { pax: self.global.clone(), ..Special::default() })
    }

    /// Reads the special header at `offset`, whose body is complete.
    fn understand(&mut self, kind: SpecialKind, offset: u64) -> Result<()> {
        if let SpecialKind::Global = kind {
            self.global.apply(&self.body)?;
            let kept = self.global.kept();
            if kept > GLOBAL_MAX {
                let (allowed, actual) = (GLOBAL_MAX as u64, Some(kept as u64));
                return Err(Error::new(ErrorKind::Limit { limit: "special-header", allowed, actual }));
            }
            return Ok(());
        }
        let mut special = self.special_of_next();
        special.start.get_or_insert(offset);
        match kind {
            SpecialKind::Global => {}
            SpecialKind::Local => {
                // Of two local headers only the later counts, as in Go's reader.
                special.pax = self.global.clone();
                special.pax.apply(&self.body)?;
            }
            SpecialKind::LongName => special.long_name = long(&self.body),
            SpecialKind::LongLink => special.long_link = long(&self.body),
        }
        self.special = Some(special);
        Ok(())
    }

    fn advance(&mut self, bytes: usize) {
        self.position = self.position.saturating_add(bytes as u64);
    }

    fn missing_of_block(&self) -> u64 {
        (BLOCK - self.partial.len()) as u64
    }
}

impl SpecialKind {
    fn of(typeflag: u8) -> Option<Self> {
        match typeflag {
            b'x' => Some(Self::Local),
            b'g' => Some(Self::Global),
            b'L' => Some(Self::LongName),
            b'K' => Some(Self::LongLink),
            _ => None,
        }
    }
}

/// Takes at most `remaining` bytes from the front of `input` and counts them off.
pub(super) fn take<'a>(input: &mut &'a [u8], remaining: &mut u64) -> &'a [u8] {
    let length = usize::try_from(*remaining).map_or(input.len(), |remaining| remaining.min(input.len()));
    let (taken, rest) = input.split_at_checked(length).unwrap_or((input, &[]));
    *input = rest;
    *remaining -= taken.len() as u64;
    taken
}

/// A long name without the NUL that ends it; an empty one says nothing.
fn long(body: &[u8]) -> Option<Vec<u8>> {
    Some(block::text(body)).filter(|name| !name.is_empty()).map(<[u8]>::to_vec)
}

/// Whether another block of the sparse map follows this one.
fn continues(block: &Block) -> bool {
    let mut map = GnuExtSparseHeader::new();
    *map.as_mut_bytes() = *block;
    map.is_extended()
}
