//! Layers made up of few names, stacked: the merged tree is as the naive one, sorted, whole, and its sizes add up.
#![no_main]

use layerglass::analyze::{LayerWaste, Waste};
use layerglass::tree::Node;
use layerglass_fuzz::layers::Layers;
use layerglass_fuzz::same_tree::assert_same;
use layerglass_fuzz::{items, stack};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|layers: Layers| {
    let indexes: Vec<_> = layers.0.iter().map(|layer| stack::index(&items::layer(layer))).collect();
    let tree = assert_same(&indexes);
    let waste = Waste::new(&tree);
    assert_eq!(tree.below(Node::ROOT).map(|below| below.size), Some(waste.merged_size));
    assert!(waste.merged_size + waste.wasted_bytes <= waste.content_size);
    let total = |of: fn(&LayerWaste) -> u64| waste.layers.iter().map(of).sum::<u64>();
    assert_eq!(total(|layer| layer.hidden_bytes), waste.wasted_bytes);
    assert_eq!(total(|layer| layer.hides_bytes), waste.wasted_bytes);
    for layer in 0..u32::try_from(layers.0.len()).unwrap() {
        let own = tree.own(layer).unwrap();
        assert!(own.all().iter().all(|node| own.resolve(&own.path(*node), false) == Some(*node)));
    }
});
