//! The map of a sparse file: which parts of it are stored.

use std::collections::VecDeque;

use tar::{GnuExtSparseHeader, GnuSparseHeader, Header};

use super::super::block::{self, BLOCK, Block};
use super::super::entry::{Entry, SparseForm, Special};
use super::super::pax::{self, Pax};
use super::super::scanner;
use super::problem;
use crate::error::Result;

/// What is stored of a file.
pub(super) struct Map {
    /// In order, not overlapping, inside the file, none of them empty; those that were given are gone.
    regions: VecDeque<Region>,
    /// Bytes of all that were ever there.
    stored: u64,
    /// Where the last one ends.
    end: u64,
    /// Bytes of the file.
    size: u64,
}

pub(super) struct Region {
    /// In the file.
    pub(super) offset: u64,
    pub(super) length: u64,
}

impl Map {
    pub(super) fn new(size: u64) -> Self {
        Self { regions: VecDeque::new(), stored: 0, end: 0, size }
    }

    pub(super) fn first(&mut self) -> Option<&mut Region> {
        self.regions.front_mut()
    }

    pub(super) fn pop(&mut self) {
        self.regions.pop_front();
    }

    pub(super) fn stored(&self) -> u64 {
        self.stored
    }

    /// Reads the headers of the file, which are `head`, up to its body; says how the map is stored, or would be.
    pub(super) fn read_head(&mut self, head: &[u8]) -> Result<SparseForm> {
        let mut blocks = head.chunks_exact(BLOCK).filter_map(|block| block.first_chunk::<BLOCK>());
        let mut records: Option<Vec<u8>> = None;
        while let Some(block) = blocks.next() {
            let header = Header::from_byte_slice(block);
            block::verify(header)?;
            let [typeflag] = header.as_old().linkflag;
            if !matches!(typeflag, b'x' | b'g' | b'L' | b'K') {
                return self.read_own_header(block, records.as_deref().unwrap_or_default(), blocks);
            }
            let length = block::number_as::<u64>("size", &header.as_old().size)?;
            let mut body: Vec<u8> = blocks.by_ref().take(blocks_of(length)).flatten().copied().collect();
            if typeflag == b'x' {
                // Of two local headers only the later counts.
                body.truncate(usize::try_from(length).unwrap_or(usize::MAX));
                records = Some(body);
            }
        }
        Err(problem("it has no header before its body"))
    }

