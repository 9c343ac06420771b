//! The merged tree or a layer's own: one set of questions for both.

use std::cmp::Ordering;

use super::rows::{FileRow, text};
use crate::order;
use crate::tree::{Below, Change, EntryId, Node, OwnTree, Tree};

/// What is looked at.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) tree: &'a Tree,
    pub(super) own: Option<&'a OwnTree>,
}

/// Does the same to whichever tree it is.
macro_rules! of_tree {
    ($view:expr, $tree:ident => $what:expr) => {
        match $view.own {
            Some($tree) => $what,
            None => {
                let $tree = $view.tree;
                $what
            }
        }
    };
}

impl<'a> View<'a> {
    pub(super) fn name(self, node: Node) -> &'a [u8] {
        of_tree!(self, tree => tree.name(node))
    }

    pub(super) fn path(self, node: Node) -> Vec<u8> {
        of_tree!(self, tree => tree.path(node))
    }

    pub(super) fn children(self, node: Node) -> &'a [Node] {
        of_tree!(self, tree => tree.children(node))
    }

    pub(super) fn is_folder(self, node: Node) -> bool {
        of_tree!(self, tree => tree.is_folder(node))
    }

    pub(super) fn origin(self, node: Node) -> Option<EntryId> {
        of_tree!(self, tree => tree.origin(node))
    }

    pub(super) fn below(self, node: Node) -> Option<Below> {
        of_tree!(self, tree => tree.below(node))
    }

    /// What lies at a path, itself where it is a link; the folders on the way may be links. Names that are not UTF-8 are
    /// found by what is shown of them.
    pub(super) fn lookup(self, path: &str) -> Option<Node> {
        of_tree!(self, tree => tree.resolve(path.as_bytes(), false)).or_else(|| self.lookup_shown(path))
    }

    /// With links followed; in a layer's own tree a link to what only other layers have is all there is.
    pub(super) fn resolve(self, path: &str) -> Option<Node> {
        let found = of_tree!(self, tree => tree.resolve(path.as_bytes(), true));
        let itself = || if self.own.is_some() { self.lookup(path) } else { self.lookup_shown(path) };
        found.or_else(itself)
    }

    /// The last entry of a layer that is stored under just this path, where it leads out of the root.
    pub(super) fn outside(self, path: &str) -> Option<EntryId> {
        let own = self.own.filter(|_| path.split('/').any(|part| part == ".."))?;
        let is_it = |id: &&EntryId| text(&own.index().path(id.entry)).0 == path;
        self.tree.outside(own.layer()).iter().rfind(is_it).copied()
    }

    fn lookup_shown(self, path: &str) -> Option<Node> {
        if !path.contains(char::REPLACEMENT_CHARACTER) {
            return None;
        }
        let mut node = Node::ROOT;
        for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
            let is_shown = |child: &&Node| String::from_utf8_lossy(self.name(**child)) == part;
            node = *self.children(node).iter().find(is_shown)?;
        }
        Some(node)
    }

    /// Bytes of a file, of a link's target, of all below a folder.
    pub(super) fn size(self, node: Node) -> u64 {
        match (self.below(node), self.own) {
            (Some(below), _) => below.size,
            (None, None) => self.tree.size(node),
            (None, Some(_)) => self.origin(node).and_then(|id| self.tree.record(id)).map_or(0, |record| record.size),
        }
    }

    /// Everything at or below a node by path, so that parents come first.
    pub(super) fn by_path(self, node: Node) -> Vec<Node> {
        /// What comes next: a node, or what is below it. By path, `a-b` stands between `a` and `a/b`.
        #[derive(Clone, Copy)]
        enum Next {
            Itself(Node),
            Below(Node),
        }
        let mut sorted = Vec::new();
        let mut open = vec![Next::Below(node), Next::Itself(node)];
        while let Some(next) = open.pop() {
            let folder = match next {
                Next::Itself(node) => {
                    sorted.push(node);
                    continue;
                }
                Next::Below(folder) => folder,
            };
            let start = open.len();
            for &child in self.children(folder) {
                open.push(Next::Itself(child));
                if self.is_folder(child) {
                    open.push(Next::Below(child));
                }
            }
            let key = |next: &Next| match *next {
                Next::Itself(node) => (self.name(node), None),
                Next::Below(node) => (self.name(node), Some(b'/')),
            };
            let added = open.get_mut(start..).unwrap_or_default();
            // The last one is taken first.
            order::sort_by(added, &|one, other| by_bytes(key(other), key(one)));
        }
        sorted
    }

    pub(super) fn row(self, node: Node, path: &[u8]) -> FileRow {
        let row = match self.origin(node).and_then(|id| Some((id, self.tree.record(id)?))) {
            Some((id, record)) if self.own.is_some() => FileRow::stored(self.tree, id, &record, path),
            Some((id, record)) => FileRow::merged(self.tree, id, &record, path),
            None => FileRow::implied(path, self.layer_of_implied(node), self.change_of_implied(node)),
        };
        FileRow { below: self.below(node).map(Into::into), ..row }
    }

    fn change_of_implied(self, node: Node) -> Change {
        self.own.map_or(Change::Added, |own| own.change_of_implied(self.tree, node))
    }

    fn layer_of_implied(self, folder: Node) -> u32 {
        self.own.map(OwnTree::layer).or_else(|| self.tree.implied_by(folder)).unwrap_or_default()
    }
}

fn by_bytes((one, one_end): (&[u8], Option<u8>), (other, other_end): (&[u8], Option<u8>)) -> Ordering {
    one.iter().copied().chain(one_end).cmp(other.iter().copied().chain(other_end))
}
