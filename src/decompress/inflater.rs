//! A decoder for hosts that read on demand: they are never handed more than they asked for.

use super::{Compression, Decoder, SNIFF_LEN, sniff};
use crate::error::{Error, Result};
use crate::limits::Limits;

/// Stored bytes in, plain bytes out, a bounded number at a time, however far a stream expands.
///
/// After each [`push`](Self::push), and after [`ended`](Self::ended), call [`poll`](Self::poll) until it gives `None`.
/// Bytes that are not compressed pass through. [`AutoDecoder`](super::AutoDecoder) does the same for who takes all there is.
pub struct Inflater {
    limits: Limits,
    /// How the input is compressed is found out by its first bytes, unless only one compression is looked for.
    only: Option<Compression>,
    decoder: Option<(Compression, Decoder)>,
    /// Bytes that were pushed and not decoded yet, from `decoded` on.
    input: Vec<u8>,
    decoded: usize,
    ended: bool,
    /// Why nothing more can be decoded; told once the decoder gave what it held back.
    fault: Option<Error>,
    /// What takes the plain bytes, where they may be compressed once more.
    inner: Option<Box<Self>>,
}

/// Bytes that are not compressed are given in pieces of this length at most, others in those of the decoder's buffer.
const PIECE: usize = 64 << 10;

