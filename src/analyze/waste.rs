//! Bytes that layers hold and no container sees.

use std::collections::HashMap;
use std::ops::Range;

use super::{Seen, bytes, duplicates, own_bytes};
use crate::layer::Record;
use crate::order;
use crate::tar::Kind;
use crate::tree::{EntryId, Fate, Hidden, Node, Tree};

/// Where the bytes of a stack of layers went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waste {
    /// Of all layers, as docker counts.
    pub content_size: u64,
    /// What is left of it in the merged filesystem.
    pub merged_size: u64,
    /// Bytes of entries that no container sees under any name: overwritten, removed, or stored again.
    pub wasted_bytes: u64,
    /// `wasted_bytes`, and of the visible files that have the same content all but one. `None` unless every visible file has a
    /// digest: see [`Content::Digest`](crate::layer::Content::Digest).
    pub reclaimable_bytes: Option<u64>,
    /// Base first.
    pub layers: Vec<LayerWaste>,
    /// What wastes anything: most bytes first, then in the order of paths.
    pub paths: Vec<WastedPath>,
}

/// One layer's part in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayerWaste {
    /// Bytes that it holds.
    pub content_size: u64,
    /// Those of them that a container sees.
    pub merged_size: u64,
    /// Those of them that are wasted: later layers hide them, or the layer has their path twice.
    pub hidden_bytes: u64,
    /// Bytes that it wasted: it hides the last name that they had. The sum over all layers is that of `hidden_bytes`.
    pub hides_bytes: u64,
}

/// A path that wastes bytes, or several that hold the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WastedPath {
    /// The path, whether anything lies there now or not; of duplicates the first.
    pub node: Node,
    /// How often it is stored. Of duplicates, how many files have the content.
    pub copies: u32,
    /// Bytes of all copies but the one that is seen; of a removed file, of all.
    pub bytes: u64,
    /// What became of the largest of the hidden copies.
    pub kind: WasteKind,
    /// The layers that hold a copy, those that removed one or put another thing in its place, and those that did so to the
    /// last hard link to it; ascending.
    pub layers: Vec<u32>,
    /// Of duplicates the other paths, in their order.
    pub others: Vec<Node>,
}

/// Why bytes are wasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WasteKind {
    /// A later layer has other content at the path.
    Overwritten,
    /// A later layer removed it.
    Removed,
    /// A later layer has the same content again, at most with other metadata.
    Metadata,
    /// Several visible files have the same content.
    Duplicate,
}

impl WasteKind {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overwritten => "overwritten",
            Self::Removed => "removed",
            Self::Metadata => "metadata",
            Self::Duplicate => "duplicate",
        }
    }
}

impl Waste {
    /// Adds it all up.
    pub fn new(tree: &Tree) -> Self {
        let seen = Seen::new(tree);
        let mut waste = Self::default();
        for (index, merged_size) in tree.layers().iter().zip(seen.bytes(tree)) {
            let entries = index.iter().flat_map(|index| index.records());
            // As `Tally` has it.
            let counts = |record: &Record<'_>| record.kind == Kind::Symlink || record.whiteout().is_none();
            let held = entries.filter(counts).map(|record| own_bytes(&record));
            let content_size = held.fold(0, u64::saturating_add);
            waste.layers.push(LayerWaste { content_size, merged_size, ..LayerWaste::default() });
        }
        waste.add_hidden(tree, &seen);
        let total = |of: fn(&LayerWaste) -> u64| waste.layers.iter().map(of).fold(0, u64::saturating_add);
        (waste.content_size, waste.merged_size) = (total(|layer| layer.content_size), total(|layer| layer.merged_size));
        waste.wasted_bytes = total(|layer| layer.hidden_bytes);
        if let Some(duplicates) = duplicates::find(tree) {
            let bytes = duplicates.iter().map(|path| path.bytes).fold(0, u64::saturating_add);
            waste.reclaimable_bytes = Some(waste.wasted_bytes.saturating_add(bytes));
            waste.paths.extend(duplicates);
        }
        order::sort_by(&mut waste.paths, &|one: &WastedPath, other: &WastedPath| {
            other.bytes.cmp(&one.bytes).then_with(|| tree.order(one.node, other.node))
        });
        waste
    }

