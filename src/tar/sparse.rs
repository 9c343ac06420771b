//! Files whose holes were left out of the archive, made whole again ([GNU tar's manual], "Storing Sparse Files").
//!
//! [GNU tar's manual]: https://www.gnu.org/software/tar/manual/html_section/Sparse-Formats.html

mod map;

use super::entry::SparseForm;
use super::scanner;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use map::{Map, MapText};

/// Reads one sparse file: its headers again, for the map of what is stored, then its body.
///
/// Feed it the archive from the file's first header on (the PAX headers before its own one count) through
/// [`next`](Self::next) until that gives `None`, then feed the next chunk; it is [`done`](Self::done) with the last byte
/// of the file. A map that does not fit the sizes is an error before any byte of the file is given.
pub struct SparseReader {
    place: SparsePlace,
    state: State,
    /// Offset in the archive of the next byte.
    position: u64,
    map: Map,
    /// Bytes of the file given so far, holes included.
    given: u64,
    /// Bytes that a map may take in the archive.
    map_max: u64,
}

/// Where a sparse file lies, and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SparsePlace {
    /// Offset of its first header block, special ones included.
    pub start: u64,
    /// Offset of its body.
    pub body: u64,
    /// Bytes of its body, a map at its start included.
    pub stored_size: u64,
    /// Bytes with its holes.
    pub size: u64,
}

/// The next part of a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Bytes, in the caller's own chunk; never empty.
    Data(&'a [u8]),
    /// So many zeros that nobody stored; at least one.
    Hole(u64),
}

enum State {
    /// The headers so far.
    Head(Vec<u8>),
    /// In the map at the start of the body.
    BodyMap(MapText),
    File,
}

impl SparseReader {
    /// A reader at `place.start`.
    pub fn new(place: SparsePlace, limits: &Limits) -> Self {
        Self {
            place,
            state: State::Head(Vec::new()),
            position: place.start,
            map: Map::new(place.size),
            given: 0,
            map_max: limits.sparse_map,
        }
    }

    /// Whether the whole file was given.
    pub fn done(&self) -> bool {
        matches!(self.state, State::File) && self.given == self.place.size
    }

    /// Bytes of the archive that it still needs, as far as is known.
    pub fn missing(&self) -> u64 {
        let end = self.place.body.saturating_add(self.place.stored_size);
        if self.done() { 0 } else { end.saturating_sub(self.position) }
    }

    /// Takes what it can from the front of `input`. `None`: the input is used up, or the file is complete. A hole needs
    /// no input.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>> {
        loop {
            let whole = match &self.state {
                State::File => return Ok(self.part(input)),
                State::Head(_) => self.head(input).map_err(|error| error.at_offset(self.place.start))?,
                State::BodyMap(_) => self.body_map(input).map_err(|error| error.at_offset(self.place.body))?,
            };
            if !whole {
                return Ok(None);
            }
        }
    }

    fn part<'a>(&mut self, input: &mut &'a [u8]) -> Option<Part<'a>> {
        let data_at = self.map.first().map_or(self.place.size, |region| region.offset);
        if self.given < data_at {
            let hole = data_at - self.given;
            self.given = data_at;
            return Some(Part::Hole(hole));
        }
        let region = self.map.first()?;
        let data = scanner::take(input, &mut region.length);
        region.offset = region.offset.saturating_add(data.len() as u64);
        self.given = region.offset;
        if region.length == 0 {
            self.map.pop();
        }
        self.position = self.position.saturating_add(data.len() as u64);
        Some(Part::Data(data)).filter(|_| !data.is_empty())
    }

    /// Gathers the headers, and reads them once they are all there: whether they are.
    fn head(&mut self, input: &mut &[u8]) -> Result<bool> {
        let State::Head(head) = &mut self.state else { return Ok(true) };
        let length = self.place.body.saturating_sub(self.place.start);
        if length > self.map_max {
            return Err(too_long(self.map_max));
        }
        let mut missing = self.place.body.saturating_sub(self.position);
        let taken = scanner::take(input, &mut missing);
        head.extend_from_slice(taken);
        self.position = self.position.saturating_add(taken.len() as u64);
        if missing > 0 {
            return Ok(false);
        }
        if self.map.read_head(head)? == SparseForm::Pax10 {
            self.state = State::BodyMap(MapText::default());
        } else {
            self.start_file(0)?;
        }
        Ok(true)
    }

    /// Gathers the map at the start of the body, likewise.
    fn body_map(&mut self, input: &mut &[u8]) -> Result<bool> {
        let State::BodyMap(text) = &mut self.state else { return Ok(true) };
        // No byte behind what it may take is looked at: the same is found wrong in any cut.
        let allowed = self.place.stored_size.min(self.map_max);
        let mut room = allowed.saturating_sub(self.position.saturating_sub(self.place.body));
        let mut rest = *input;
        let mut part = scanner::take(&mut rest, &mut room);
        let length = part.len();
        let whole = text.take(&mut part)?;
        let taken = length - part.len();
        *input = input.get(taken..).unwrap_or_default();
        self.position = self.position.saturating_add(taken as u64);
        let length = text.len();
        if length > allowed || (!whole && room == 0) {
            let is_body = allowed == self.place.stored_size;
            return Err(if is_body { problem("its map is longer than its body") } else { too_long(allowed) });
        }
        if whole {
            self.map.read_text(text)?;
            self.start_file(length)?;
        }
        Ok(whole)
    }

    /// The map took so many bytes of the body; what it says has to be all of the rest.
    fn start_file(&mut self, map: u64) -> Result<()> {
        let (mapped, stored) = (self.map.stored(), self.place.stored_size.saturating_sub(map));
        if mapped != stored {
            return Err(problem(format!("its map speaks of {mapped} bytes, but {stored} are stored")));
        }
        self.state = State::File;
        Ok(())
    }
}

fn too_long(allowed: u64) -> Error {
    Error::new(ErrorKind::Limit { limit: "sparse-map", allowed, actual: None })
}

fn problem(problem: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::TarSparse { problem: problem.into() })
}
