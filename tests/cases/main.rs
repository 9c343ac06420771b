//! The corner cases that break other tools, each an archive built in code and what must be said of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

#[path = "../support/mod.rs"]
#[macro_use]
mod support;

mod archive_shape;
mod compression;
mod entries;
mod hostile;
mod layer_semantics;
mod metadata;
mod tar;
