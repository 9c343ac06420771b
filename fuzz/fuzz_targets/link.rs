//! Any header as a link: the next page stands in it between angle brackets.
#![no_main]

use layerglass::registry::next_link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|header: &str| {
    if let Some(target) = next_link(header) {
        assert!(header.contains(&format!("<{target}>")));
    }
});
