//! One layer's own tree, for looking at.

use std::sync::Arc;

use super::layers::{EntryId, size};
use super::listing::Listing;
use super::nodes::{Nodes, is};
use super::own::{Own, target_of};
use super::walk::{Reached, walk};
use super::{Below, Change, Node, Tree};
use crate::layer::LayerIndex;

/// What one layer holds: its entries, its whiteouts under the names they are stored by, and the folders that its paths
/// imply. Of two entries of one path it has the later one; what was set aside it has not.
#[derive(Debug)]
pub struct OwnTree {
    layer: u32,
    index: Arc<LayerIndex>,
    nodes: Nodes,
    listing: Listing,
}

impl OwnTree {
    pub(super) fn new(tree: &Tree, layer: u32) -> Option<Self> {
        // Of a layer that cannot be read nothing is known: it is empty, and nothing of other layers stands in for it.
        let index = tree.layers.indexes.get(layer as usize)?.clone().unwrap_or_default();
        let Own { mut nodes, .. } = Own::new(layer, &index, tree.all, tree.seed);
        let mut listing = Listing::new(&mut nodes);
        let of = |node| {
            let Some(id) = nodes.origin(node) else { return (0, false) };
            let bytes = tree.record(id).filter(|_| !nodes.is(node, is::WHITEOUT)).map_or(0, |record| size(&record));
            (bytes, tree.change_of(id) != Change::Unchanged)
        };
        listing.sum(&nodes, &of, &[]);
        Some(Self { layer, index, nodes, listing })
    }

    /// The layer's index in its image.
    pub fn layer(&self) -> u32 {
        self.layer
    }

    /// Its entries.
    pub fn index(&self) -> &LayerIndex {
        &self.index
    }

    /// What a path leads to, with this layer's own links followed inside the root; with `follow_last` also where its last
    /// part is one.
    pub fn resolve(&self, path: &[u8], follow_last: bool) -> Option<Node> {
        let target = |node| target_of(&self.nodes, &self.index, node);
        match walk(&self.nodes, Node::ROOT, path, follow_last, &target, &mut u64::MAX.clone()) {
            Reached::There(node) => Some(node),
            _ => None,
        }
    }

    /// What lies in a folder, sorted by the bytes of the names.
    pub fn children(&self, node: Node) -> &[Node] {
        self.listing.children(node)
    }

    /// Everything but the root: outer folders first.
    pub fn all(&self) -> &[Node] {
        self.listing.all()
    }

    /// The last part of its path.
    pub fn name(&self, node: Node) -> &[u8] {
        self.nodes.name(node)
    }

    /// Its path; `.` for the root.
    pub fn path(&self, node: Node) -> Vec<u8> {
        self.nodes.full_path(node)
    }

    /// The folder that it lies in.
    pub fn parent(&self, node: Node) -> Node {
        self.nodes.parent(node)
    }

    /// Whether it is a directory.
    pub fn is_folder(&self, node: Node) -> bool {
        self.nodes.is_folder(node)
    }

    /// The entry that it is; `None` for an implied folder.
    pub fn origin(&self, node: Node) -> Option<EntryId> {
        self.nodes.origin(node)
    }

    /// What the layer did to a folder that no entry of it is about: there may have been none before.
    pub fn change_of_implied(&self, tree: &Tree, node: Node) -> Change {
        let is_noted = |place| tree.implied.binary_search(&(place, self.layer)).is_ok();
        let is_new = tree.base == Some(self.layer) || tree.nodes.known(&self.path(node)).is_some_and(is_noted);
        if is_new { Change::Added } else { Change::Unchanged }
    }

    /// What is below a folder, as this layer stores it: the bytes of files and link targets, no hard links.
    pub fn below(&self, node: Node) -> Option<Below> {
        self.listing.below(node)
    }
}
