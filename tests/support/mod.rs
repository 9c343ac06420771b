//! What the tests of the whole system share: a driver that opens an archive down every path, builders of archives that
//! can be read, and cases as data.
#![allow(dead_code)] // each test binary uses a part of it
#![allow(unreachable_pub, missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

pub mod case;
pub mod compress;
pub mod drive;
pub mod items;
pub mod listing;
pub mod naive;
pub mod random;
pub mod same_tree;
pub mod shown;
pub mod source;
pub mod stack;
pub mod store;
pub mod tarball;

use std::path::PathBuf;

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = fixtures().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where the fixtures are.
pub fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The names of all archives among the fixtures, sorted.
pub fn archives() -> Vec<String> {
    let files = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = files.filter(|name| name.ends_with(".tar")).collect();
    names.sort();
    names
}