    /// `1 - wasted_bytes / content_size`: the part of all bytes that is not wasted. 1 for layers without bytes.
    pub fn efficiency(&self) -> f64 {
        if self.content_size == 0 { 1.0 } else { 1.0 - self.wasted_bytes as f64 / self.content_size as f64 }
    }

    fn add_hidden(&mut self, tree: &Tree, seen: &Seen) {
        let last = last_hidden(tree);
        let wasted = |hidden: &Hidden| if seen.has(hidden.id()) { 0 } else { bytes(tree, hidden.id()) };
        for hidden in tree.hidden() {
            let bytes = wasted(hidden);
            let by = gone_by(&last, hidden);
            if let Some(layer) = self.layers.get_mut(hidden.layer as usize) {
                layer.hidden_bytes = layer.hidden_bytes.saturating_add(bytes);
            }
            if let Some(layer) = self.layers.get_mut(by as usize) {
                layer.hides_bytes = layer.hides_bytes.saturating_add(bytes);
            }
        }
        for group in by_path(tree.hidden()) {
            let bytes = group.iter().map(|hidden| wasted(hidden)).fold(0, u64::saturating_add);
            if bytes > 0 {
                self.paths.extend(wasted_path(tree, &group, bytes, &wasted, &last));
            }
        }
    }
}

/// Of what hard links show, the last layer that hid one of them.
fn last_hidden(tree: &Tree) -> HashMap<EntryId, u32> {
    let mut last: HashMap<EntryId, u32> = HashMap::new();
    for hidden in tree.hidden() {
        if let Some(body) = tree.content_of(hidden.id()).filter(|body| *body != hidden.id()) {
            let by = last.entry(body).or_default();
            *by = hidden.by.max(*by);
        }
    }
    last
}

/// The layer that took the last name from what is hidden.
fn gone_by(last: &HashMap<EntryId, u32>, hidden: &Hidden) -> u32 {
    last.get(&hidden.id()).copied().unwrap_or_default().max(hidden.by)
}

/// What is hidden, path by path; each path's by layer and entry.
fn by_path(hidden: &[Hidden]) -> impl Iterator<Item = Vec<&Hidden>> {
    let mut sorted: Vec<&Hidden> = hidden.iter().collect();
    order::sort_by_key(&mut sorted, |hidden| hidden.node);
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = sorted.get(at)?;
        let rest = sorted.get(at..)?;
        let length = rest.iter().take_while(|hidden| hidden.node == first.node).count();
        let group: Range<usize> = at..at + length;
        at = group.end;
        sorted.get(group).map(<[_]>::to_vec)
    })
}

fn wasted_path(
    tree: &Tree,
    group: &[&Hidden],
    bytes: u64,
    wasted: &dyn Fn(&Hidden) -> u64,
    last: &HashMap<EntryId, u32>,
) -> Option<WastedPath> {
    let largest = group.iter().max_by_key(|hidden| (wasted(hidden), hidden.id()))?;
    let node = largest.node;
    let shown = tree.node(node.number()).filter(|node| !tree.is_folder(*node)).and_then(|node| tree.origin(node));
    let mut layers: Vec<u32> =
        group.iter().flat_map(|hidden| [hidden.layer, hidden.by, gone_by(last, hidden)]).collect();
    layers.extend(shown.map(|id| id.layer));
    order::sort_by(&mut layers, &u32::cmp);
    layers.dedup();
    Some(WastedPath {
        node,
        copies: u32::try_from(group.len() + usize::from(shown.is_some())).unwrap_or(u32::MAX),
        bytes,
        kind: match largest.fate {
            Fate::Overwritten => WasteKind::Overwritten,
            Fate::Removed => WasteKind::Removed,
            Fate::Metadata => WasteKind::Metadata,
        },
        layers,
        others: Vec::new(),
    })
}
