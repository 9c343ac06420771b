//! Any bytes as a layer: each of its files is read alike in any cut, in small pieces, and is as long as it says.
#![no_main]

use layerglass::error::Result;
use layerglass::layer::{Depth, FilePlace, FileReader, LayerReader};
use layerglass::limits::Limits;
use layerglass::tar::Kind;
use layerglass::wants::Wants;
use layerglass_fuzz::{limits, repair};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

/// Holes may be endless.
const ENOUGH: usize = 1 << 20;

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, _seed: u32| {
    let size = fuzzer_mutate(data, size, max_size);
    repair::tar(&mut data[..size]);
    size
});

fuzz_target!(|tar: &[u8]| {
    let limits = limits();
    let mut layer = LayerReader::new(None, Depth::Index, &limits);
    layer.push(tar);
    let Some(index) = layer.finish().index else { return };
    for record in index.records().filter(|record| record.kind == Kind::File) {
        let (sparse_start, body) = (record.sparse_start, record.body);
        let place = FilePlace { sparse_start, body, stored_size: record.stored_size, size: record.size };
        let whole = read(tar, &place, usize::MAX, &limits);
        assert_eq!(read(tar, &place, 7, &limits), whole);
        assert_eq!(read(tar, &place, 513, &limits), whole);
        let (bytes, outcome) = whole;
        if outcome.is_ok() && bytes < ENOUGH {
            assert_eq!(bytes as u64, place.size);
        }
    }
});

/// How many bytes it gave, with what they sum to as part of the outcome.
fn read(tar: &[u8], place: &FilePlace, chunk: usize, limits: &Limits) -> (usize, Result<u64>) {
    let mut reader = FileReader::new(place, limits);
    let (mut length, mut sum) = (0, 0u64);
    for _ in 0..1_000_000 {
        loop {
            match reader.poll() {
                Ok(None) => break,
                Err(error) => return (length, Err(error)),
                Ok(Some(piece)) => {
                    assert!(!piece.is_empty() && piece.len() <= 64 << 10);
                    sum = piece.iter().fold(sum, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
                    length += piece.len();
                    if length >= ENOUGH {
                        return (length.min(ENOUGH), Ok(0));
                    }
                }
            }
        }
        let Wants::Bytes { at, skippable, .. } = reader.wants() else { return (length, Ok(sum)) };
        let rest = usize::try_from(at).ok().and_then(|at| tar.get(at..)).unwrap_or_default();
        match rest.len().min(chunk) {
            _ if skippable > 0 => reader.skipped(skippable).expect("it was offered"),
            0 => reader.ended(),
            length => reader.push(&rest[..length]),
        }
    }
    panic!("a file that is never done");
}
