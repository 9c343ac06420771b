#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod formats;
mod hostile;

use std::io::Write;
use std::process::{Command, Stdio};

use super::{Compression, Decoder, Tail, describe, sniff};
use crate::error::Error;
use crate::limits::Limits;

const TEXT: &[u8] = b"layerglass layerglass layerglass\n";

// TEXT as `gzip -9n`, `bzip2 -9`, `xz -6` and `zstd -19` write it.
const GZIP: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x49\xac\x4c\x2d\x4a\xcf\x49\x2c\x2e\x56\xc8\xc1\xc6\
    \xe4\x02\x00\xfe\x89\x02\xbd\x21\x00\x00\x00";
const BZIP2: &[u8] =
    b"\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\xc7\x78\x56\x19\x00\x00\x0a\x51\x80\x00\x10\x40\x00\x22\
    \x84\x18\x20\x20\x00\x21\xb5\x40\xf4\xf5\x42\x0c\x98\x8c\x2c\x11\x12\xca\x98\x30\xf8\xbb\x92\x29\
    \xc2\x84\x86\x3b\xc2\xb0\xc8";
const XZ: &[u8] = b"\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5\xa3\
    \xe0\x00\x20\x00\x13\x5d\x00\x36\x18\x4b\x98\xe9\xc5\x72\xff\xd1\xc3\x4c\x76\xa0\xb0\x38\xef\x40\
    \x00\x00\x00\x00\xac\xa7\xbe\xc7\x9c\x7b\x87\xbe\x00\x01\x2f\x21\x18\x9d\xf3\x7e\x1f\xb6\xf3\x7d\
    \x01\x00\x00\x00\x00\x04\x59\x5a";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd\x04\x68\x95\x00\x00\x60\x6c\x61\x79\x65\x72\x67\x6c\x61\x73\x73\x20\x0a\x01\x00\
    \xfe\x8a\x17\x2d\x85\x78\x65";

const FORMATS: [(Compression, &[u8]); 4] =
    [(Compression::Gzip, GZIP), (Compression::Bzip2, BZIP2), (Compression::Xz, XZ), (Compression::Zstd, ZSTD)];

/// What a decoder tells of a stream, independent of how it was cut.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    bytes: Vec<u8>,
    end: Result<Tail, Error>,
    members: u64,
}

impl Told {
    fn code(&self) -> String {
        self.end.as_ref().err().map(|error| error.code().into_owned()).unwrap_or_default()
    }
}

fn decode(compression: Compression, stream: &[u8], lengths: &[usize], limits: &Limits) -> Told {
    let mut decoder = Decoder::new(compression, limits).unwrap();
    let mut bytes = Vec::new();
    let mut fed = 0_usize;
    let mut lengths = lengths.iter().cycle();
    let end = loop {
        let mut chunk = &stream[fed..stream.len().min(fed.saturating_add(*lengths.next().unwrap()))];
        fed += chunk.len();
        let last = chunk.is_empty();
        match drain(&mut decoder, &mut chunk, &mut bytes) {
            Err(error) => break Err(error),
            Ok(()) if last => break decoder.finish(),
            Ok(()) => assert_eq!(decoder.consumed(), fed as u64),
        }
    };
    assert_eq!(decoder.produced(), bytes.len() as u64);
    if let Err(error) = &end {
        assert_eq!(decoder.next(&mut &b"more"[..]).as_ref(), Err(error), "an error stays");
    }
    Told { bytes, end, members: decoder.members() }
}

fn drain(decoder: &mut Decoder, chunk: &mut &[u8], bytes: &mut Vec<u8>) -> Result<(), Error> {
    while let Some(more) = decoder.next(chunk)? {
        assert!(!more.is_empty());
        bytes.extend_from_slice(more);
    }
    assert!(chunk.is_empty());
    Ok(())
}

fn every_way(compression: Compression, stream: &[u8]) -> Told {
    let limits = Limits::default();
    let whole = decode(compression, stream, &[usize::MAX], &limits);
    for lengths in [&[1][..], &[511], &[513], &[3, 700, 1, 20, 90_000]] {
        let told = decode(compression, stream, lengths, &limits);
        assert_eq!((&told.end, told.members), (&whole.end, whole.members), "{compression:?} {lengths:?}");
        if compression == Compression::Xz && !told.code().is_empty() {
            // lzma-rust2 reads ahead: how much of a damaged chunk (64 KiB) it still gives depends on the cut.
            let common = told.bytes.len().min(whole.bytes.len());
            assert_eq!(told.bytes[..common], whole.bytes[..common]);
        } else {
            assert_eq!(told.bytes, whole.bytes, "{compression:?} {lengths:?}");
        }
    }
    whole
}

/// Runs data through a tool of the system; `None` where it is not installed.
fn tool(command: &str, data: &[u8]) -> Option<Vec<u8>> {
    let mut words = command.split(' ');
    let mut child =
        Command::new(words.next()?).args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    let data = data.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&data));
    let output = child.wait_with_output().ok()?;
    let _ = writer.join();
    output.status.success().then_some(output.stdout)
}

/// Bytes that compress about as well as real files do: words in a random order.
fn prose(length: usize) -> Vec<u8> {
    let mut seed = 1_u64;
    let mut text = Vec::with_capacity(length + 16);
    while text.len() < length {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.extend_from_slice(format!("{:x} ", (seed >> 33) % 5000).as_bytes());
    }
    text.truncate(length);
    text
}