impl Inflater {
    /// Undoes the compression that the first bytes tell of.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limits: limits.clone(),
            only: None,
            decoder: None,
            input: Vec::new(),
            decoded: 0,
            ended: false,
            fault: None,
            inner: None,
        }
    }

    /// Undoes gzip within gzip as well, as archives have it that were compressed by one who did not look.
    pub fn twice(limits: &Limits) -> Self {
        let inner = Self { only: Some(Compression::Gzip), ..Self::new(limits) };
        Self { inner: Some(Box::new(inner)), ..Self::new(limits) }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, chunk: &[u8]) {
        self.input.drain(..std::mem::take(&mut self.decoded));
        self.input.extend_from_slice(chunk);
    }

    /// There are no more bytes.
    pub fn ended(&mut self) {
        self.ended = true;
    }

    /// The next plain bytes, never none. `None`: more has to be pushed, or there are no more. What can be had of damaged
    /// bytes is given before the error, which every later call gives again.
    pub fn poll(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(mut inner) = self.inner.take() else { return self.decode() };
        let outcome = self.poll_inner(&mut inner);
        self.inner = Some(inner);
        outcome
    }

    fn poll_inner(&mut self, inner: &mut Self) -> Result<Option<Vec<u8>>> {
        loop {
            if let Some(bytes) = inner.poll()? {
                return Ok(Some(bytes));
            }
            match self.decode()? {
                Some(bytes) if self.is_gzip() => inner.push(&bytes),
                Some(bytes) => return Ok(Some(bytes)),
                None if self.ended && self.is_gzip() && !inner.ended => inner.ended(),
                None => return Ok(None),
            }
        }
    }

    fn decode(&mut self) -> Result<Option<Vec<u8>>> {
        self.start()?;
        let Some((_, decoder)) = &mut self.decoder else { return Ok(None) };
        while self.fault.is_none() {
            let rest = self.input.get(self.decoded..).unwrap_or_default();
            let mut piece = rest.get(..PIECE).unwrap_or(rest);
            let length = piece.len();
            let decoded = decoder.next(&mut piece);
            self.decoded += length - piece.len();
            match decoded {
                Ok(Some(bytes)) => return Ok(Some(bytes.to_vec())),
                Ok(None) if self.decoded < self.input.len() => {}
                Ok(None) if !self.ended => return Ok(None),
                Ok(None) => match decoder.finish() {
                    Ok(_) => return Ok(None),
                    Err(error) => self.fault = Some(error),
                },
                Err(error) => self.fault = Some(error),
            }
        }
        match (decoder.salvage(), &self.fault) {
            (None, Some(error)) => Err(error.clone()),
            (bytes, _) => Ok(bytes.map(<[u8]>::to_vec)),
        }
    }

    /// Makes the decoder once there is enough to know which.
    fn start(&mut self) -> Result<()> {
        if self.decoder.is_none() && (self.ended || self.input.len() >= SNIFF_LEN) {
            let compression = match (sniff(&self.input), self.only) {
                (found, Some(only)) if found != only => Compression::None,
                (found, _) => found,
            };
            self.decoder = Some((compression, Decoder::new(compression, &self.limits)?));
        }
        Ok(())
    }

    fn is_gzip(&self) -> bool {
        matches!(self.decoder, Some((Compression::Gzip, _)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::decompress::{AutoDecoder, Sink};

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        structured_zstd::encoding::compress_to_vec(bytes, structured_zstd::encoding::CompressionLevel::Fastest)
    }

    /// All bytes, and the code of what stopped it.
    type Read = (Vec<u8>, Option<String>);

    fn read(mut inflater: Inflater, stored: &[u8], length: usize) -> Read {
        let mut bytes = Vec::new();
        let mut chunks = stored.chunks(length);
        loop {
            loop {
                match inflater.poll() {
                    Ok(Some(piece)) => {
                        assert!(!piece.is_empty() && piece.len() <= 128 << 10);
                        bytes.extend_from_slice(&piece);
                    }
                    Ok(None) => break,
                    Err(error) => {
                        assert_eq!(inflater.poll(), Err(error.clone()));
                        return (bytes, Some(error.code().into_owned()));
                    }
                }
            }
            match chunks.next() {
                Some(chunk) => inflater.push(chunk),
                None if inflater.ended => return (bytes, None),
                None => inflater.ended(),
            }
        }
    }

    fn pushed(stored: &[u8]) -> Read {
        let mut bytes = Vec::new();
        let mut decoder = AutoDecoder::new(&Limits::default());
        let sink: Sink<'_> = &mut |_, piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        };
        let outcome = decoder.push(stored, sink).and_then(|()| decoder.finish(sink).map(|_| ()));
        (bytes, outcome.err().map(|error| error.code().into_owned()))
    }

    #[test]
    fn the_same_comes_out_as_of_the_decoder_that_is_pushed() {
        let text: Vec<u8> = (0..100_000u32).flat_map(u32::to_le_bytes).collect();
        let mut damaged = gzip(&text);
        *damaged.last_mut().unwrap() ^= 1;
        let cut = |bytes: Vec<u8>| bytes.get(..bytes.len() * 2 / 3).unwrap().to_vec();
        let streams = [
            text.clone(),
            Vec::new(),
            b"short".to_vec(),
            gzip(&text),
            gzip(b""),
            [gzip(&text), gzip(b"again")].concat(),
            zstd(&text),
            damaged,
            cut(gzip(&text)),
            cut(zstd(&text)),
            b"\x04\x22\x4d\x18 is lz4".to_vec(),
        ];
        for (number, stored) in streams.iter().enumerate() {
            for length in [1, 511, 100_000, usize::MAX] {
                let once = Inflater::new(&Limits::default());
                assert!(read(once, stored, length) == pushed(stored), "stream {number} in chunks of {length}");
            }
        }
    }

    #[test]
    fn gzip_within_gzip_is_undone_once_more_where_asked() {
        let twice = gzip(&gzip(b"text"));
        let outcome = |inflater| read(inflater, &twice, 7);
        assert_eq!(outcome(Inflater::twice(&Limits::default())), (b"text".to_vec(), None));
        assert_eq!(outcome(Inflater::new(&Limits::default())), (gzip(b"text"), None));
        for stored in [gzip(b"text"), b"text".to_vec(), zstd(b"text")] {
            assert_eq!(read(Inflater::twice(&Limits::default()), &stored, 3), pushed(&stored));
        }
        assert_eq!(read(Inflater::twice(&Limits::default()), &zstd(&gzip(b"text")), 3), (gzip(b"text"), None));
    }

    /// A push that stands for gigabytes makes none of them before they are asked for.
    #[test]
    fn a_bomb_goes_off_piece_by_piece() {
        let bomb = gzip(&gzip(&vec![0; 64 << 20]));
        let mut inflater = Inflater::twice(&Limits::default());
        inflater.push(&bomb);
        inflater.ended();
        let mut length = 0;
        while let Some(piece) = inflater.poll().unwrap() {
            length += piece.len();
            let waiting = inflater.inner.as_ref().unwrap().input.len();
            assert!(waiting <= 256 << 10, "{waiting} bytes wait");
        }
        assert_eq!(length, 64 << 20);
    }
}
