//! Any bytes as a layer: the same entries in any cut, and by hopping; each can be read, and travels.
#![no_main]

use layerglass::layer::{Content, Depth, LayerIndex, LayerRead, LayerReader, Measured};
use layerglass::wants::Wants;
use layerglass_fuzz::{entries, limits, repair};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, _seed: u32| {
    let size = fuzzer_mutate(data, size, max_size);
    repair::tar(&mut data[..size]);
    size
});

fuzz_target!(|layer: &[u8]| {
    for depth in [Depth::Index, Depth::Digests] {
        let whole = read(layer, layer.len().max(1), depth);
        for chunk in [7, 513] {
            let cut = read(layer, chunk, depth);
            assert_eq!((known(&cut), &cut.index), (known(&whole), &whole.index), "in chunks of {chunk}");
        }
        let hopped = hop(layer, depth);
        assert_eq!(known(&hopped), known(&whole));
        assert_eq!(lines(&hopped), lines(&whole));
        if let Some(index) = &whole.index {
            entries::check(index);
        }
        let packed = whole.clone().pack();
        assert_eq!(packed.is_some(), whole.measured.contents.is_ok());
        if let Some(packed) = packed {
            assert_eq!(Some(packed.len() as u64), whole.packed_len());
            assert_eq!(LayerRead::unpack(&packed), Ok(whole));
        }
    }
});

fn reader(depth: Depth) -> LayerReader {
    let mut limits = limits();
    limits.entries = 60;
    limits.entry_names = 4 << 10;
    LayerReader::new(None, depth, &limits)
}

fn read(layer: &[u8], chunk: usize, depth: Depth) -> LayerRead {
    let mut reader = reader(depth);
    layer.chunks(chunk).for_each(|bytes| reader.push(bytes));
    reader.finish()
}

fn hop(layer: &[u8], depth: Depth) -> LayerRead {
    let mut reader = reader(depth);
    while let Wants::Bytes { at, want, skippable } = reader.wants() {
        let rest = &layer[usize::try_from(at).unwrap()..];
        let step = rest.len().min(usize::try_from(want).unwrap());
        match (step, skippable) {
            (0, _) => break,
            (_, 0) => reader.push(&rest[..step]),
            _ => reader.skipped(skippable.min(rest.len() as u64)).expect("it was offered"),
        }
    }
    reader.finish()
}

/// Without how many bytes were handed in: behind the end mark, or a fault, no more are needed.
fn known(read: &LayerRead) -> Measured {
    Measured { stored_bytes: 0, uncompressed_bytes: None, ..read.measured.clone() }
}

/// Entries without what hangs on whether bodies passed by.
fn lines(read: &LayerRead) -> Option<Vec<String>> {
    let line = |index: &LayerIndex, entry| {
        let mut record = index.record(entry)?;
        record.content = Content::Unknown;
        Some(format!("{record:?}"))
    };
    let index = read.index.as_ref()?;
    Some((0..).map_while(|entry| line(index, entry)).collect())
}