    fn read_own_header<'a>(
        &mut self,
        block: &Block,
        records: &[u8],
        more: impl Iterator<Item = &'a Block>,
    ) -> Result<SparseForm> {
        let mut pax = Pax::default();
        pax.apply(records)?;
        let block = block::with_version(block);
        let header = Header::from_byte_slice(block.as_ref());
        let entry = Entry::read(header, 0, Special { pax, ..Special::default() })?;
        let form = entry.sparse.map(|sparse| sparse.form).ok_or_else(|| problem("its headers tell of no map"))?;
        match form {
            SparseForm::Gnu => self.read_gnu(header, more)?,
            SparseForm::Pax00 | SparseForm::Pax01 => self.read_records(records)?,
            SparseForm::Pax10 => {}
        }
        Ok(form)
    }

    /// Four places in the header, 21 in each block behind it; the first unused one ends a block's list.
    fn read_gnu<'a>(&mut self, header: &Header, more: impl Iterator<Item = &'a Block>) -> Result<()> {
        self.push_gnu(header.as_gnu().map_or(&[], |gnu| &gnu.sparse[..]))?;
        for block in more {
            let mut map = GnuExtSparseHeader::new();
            *map.as_mut_bytes() = *block;
            self.push_gnu(&map.sparse)?;
        }
        Ok(())
    }

    fn push_gnu(&mut self, places: &[GnuSparseHeader]) -> Result<()> {
        for place in places.iter().take_while(|place| place.offset.first() != Some(&0)) {
            let offset = block::number_as("sparse offset", &place.offset)?;
            self.push(offset, block::number_as("sparse length", &place.numbytes)?)?;
        }
        Ok(())
    }

    /// Version 0.0 has two records for each region, 0.1 one record for all of them.
    fn read_records(&mut self, records: &[u8]) -> Result<()> {
        let mut rest = records;
        let mut offset = None;
        let mut listed = None;
        while !rest.is_empty() {
            match pax::record(&mut rest)? {
                (b"GNU.sparse.map", value) => listed = Some(value),
                (b"GNU.sparse.offset", value) => offset = Some(number(value)?),
                (b"GNU.sparse.numbytes", value) => {
                    let offset = offset.take().ok_or_else(|| problem("a length in its map has no offset"))?;
                    self.push(offset, number(value)?)?;
                }
                _ => {}
            }
        }
        match listed.filter(|list| !list.is_empty()) {
            Some(list) => self.push_pairs(list.split(|&byte| byte == b',')),
            None => Ok(()),
        }
    }

    /// Version 1.0: the number of regions, then two numbers for each.
    pub(super) fn read_text(&mut self, text: &MapText) -> Result<()> {
        self.push_pairs(text.numbers().skip(1))
    }

    fn push_pairs<'a>(&mut self, mut numbers: impl Iterator<Item = &'a [u8]>) -> Result<()> {
        while let Some(offset) = numbers.next() {
            let length = numbers.next().ok_or_else(|| problem("an offset in its map has no length"))?;
            self.push(number(offset)?, number(length)?)?;
        }
        Ok(())
    }

    fn push(&mut self, offset: u64, length: u64) -> Result<()> {
        let end = offset.checked_add(length).filter(|end| *end <= self.size);
        let end = end.ok_or_else(|| {
            problem(format!("its map has {length} bytes at {offset}, but the file ends at {}", self.size))
        })?;
        if offset < self.end {
            return Err(problem(format!("its map goes back from {} to {offset}", self.end)));
        }
        self.end = end;
        if length > 0 {
            self.stored = self.stored.saturating_add(length);
            self.regions.push_back(Region { offset, length });
        }
        Ok(())
    }
}

/// The map of version 1.0 as it comes in: decimal numbers, each on its line, then NULs up to the next block.
#[derive(Default)]
pub(super) struct MapText {
    text: Vec<u8>,
    /// Lines still to come; `None` before the first one, which says how many there are.
    lines: Option<u64>,
    padding: u64,
}

impl MapText {
    /// Takes as much of the map as `input` has: whether that is all of it.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Result<bool> {
        while self.lines != Some(0) {
            let end = input.iter().position(|&byte| byte == b'\n');
            let (line, rest) = input.split_at_checked(end.map_or(input.len(), |end| end + 1)).unwrap_or_default();
            *input = rest;
            self.text.extend_from_slice(line);
            if end.is_none() {
                return Ok(false);
            }
            self.lines = match self.lines {
                Some(lines) => Some(lines - 1),
                None => self.numbers().next().map(number).transpose()?.map(|regions| regions.saturating_mul(2)),
            };
            self.padding = block::padding(self.text.len() as u64);
        }
        scanner::take(input, &mut self.padding);
        Ok(self.padding == 0)
    }

    /// Bytes of the body that it takes, padding included once the map is whole.
    pub(super) fn len(&self) -> u64 {
        let text = self.text.len() as u64;
        if self.lines == Some(0) { text.saturating_add(block::padding(text)) } else { text }
    }

    fn numbers(&self) -> impl Iterator<Item = &[u8]> {
        self.text.split_inclusive(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\n").unwrap_or(line))
    }
}

fn number(digits: &[u8]) -> Result<u64> {
    pax::decimal(digits).ok_or_else(|| {
        let shown = digits.get(..40).unwrap_or(digits).escape_ascii();
        problem(format!("its map should hold numbers, found \"{shown}\""))
    })
}

fn blocks_of(length: u64) -> usize {
    usize::try_from(length.div_ceil(BLOCK as u64)).unwrap_or(usize::MAX)
}
