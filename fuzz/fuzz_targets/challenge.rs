//! Any header as a challenge: what is taken from it can become no header of its own, and stands in it.
#![no_main]

use layerglass::registry::Challenge;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|header: &str| {
    if let Some(Challenge::Bearer { realm, service, scope }) = Challenge::parse(header) {
        for text in [Some(realm), service, scope].into_iter().flatten() {
            assert!(!text.contains(char::is_control), "{text:?}");
            assert!(text.len() <= header.len());
        }
    }
});
