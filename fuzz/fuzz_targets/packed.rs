//! Any bytes as a packed layer, as a cache may give them back: refused, or an index of which every part can be read.
#![no_main]

use layerglass::layer::LayerRead;
use layerglass_fuzz::entries;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|packed: &[u8]| {
    let Ok(read) = LayerRead::unpack(packed) else { return };
    if let Some(index) = &read.index {
        entries::check(index);
    }
    let again = read.clone().pack().expect("only good layers are packed");
    assert_eq!(LayerRead::unpack(&again), Ok(read));
});
