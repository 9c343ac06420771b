//! Numbers about an image: what its layers weigh in the merged filesystem, and what they hold for nothing.
//!
//! All count bytes as docker's SIZE does ([`Tally::content_bytes`](crate::layer::Tally::content_bytes)): regular files with
//! their holes, hard links once, and the lengths of symbolic links' targets. What a layer holds is then either seen in the
//! merged filesystem or wasted:
//!
//! ```text
//! contentSize = mergedSize + wastedBytes
//! ```
//!
//! That does not hold for what is in no tree: entries that were set aside (eStargz's own, aufs' leftovers), those whose
//! path leads out of the image, and layers that cannot be read. They count in `contentSize`, where they count at all.

mod duplicates;
mod waste;

pub use waste::{LayerWaste, Waste, WasteKind, WastedPath};

use crate::image::Image;
use crate::layer::Record;
use crate::tar::Kind;
use crate::tree::{EntryId, Tree};

/// Bytes that each layer contributes to the merged filesystem: those of the files and links that a container sees. A file
/// counts for the layer that holds its bytes, once, however many hard links show it.
pub fn merged_sizes(tree: &Tree) -> Vec<u64> {
    Seen::new(tree).bytes(tree)
}

/// Notes them with the image that the tree is of, and what stacking found, once every layer of it could be stacked.
pub fn weigh(image: &Image, tree: &Tree) {
    let is_whole = tree.layers().len() == image.layers.len() && tree.layers().iter().all(Option::is_some);
    if is_whole {
        image.merged.get_or_init(|| merged_sizes(tree));
        image.stacked.get_or_init(|| tree.findings());
    }
}

/// Which entries' bytes a container sees, under whatever name.
struct Seen {
    marks: Vec<Vec<bool>>,
}

impl Seen {
    fn new(tree: &Tree) -> Self {
        let mut seen = Self {
            marks: tree
                .layers()
                .iter()
                .map(|index| vec![false; index.as_ref().map_or(0, |index| index.len())])
                .collect(),
        };
        for body in tree.all().iter().filter_map(|node| tree.content(*node)) {
            if let Some(mark) =
                seen.marks.get_mut(body.layer as usize).and_then(|marks| marks.get_mut(body.entry as usize))
            {
                *mark = true;
            }
        }
        seen
    }

    /// Bytes that are seen of each layer.
    fn bytes(&self, tree: &Tree) -> Vec<u64> {
        let of = |(layer, marks): (u32, &Vec<bool>)| {
            let seen = (0..).zip(marks).filter(|(_, seen)| **seen);
            seen.map(|(entry, _)| bytes(tree, EntryId::new(layer, entry))).fold(0, u64::saturating_add)
        };
        (0..).zip(&self.marks).map(of).collect()
    }

    fn has(&self, id: EntryId) -> bool {
        self.marks.get(id.layer as usize).and_then(|marks| marks.get(id.entry as usize)).copied().unwrap_or_default()
    }
}

/// Bytes that an entry holds itself; a hard link holds none.
fn bytes(tree: &Tree, id: EntryId) -> u64 {
    tree.record(id).map_or(0, |record| own_bytes(&record))
}

fn own_bytes(record: &Record<'_>) -> u64 {
    match record.kind {
        Kind::File => record.size,
        Kind::Symlink => record.link.map_or(0, |target| target.len() as u64),
        _ => 0,
    }
}
