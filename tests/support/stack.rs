//! Layers built in code, stacked.

use std::sync::Arc;

use layerglass::layer::{Depth, LayerIndex, LayerReader};
use layerglass::limits::Limits;
use layerglass::tree::Tree;

use super::tarball::Tarball;

/// What reading a layer keeps.
pub fn index(stored: &[u8]) -> Arc<LayerIndex> {
    index_to(stored, Depth::Index)
}

pub fn index_to(stored: &[u8], depth: Depth) -> Arc<LayerIndex> {
    let mut reader = LayerReader::new(None, depth, &Limits::default());
    reader.push(stored);
    Arc::new(reader.finish().index.expect("a layer that can be read"))
}

/// The merged tree of layers, base first.
pub fn stack(layers: impl IntoIterator<Item = Tarball>) -> Tree {
    Tree::new(layers.into_iter().map(|layer| Some(index(&layer.end()))).collect(), false)
}
