//! Any bytes as a compressed stream: the same bytes come out however it is cut, and the same error.
#![no_main]

use layerglass::decompress::{Decoder, Tail, sniff};
use layerglass::error::Result;
use layerglass::limits::Limits;
use layerglass_fuzz::{limits, repair};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, _seed: u32| {
    let size = fuzzer_mutate(data, size, max_size);
    if data[..size].starts_with(b"\xfd7zXZ\0") {
        repair::xz(&mut data[..size]);
    }
    size
});

fuzz_target!(|stream: &[u8]| {
    let limits = limits();
    let whole = decode(stream, stream.len().max(1), &limits);
    for chunk in [1, 7, 1000] {
        let cut = decode(stream, chunk, &limits);
        assert_eq!(cut.outcome, whole.outcome, "in chunks of {chunk}");
        // How far a decoder comes in a damaged block is its own affair.
        if whole.outcome.is_ok() {
            assert!(cut.bytes == whole.bytes, "other bytes in chunks of {chunk}");
        }
    }
});

struct Decoded {
    bytes: Vec<u8>,
    outcome: Result<Tail>,
}

fn decode(stream: &[u8], chunk: usize, limits: &Limits) -> Decoded {
    let mut bytes = Vec::new();
    let outcome = Decoder::new(sniff(stream), limits).and_then(|mut decoder| {
        let outcome = stream
            .chunks(chunk)
            .try_for_each(|mut input| {
                while let Some(decoded) = decoder.next(&mut input)? {
                    bytes.extend_from_slice(decoded);
                }
                assert_eq!(input, b"", "without output the input is used up");
                Ok(())
            })
            .and_then(|()| decoder.finish());
        while let Some(salvaged) = decoder.salvage() {
            bytes.extend_from_slice(salvaged);
        }
        assert_eq!(decoder.produced(), bytes.len() as u64);
        assert!(decoder.consumed() <= stream.len() as u64);
        outcome
    });
    Decoded { bytes, outcome }
}
