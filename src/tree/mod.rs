//! Layers stacked: what a container would see, what each layer did to get there, and what no container sees any more.
//!
//! ```
//! use std::sync::Arc;
//!
//! use layerglass::layer::{Depth, LayerReader};
//! use layerglass::limits::Limits;
//! use layerglass::tree::{Change, Tree};
//!
//! let layer = |files: &[(&str, &str)]| {
//!     let mut tar = tar::Builder::new(Vec::new());
//!     for (path, text) in files {
//!         let mut header = tar::Header::new_ustar();
//!         header.set_size(text.len() as u64);
//!         tar.append_data(&mut header, path, text.as_bytes())?;
//!     }
//!     let mut reader = LayerReader::new(None, Depth::Index, &Limits::default());
//!     reader.push(&tar.into_inner()?);
//!     Ok::<_, std::io::Error>(reader.finish().index.map(Arc::new))
//! };
//! let layers = vec![layer(&[("etc/motd", "hello"), ("etc/secret", "12345")])?, layer(&[("etc/.wh.secret", ""), ("etc/motd", "hi")])?];
//! let tree = Tree::new(layers, false);
//!
//! let etc = tree.lookup(b"etc").expect("it is implied");
//! let names: Vec<_> = tree.children(etc).iter().map(|child| tree.name(*child)).collect();
//! assert_eq!(names, [b"motd"]);
//! assert_eq!(tree.change(tree.children(etc)[0]), Change::Modified);
//! // Two files of the first layer can still be read by anyone who has it.
//! assert_eq!(tree.hidden().len(), 2);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # How layers are stacked
//!
//! As overlayfs shows them ([layer.md] says what layers mean, and leaves much open). Each layer is first unpacked by
//! itself (`own.rs`), then laid over what is below (`overlay.rs`):
//!
//! - Whiteouts and opaque directories are about lower layers only, wherever in their layer they stand. overlayfs' own
//!   forms, character device 0:0 and the attribute `overlay.opaque`, mean the same.
//! - A directory on a directory is one directory with the later one's mode, owner and times; anything else replaces what
//!   was there with all below it. In one layer, the later of two entries of one path counts.
//! - A parent without an entry is the one that lower layers have. Where they have none it is implied: mode 0755, owner 0,
//!   time 0. Where they have something else, a symbolic link too, the implied directory hides it. umoci follows the link
//!   there. A parent that its own layer makes a link is followed, inside the root, as all do.
//! - A hard link shows the bytes of what had that name when its layer was made (`hardlinks.rs`).
//! - `..` in a path leads out: such an entry is in no tree. Whiteouts imply no parents (docker makes them).
//! - What aufs left behind (`.wh..wh.plnk` and the like) and what eStargz adds for itself is set aside.
//!
//! # What it costs
//!
//! Time grows with the entries of all layers and the lengths of their paths, memory with the paths. No path is walked by
//! recursion.
//!
//! [layer.md]: https://github.com/opencontainers/image-spec/blob/main/layer.md

mod change;
mod hardlinks;
mod layers;
mod listing;
mod nodes;
mod notes;
mod overlay;
mod own;
mod own_tree;
mod walk;

use std::cmp::{Ordering, Reverse};
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

use crate::finding::Finding;
use crate::layer::{LayerIndex, Record};
use crate::order;
use layers::Layers;
use listing::Listing;
use nodes::{Nodes, is};
use notes::{Note, Notes};
use own::Own;
use walk::{Reached, walk};

pub use change::{Change, Fate};
pub use layers::EntryId;
pub use listing::Below;
pub use nodes::Node;
pub(crate) use own::is_of_estargz;
pub use own_tree::OwnTree;

/// The merged tree of a stack of layers.
#[derive(Debug, Default)]
pub struct Tree {
    layers: Layers,
    nodes: Nodes,
    listing: Listing,
    /// Of each entry of each layer.
    changes: Vec<Vec<Change>>,
    /// Sorted by layer and entry; no directories.
    hidden: Vec<Hidden>,
    hidden_folders: Vec<Hidden>,
    doubts: Vec<Doubt>,
    /// How often doubts were settled.
    settlings: u32,
    /// Implied folders that were not there before, and the layer that implied them; sorted.
    implied: Vec<(Node, u32)>,
    /// The layer that came first: all that it implies is new.
    base: Option<u32>,
    notes: Notes,
    /// Sorted.
    outside: Vec<EntryId>,
    set_aside: u64,
    all: bool,
    /// For looking names up.
    seed: u64,
}

/// An entry that no container sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Its path, at which something else may lie now, or nothing.
    pub node: Node,
    /// The layer that holds it.
    pub layer: u32,
    /// Its number there.
    pub entry: u32,
    /// The layer that hides it; its own, where a later entry of it has the same path.
    pub by: u32,
    /// What became of it.
    pub fate: Fate,
}

