//! Any bytes as a tar archive: the scanner tells the same however they are cut, and what it tells lies within them.
#![no_main]

use layerglass_fuzz::scan::scan;
use layerglass_fuzz::{limits, repair};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, _seed: u32| {
    let size = fuzzer_mutate(data, size, max_size);
    repair::tar(&mut data[..size]);
    size
});

fuzz_target!(|archive: &[u8]| {
    let limits = limits();
    let whole = scan(archive, archive.len().max(1), &limits);
    for chunk in [1, 511, 513] {
        assert_eq!(scan(archive, chunk, &limits), whole, "in chunks of {chunk}");
    }
    let mut end = 0;
    for entry in &whole.entries {
        assert!(end <= entry.header_offset && entry.header_offset < entry.body_offset, "{entry:?} follows {end}");
        assert!(entry.xattrs.is_sorted_by(|a, b| a.0 < b.0), "{entry:?}");
        let path = entry.normal_path();
        assert!(!path.is_empty() && !path.starts_with(b"/") && !path.starts_with(b"./"), "{entry:?}");
        end = entry.body_offset + entry.size;
    }
});
