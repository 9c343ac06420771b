//! What the fuzz targets share: small limits, members that make little sense, and the driver of the tests.

pub mod document;
pub mod entries;
pub mod layers;
pub mod repair;
pub mod scan;
pub mod store;

#[path = "../../tests/support/compress.rs"]
pub mod compress;
#[path = "../../tests/support/drive.rs"]
pub mod drive;
#[path = "../../tests/support/items.rs"]
pub mod items;
#[path = "../../tests/support/listing.rs"]
pub mod listing;
#[path = "../../tests/support/naive.rs"]
pub mod naive;
#[path = "../../tests/support/random.rs"]
pub mod random;
#[path = "../../tests/support/same_tree.rs"]
pub mod same_tree;
#[path = "../../tests/support/source.rs"]
#[allow(clippy::len_without_is_empty)]
pub mod source;
#[path = "../../tests/support/stack.rs"]
pub mod stack;
#[path = "../../tests/support/tarball.rs"]
#[allow(clippy::new_without_default)]
pub mod tarball;

use layerglass::limits::Limits;

/// Every cap low enough for an input of some kilobytes to reach it, so that a run is quick and its memory small.
pub fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.members = 200;
    limits.member_names = 8 << 10;
    limits.special_header = 16 << 10;
    limits.json_bytes = 16 << 10;
    limits.json_values = 1 << 10;
    limits.json_total_bytes = 64 << 10;
    limits.json_total_values = 4 << 10;
    limits.window = 8 << 20;
    limits.expansion = 1100;
    limits.expansion_from = 1 << 20;
    limits.layers = 20;
    limits.findings = 50;
    limits
}