/// Two files of one path and size, of which nobody knows yet whether they are the same.
#[derive(Clone, Copy, Debug)]
struct Doubt {
    older: EntryId,
    newer: EntryId,
}

impl Hidden {
    /// The entry.
    pub fn id(&self) -> EntryId {
        EntryId::new(self.layer, self.entry)
    }
}

impl Tree {
    /// Stacks layers, base first. `None` is a layer that cannot be read: the tree is then what the others make. With `all`,
    /// what eStargz adds for itself is shown.
    pub fn new(layers: Vec<Option<Arc<LayerIndex>>>, all: bool) -> Self {
        let seed = seed_of(&layers);
        let mut tree = Self { nodes: Nodes::new(0, seed), all, seed, ..Self::default() };
        tree.layers.links = vec![Vec::new(); layers.len()];
        tree.layers.indexes = layers;
        for (layer, index) in (0..).zip(tree.layers.indexes.clone()) {
            tree.changes.push(vec![Change::default(); index.as_ref().map_or(0, |index| index.len())]);
            if let Some(index) = index {
                tree.add(layer, &index);
            }
        }
        order::sort_by(&mut tree.implied, &Ord::cmp);
        tree.listing = Listing::new(&mut tree.nodes);
        tree.sum();
        let (folders, files) = tree.hidden.drain(..).partition(|hidden| tree.layers.is_folder(hidden.id()));
        (tree.hidden_folders, tree.hidden) = (folders, files);
        order::sort_by_key(&mut tree.hidden_folders, Hidden::id);
        order::sort_by_key(&mut tree.hidden, Hidden::id);
        tree
    }

    fn add(&mut self, layer: u32, index: &LayerIndex) {
        let mut own = Own::new(layer, index, self.all, self.seed);
        let mut steps = own.steps;
        hardlinks::find_rest(&mut own, &mut |path| {
            let reached = walk(&self.nodes, Node::ROOT, path, false, &|node| self.symlink(node), &mut steps);
            let Reached::There(node) = reached else { return None };
            self.content(node)
        });
        for link in own.links.iter().filter(|link| link.body == hardlinks::Body::Nowhere) {
            own.notes.add(Note::BrokenHardlink, layer, link.entry);
        }
        if let Some(links) = self.layers.links.get_mut(layer as usize) {
            *links = std::mem::take(&mut own.links);
        }
        self.lay_over(own);
    }

    /// The layers, base first, as they were given.
    pub fn layers(&self) -> &[Option<Arc<LayerIndex>>] {
        &self.layers.indexes
    }

