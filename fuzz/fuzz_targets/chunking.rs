//! Any chunking, same report: the same bytes whole, in random cuts, hopping and streaming.
#![no_main]

use layerglass::decompress::{Compression, sniff};
use layerglass_fuzz::drive::{Cut, DEPTHS, same_in_all};
use layerglass_fuzz::{limits, repair};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, _seed: u32| {
    let size = fuzzer_mutate(data, size, max_size);
    if sniff(&data[..size]) == Compression::None {
        repair::tar(&mut data[..size]);
    }
    size
});

fuzz_target!(|archive: &[u8]| {
    let archive = archive.to_vec();
    let cuts = [Cut::Whole, Cut::Random(archive.len() as u64)];
    let depth = DEPTHS[archive.len() / 512 % DEPTHS.len()];
    same_in_all(&archive, depth, &cuts, &limits());
});
