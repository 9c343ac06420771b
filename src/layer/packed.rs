//! What came of a layer as bytes, so that the layer can be read on another thread than the one that wants to know, and
//! so that a cache can keep it.
//!
//! ```
//! use layerglass::layer::{Depth, LayerRead, LayerReader};
//! use layerglass::limits::Limits;
//!
//! let mut reader = LayerReader::new(None, Depth::Index, &Limits::default()); // there
//! reader.push(&[0; 1024]);
//! let read = reader.finish();
//! let packed = read.clone().pack();
//! assert_eq!(packed.as_deref().map(LayerRead::unpack), Some(Ok(read))); // here
//! ```
//!
//! The form is for one and the same version on both sides: a line of words, `-` for what is not known, then the columns
//! of the index.

use std::str::FromStr;

use super::packed_columns::{Pack, Packed};
use super::{Compression, Depth, LayerIndex, LayerRead, Measured, Tally};
use crate::error::{Error, ErrorKind, Result};

const UNKNOWN: &str = "-";

impl LayerRead {
    /// As bytes. `None` for a damaged layer: errors do not travel, so that one is to be read where its error is wanted.
    pub fn pack(self) -> Option<Vec<u8>> {
        let mut packed = Vec::with_capacity(usize::try_from(self.packed_len()?).ok()?);
        self.pack_into(&mut |bytes| packed.extend_from_slice(bytes));
        Some(packed)
    }

    /// How many bytes [`pack`](Self::pack) gives.
    pub fn packed_len(&self) -> Option<u64> {
        let line = self.measured.line()?.len() as u64;
        let index = self.index.as_ref().map_or(0, Pack::packed_len);
        Some(index.saturating_add(line).saturating_add(4))
    }

    /// Gives the bytes of [`pack`](Self::pack) in parts, and frees each part of the index once it is given, so that two
    /// wholes never exist at once. Nothing for a damaged layer.
    pub fn pack_into(self, sink: &mut dyn FnMut(&[u8])) {
        let Some(line) = self.measured.line() else { return };
        sink(&u32::try_from(line.len()).unwrap_or(u32::MAX).to_le_bytes());
        sink(line.as_bytes());
        if let Some(index) = self.index {
            index.pack(sink);
        }
    }

    /// From what [`pack`](Self::pack) gave.
    pub fn unpack(mut bytes: &[u8]) -> Result<Self> {
        Self::unpack_from(bytes.len() as u64, &mut |buffer| {
            if let Some((next, rest)) = bytes.split_at_checked(buffer.len()) {
                buffer.copy_from_slice(next);
                bytes = rest;
            }
        })
    }

    /// From `length` bytes that `fill` hands out one after the other.
    pub fn unpack_from(length: u64, fill: &mut dyn FnMut(&mut [u8])) -> Result<Self> {
        let not_packed = || Error::new(ErrorKind::Misuse("what came of a layer is only taken as it was packed"));
        unpack(&mut Packed::new(length, fill)).ok_or_else(not_packed)
    }
}

fn unpack(source: &mut Packed<'_>) -> Option<LayerRead> {
    let length = source.number()?;
    let line = source.bytes(length as usize)?;
    let measured = Measured::of_line(std::str::from_utf8(&line).ok()?)?;
    let index = if source.is_empty() { None } else { Some(LayerIndex::unpack(source)?) };
    source.is_empty().then_some(LayerRead { measured, index })
}

impl Measured {
    fn line(&self) -> Option<String> {
        let Tally { files, content_bytes, sparse } = self.contents.as_ref().ok()?;
        let words = [
            word(self.digest.as_ref()),
            word(self.diff_id.as_ref()),
            word(Some(self.compression.as_str())),
            word(Some(self.stored_bytes)),
            word(self.uncompressed_bytes),
            word(Some(self.trailing_bytes)),
            word(Some(self.depth.as_str())),
            word(Some(files)),
            word(Some(content_bytes)),
            word(Some(sparse)),
        ];
        Some(words.join(" "))
    }

    fn of_line(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let measured = Self {
            digest: parsed(words.next()?)?,
            diff_id: parsed(words.next()?)?,
            compression: Compression::from_word(words.next()?)?,
            stored_bytes: parsed(words.next()?)??,
            uncompressed_bytes: parsed(words.next()?)?,
            trailing_bytes: parsed(words.next()?)??,
            depth: Depth::from_word(words.next()?)?,
            contents: Ok(Tally {
                files: parsed(words.next()?)??,
                content_bytes: parsed(words.next()?)??,
                sparse: parsed(words.next()?)??,
            }),
        };
        words.next().is_none().then_some(measured)
    }
}

fn word(value: Option<impl ToString>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| value.to_string())
}

/// `None` for what is no such value, `Some(None)` for what is not known.
fn parsed<T: FromStr>(word: &str) -> Option<Option<T>> {
    if word == UNKNOWN { Some(None) } else { word.parse().ok().map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::{Algorithm, Digest};
    use crate::layer::LayerReader;
    use crate::limits::Limits;

    fn unindexed(measured: Measured) -> LayerRead {
        LayerRead { measured, index: None }
    }

    #[test]
    fn every_field_travels() {
        let measured = Measured {
            digest: Some(Digest::of(Algorithm::Sha512, b"stored")),
            diff_id: Some(Digest::of(Algorithm::Sha256, b"tar")),
            compression: Compression::Zstd,
            stored_bytes: 1,
            uncompressed_bytes: Some(u64::MAX),
            trailing_bytes: 3,
            depth: Depth::Digests,
            contents: Ok(Tally { files: 4, content_bytes: 5, sparse: 6 }),
        };
        let unhashed = Measured { digest: None, diff_id: None, uncompressed_bytes: None, ..measured.clone() };
        for read in [measured, unhashed].map(unindexed) {
            assert_eq!(read.clone().pack().as_deref().map(LayerRead::unpack), Some(Ok(read)));
        }
    }

    #[test]
    fn a_damaged_layer_does_not_travel() {
        let mut reader = LayerReader::new(None, Depth::Index, &Limits::default());
        reader.push(b"no tar at all");
        let read = reader.finish();
        assert_eq!((read.packed_len(), read.pack()), (None, None));
    }

    fn framed(line: &[u8], rest: &[u8]) -> Vec<u8> {
        [&u32::try_from(line.len()).unwrap().to_le_bytes(), line, rest].concat()
    }

    #[test]
    fn anything_else_is_refused() {
        let good = "- - none 1 2 3 index 4 5 6";
        assert!(LayerRead::unpack(&framed(good.as_bytes(), b"")).is_ok());
        for bad in [
            "",
            "-",
            "- - none 1 2 3 index 4 5",
            "- - none 1 2 3 count 4 5 6 7",
            "x - none 1 2 3 count 4 5 6",
            "- - - 1 2 3 4 5 6",
        ] {
            assert!(LayerRead::unpack(&framed(bad.as_bytes(), b"")).is_err(), "{bad}");
        }
        for (at, word) in good.split(' ').enumerate() {
            let worse: Vec<_> = good.split(' ').enumerate().map(|(n, w)| if n == at { "\u{ff}" } else { w }).collect();
            assert!(LayerRead::unpack(&framed(worse.join(" ").as_bytes(), b"")).is_err(), "{word}");
        }
        assert!(LayerRead::unpack(b"\xff").is_err());
        assert!(LayerRead::unpack(&framed(good.as_bytes(), b"x")).is_err());
        assert!(LayerRead::unpack(&[0xff; 8]).is_err());
    }
}