    /// An entry of a layer.
    pub fn record(&self, id: EntryId) -> Option<Record<'_>> {
        self.layers.record(id)
    }

    /// What lies at a path; links in it are not followed.
    pub fn lookup(&self, path: &[u8]) -> Option<Node> {
        self.nodes.known(path).filter(|node| self.nodes.is(*node, is::PRESENT))
    }

    /// What a path leads to, with links followed inside the root; with `follow_last` also where its last part is one.
    pub fn resolve(&self, path: &[u8], follow_last: bool) -> Option<Node> {
        let target = |node| self.symlink(node);
        match walk(&self.nodes, Node::ROOT, path, follow_last, &target, &mut u64::MAX.clone()) {
            Reached::There(node) => Some(node),
            _ => None,
        }
    }

    /// The node of a number, if there is one and something lies there.
    pub fn node(&self, number: u32) -> Option<Node> {
        self.nodes.numbered(number).filter(|node| self.nodes.is(*node, is::PRESENT))
    }

    /// Everything but the root: outer folders first, and what lies in one folder together, sorted.
    pub fn all(&self) -> &[Node] {
        self.listing.all()
    }

    /// What lies in a folder, sorted by the bytes of the names; nothing for what is none.
    pub fn children(&self, node: Node) -> &[Node] {
        self.listing.children(node)
    }

    /// What lies in a folder, largest first, then by name.
    pub fn by_size(&self, node: Node) -> Vec<Node> {
        let mut children = self.children(node).to_vec();
        order::sort_by_key(&mut children, |child| Reverse(self.size(*child)));
        children
    }

    /// The last part of its path; empty for the root.
    pub fn name(&self, node: Node) -> &[u8] {
        self.nodes.name(node)
    }

    /// Its path, without a leading `/`; `.` for the root. Also of a node where nothing lies any more.
    pub fn path(&self, node: Node) -> Vec<u8> {
        self.nodes.full_path(node)
    }

    /// The folder that it lies in; the root's is the root.
    pub fn parent(&self, node: Node) -> Node {
        self.nodes.parent(node)
    }

    /// Whether it is a directory.
    pub fn is_folder(&self, node: Node) -> bool {
        self.nodes.is_folder(node)
    }

    /// The entry that it comes from; `None` for an implied directory: mode 0755, owner 0, time 0.
    pub fn origin(&self, node: Node) -> Option<EntryId> {
        self.nodes.origin(node)
    }

    /// The entry whose bytes, target or device it shows: of a hard link what it was made of. `None` for directories, and for
    /// hard links to nothing.
    pub fn content(&self, node: Node) -> Option<EntryId> {
        if self.is_folder(node) { None } else { self.content_of(self.origin(node)?) }
    }

    /// The same of an entry, whether a container sees it or not.
    pub fn content_of(&self, id: EntryId) -> Option<EntryId> {
        self.layers.content(id)
    }

    /// The bytes of a file, the length of a link's target, and of a folder what is below it.
    pub fn size(&self, node: Node) -> u64 {
        match self.listing.below(node) {
            Some(below) => below.size,
            None => self.origin(node).map_or(0, |id| self.layers.size(id)),
        }
    }

    /// The order of two paths, name by name: a folder comes before what is in it.
    pub fn order(&self, one: Node, other: Node) -> Ordering {
        self.nodes.order(one, other)
    }

    /// What is below a folder; `None` for all else.
    pub fn below(&self, node: Node) -> Option<Below> {
        self.listing.below(node)
    }

    /// The layer that an implied folder comes from: the one that put something in it when it was not there.
    pub fn implied_by(&self, folder: Node) -> Option<u32> {
        let end = self.implied.partition_point(|(node, _)| *node <= folder);
        let last = end.checked_sub(1).and_then(|at| self.implied.get(at)).filter(|(node, _)| *node == folder);
        last.map(|(_, layer)| *layer).or(self.base)
    }

    /// What the layer that it comes from did. Of an implied directory: added it.
    pub fn change(&self, node: Node) -> Change {
        self.origin(node).map_or(Change::Added, |id| self.change_of(id))
    }

    /// What layers hold and no container sees, by layer and entry: files, links and devices, no directories.
    pub fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }

    /// What hides an entry; of a directory, what put another in its place or removed it. `None` for what a container sees,
    /// and for whiteouts and what was set aside, which nobody was to see.
    pub fn hidden_by(&self, id: EntryId) -> Option<&Hidden> {
        let found = |list: &'_ [Hidden]| list.binary_search_by_key(&id, Hidden::id).ok();
        found(&self.hidden)
            .and_then(|at| self.hidden.get(at))
            .or_else(|| found(&self.hidden_folders).and_then(|at| self.hidden_folders.get(at)))
    }

    /// The entries of a layer whose paths lead out of the root, in its order. They are in no tree.
    pub fn outside(&self, layer: u32) -> &[EntryId] {
        let start = self.outside.partition_point(|id| id.layer < layer);
        let end = self.outside.partition_point(|id| id.layer <= layer);
        self.outside.get(start..end).unwrap_or_default()
    }

    /// Entries of all layers that builders left for themselves, and that are in no tree.
    pub fn set_aside(&self) -> u64 {
        self.set_aside
    }

    /// What is wrong with the layers.
    pub fn findings(&self) -> Vec<Finding> {
        self.notes.findings(&self.layers)
    }

    /// What a layer holds, by itself. Made each time: whoever pages through it keeps it.
    pub fn own(&self, layer: u32) -> Option<OwnTree> {
        OwnTree::new(self, layer)
    }

    fn symlink(&self, node: Node) -> Option<&[u8]> {
        self.origin(node).and_then(|id| self.layers.symlink(id))
    }

    fn sum(&mut self) {
        let twice = self.names_of_links();
        let (layers, nodes) = (&self.layers, &self.nodes);
        let of = |node| (nodes.origin(node).map_or(0, |id| layers.size(id)), false);
        self.listing.sum(nodes, &of, &twice);
    }

    /// The names of files that have hard links: the file, by a number, the name, and its size; grouped by file.
    fn names_of_links(&self) -> Vec<(u32, Node, u64)> {
        let mut linked: Vec<EntryId> = Vec::new();
        for links in &self.layers.links {
            linked.extend(links.iter().filter_map(|link| hardlinks::body(links, link.entry)));
        }
        order::sort_by(&mut linked, &EntryId::cmp);
        linked.dedup();
        let mut names = Vec::new();
        for &node in self.listing.all().iter().filter(|_| !linked.is_empty()) {
            if let Some(body) = self.content(node)
                && let Ok(file) = linked.binary_search(&body)
            {
                names.push((u32::try_from(file).unwrap_or(u32::MAX), node, self.layers.size(body)));
            }
        }
        order::sort_by_key(&mut names, |(file, node, _)| (*file, *node));
        names
    }
}

/// Of all names of all layers: whoever looks for names that collide gets another seed with each name that he tries.
fn seed_of(layers: &[Option<Arc<LayerIndex>>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    layers.iter().flatten().for_each(|index| index.hash_names(&mut hasher));
    hasher.finish()
}
