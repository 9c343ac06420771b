//! The merged tree beside a naive one: whatever layers hold, both show the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::sync::Arc;

use layerglass::layer::LayerIndex;
use proptest::prelude::*;
use support::items::{Item, What, layer};
use support::same_tree::assert_same;
use support::stack::index;

/// Few names, so that paths meet.
fn name() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        30 => Just("a"), 30 => Just("b"), 10 => Just("c"),
        6 => Just(".wh.a"), 6 => Just(".wh.b"), 4 => Just(".wh..wh..opq"),
        2 => Just(".wh..wh.plnk"), 1 => Just(".wh."), 1 => Just(".."), 1 => Just("."),
        1 => Just("stargz.index.json"),
    ]
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(name(), 1..4).prop_map(|names| names.join("/"))
}

fn target() -> impl Strategy<Value = String> {
    prop_oneof![path(), path().prop_map(|path| format!("/{path}")), path().prop_map(|path| format!("../{path}"))]
}

fn item() -> impl Strategy<Value = Item> {
    let what = prop_oneof![
        8 => prop::sample::select(vec!["", "x", "y", "long"]).prop_map(|text| What::File(text.to_owned())),
        5 => Just(What::Folder),
        1 => Just(What::OpaqueFolder),
        3 => target().prop_map(What::Symlink),
        4 => target().prop_map(What::Hardlink),
        1 => Just(What::Fifo),
        1 => (0u32..2).prop_map(What::Device),
    ];
    let mode = prop_oneof![4 => Just(0o644), 1 => Just(0o600)];
    let mtime = prop_oneof![4 => Just(1_700_000_000), 1 => Just(1_700_000_001)];
    (path(), what, mode, mtime).prop_map(|(path, what, mode, mtime)| Item { path, what, mode, mtime })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn it_is_as_the_naive_tree(layers in prop::collection::vec(prop::collection::vec(item(), 0..12), 1..5)) {
        let indexes: Vec<Arc<LayerIndex>> = layers.iter().map(|items| index(&layer(items))).collect();
        assert_same(&indexes);
    }
}
