//! What came of a layer as bytes, so that the layer can be read on another thread than the one that wants to know.
//!
//! ```
//! use layerglass::layer::{LayerReader, Measured};
//! use layerglass::limits::Limits;
//!
//! let mut reader = LayerReader::new(None, &Limits::default()); // there
//! reader.push(&[0; 1024]);
//! let measured = reader.finish();
//! let packed = measured.pack();
//! assert_eq!(packed.as_deref().map(Measured::unpack), Some(Ok(measured))); // here
//! ```
//!
//! The form is for one and the same version on both sides: a line of words, `-` for what is not known.

use std::str::FromStr;

use super::{Compression, Measured, Tally};
use crate::error::{Error, ErrorKind, Result};

const UNKNOWN: &str = "-";

impl Measured {
    /// As bytes. `None` for a damaged layer: errors do not travel, so that one is to be read where its error is wanted.
    pub fn pack(&self) -> Option<Vec<u8>> {
        let Tally { files, content_bytes, sparse } = self.contents.as_ref().ok()?;
        let words = [
            word(self.digest.as_ref()),
            word(self.diff_id.as_ref()),
            word(Some(self.compression.as_str())),
            word(Some(self.stored_bytes)),
            word(self.uncompressed_bytes),
            word(Some(self.trailing_bytes)),
            word(Some(files)),
            word(Some(content_bytes)),
            word(Some(sparse)),
        ];
        Some(words.join(" ").into_bytes())
    }

    /// From what [`pack`](Self::pack) gave.
    pub fn unpack(bytes: &[u8]) -> Result<Self> {
        let not_packed = || Error::new(ErrorKind::Misuse("what came of a layer is only taken as it was packed"));
        std::str::from_utf8(bytes).ok().and_then(unpack).ok_or_else(not_packed)
    }
}

fn word(value: Option<impl ToString>) -> String {
    value.map_or_else(|| UNKNOWN.to_owned(), |value| value.to_string())
}

fn unpack(line: &str) -> Option<Measured> {
    let mut words = line.split(' ');
    let measured = Measured {
        digest: parsed(words.next()?)?,
        diff_id: parsed(words.next()?)?,
        compression: Compression::from_word(words.next()?)?,
        stored_bytes: parsed(words.next()?)??,
        uncompressed_bytes: parsed(words.next()?)?,
        trailing_bytes: parsed(words.next()?)??,
        contents: Ok(Tally {
            files: parsed(words.next()?)??,
            content_bytes: parsed(words.next()?)??,
            sparse: parsed(words.next()?)??,
        }),
    };
    words.next().is_none().then_some(measured)
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

    #[test]
    fn every_field_travels() {
        let measured = Measured {
            digest: Some(Digest::of(Algorithm::Sha512, b"stored")),
            diff_id: Some(Digest::of(Algorithm::Sha256, b"tar")),
            compression: Compression::Zstd,
            stored_bytes: 1,
            uncompressed_bytes: Some(u64::MAX),
            trailing_bytes: 3,
            contents: Ok(Tally { files: 4, content_bytes: 5, sparse: 6 }),
        };
        let unhashed = Measured { digest: None, diff_id: None, uncompressed_bytes: None, ..measured.clone() };
        for measured in [measured, unhashed] {
            assert_eq!(measured.pack().as_deref().map(Measured::unpack), Some(Ok(measured)));
        }
    }

    #[test]
    fn a_damaged_layer_does_not_travel() {
        let mut reader = LayerReader::new(None, &Limits::default());
        reader.push(b"no tar at all");
        assert_eq!(reader.finish().pack(), None);
    }

    #[test]
    fn anything_else_is_refused() {
        let good = "- - none 1 2 3 4 5 6";
        assert!(Measured::unpack(good.as_bytes()).is_ok());
        for bad in
            ["", "-", "- - none 1 2 3 4 5", "- - none 1 2 3 4 5 6 7", "x - none 1 2 3 4 5 6", "- - - 1 2 3 4 5 6"]
        {
            assert!(Measured::unpack(bad.as_bytes()).is_err(), "{bad}");
        }
        for (at, word) in good.split(' ').enumerate() {
            let worse: Vec<_> = good.split(' ').enumerate().map(|(n, w)| if n == at { "\u{ff}" } else { w }).collect();
            assert!(Measured::unpack(worse.join(" ").as_bytes()).is_err(), "{word}");
        }
        assert!(Measured::unpack(b"\xff").is_err());
    }
}
