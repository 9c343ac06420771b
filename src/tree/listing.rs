//! What lies in each folder, sorted, and what is below it in numbers.

use super::nodes::{Node, Nodes, is};
use crate::order;

/// The children of every folder of a tree that is complete.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Children, folder by folder, outer folders first; each folder's by the bytes of their names.
    order: Vec<Node>,
    /// The number of each folder, `NONE` for all else.
    numbers: Vec<u32>,
    folders: Vec<Folder>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Folder {
    start: u32,
    end: u32,
    below: Below,
}

/// What is below a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Bytes as [`merged sizes`](crate::analyze) count them: each file once, however many names it has below this
    /// folder, and the lengths of symbolic links' targets.
    pub size: u64,
    /// Files, links and directories.
    pub entries: u32,
    /// In a layer's own tree: whether it did anything to what is below, but storing it again as it was.
    pub changed: bool,
}

const NONE: u32 = u32::MAX;

impl Listing {
    pub(super) fn new(nodes: &mut Nodes) -> Self {
        let mut listing = Self { order: Vec::new(), numbers: vec![NONE; nodes.len()], folders: Vec::new() };
        listing.add(nodes, Node::ROOT);
        let mut next = 0;
        while let Some(&node) = listing.order.get(next) {
            if nodes.is_folder(node) {
                listing.add(nodes, node);
            }
            next += 1;
        }
        nodes.complete();
        listing
    }

    fn add(&mut self, nodes: &Nodes, folder: Node) {
        let start = self.order.len();
        self.order.extend(nodes.children(folder).filter(|child| !nodes.is(*child, is::ASIDE)));
        let children = self.order.get_mut(start..).unwrap_or_default();
        order::sort_by(children, &|one, other| nodes.name(*one).cmp(nodes.name(*other)));
        let number = |count: usize| u32::try_from(count).unwrap_or(NONE);
        if let Some(slot) = self.numbers.get_mut(folder.at()) {
            *slot = number(self.folders.len());
        }
        self.folders.push(Folder { start: number(start), end: number(self.order.len()), below: Below::default() });
    }

    /// What lies in a folder; nothing lies in what is none.
    pub(super) fn children(&self, node: Node) -> &[Node] {
        let folder = self.folder(node).unwrap_or_default();
        self.order.get(folder.start as usize..folder.end as usize).unwrap_or_default()
    }

    pub(super) fn below(&self, node: Node) -> Option<Below> {
        self.folder(node).map(|folder| folder.below)
    }

    /// All that lies in the tree but the root: outer folders first, and what lies in one folder together.
    pub(super) fn all(&self) -> &[Node] {
        &self.order
    }

    fn folder(&self, node: Node) -> Option<Folder> {
        let number = *self.numbers.get(node.at())?;
        self.folders.get(number as usize).copied()
    }

    fn below_mut(&mut self, node: Node) -> Option<&mut Below> {
        let number = *self.numbers.get(node.at())?;
        self.folders.get_mut(number as usize).map(|folder| &mut folder.below)
    }

    /// Adds up what is below each folder. `of` gives an entry's own bytes and whether its layer changed something by it;
    /// `twice` the names that a file has beside another, grouped by file.
    pub(super) fn sum(&mut self, nodes: &Nodes, of: &dyn Fn(Node) -> (u64, bool), twice: &[(u32, Node, u64)]) {
        let mut counted = self.counted_twice(nodes, twice);
        let mut taken = |node: Node| counted.get_mut(node.at()).map_or(0, std::mem::take);
        for at in (0..self.order.len()).rev() {
            let Some(&node) = self.order.get(at) else { continue };
            let (own, changes) = of(node);
            let mut sum = Below { size: own, entries: 0, changed: false };
            if let Some(below) = self.below_mut(node) {
                below.size = below.size.saturating_sub(taken(node));
                sum = *below;
            }
            if let Some(above) = self.below_mut(nodes.parent(node)) {
                above.size = above.size.saturating_add(sum.size);
                above.entries = above.entries.saturating_add(sum.entries).saturating_add(1);
                above.changed |= sum.changed || changes;
            }
        }
        if let Some(below) = self.below_mut(Node::ROOT) {
            below.size = below.size.saturating_sub(taken(Node::ROOT));
        }
    }

    /// The bytes of files that come together at a folder by a second name and were counted below it already: of each
    /// name but the first, at the innermost folder that holds an earlier one.
    fn counted_twice(&self, nodes: &Nodes, twice: &[(u32, Node, u64)]) -> Vec<u64> {
        if twice.is_empty() {
            return Vec::new();
        }
        let mut counted = vec![0u64; nodes.len()];
        let mut seen_by = vec![NONE; nodes.len()];
        for (file, name, size) in twice {
            let mut at = nodes.parent(*name);
            loop {
                match seen_by.get_mut(at.at()) {
                    Some(seen) if *seen != *file => *seen = *file,
                    _ => {
                        if let Some(counted) = counted.get_mut(at.at()) {
                            *counted = counted.saturating_add(*size);
                        }
                        break;
                    }
                }
                if at == Node::ROOT {
                    break;
                }
                at = nodes.parent(at);
            }
        }
        counted
    }
}
