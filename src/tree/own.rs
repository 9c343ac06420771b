//! What one layer holds, unpacked by itself: the upper directory that overlayfs would be given.

use super::hardlinks::{Body, HardLink, shown};
use super::layers::EntryId;
use super::nodes::{Node, Nodes, is};
use super::notes::{Note, Notes};
use super::walk::{Reached, walk};
use crate::layer::{LayerIndex, Record, Whiteout};
use crate::tar::Kind;

/// A layer, unpacked by itself. Whiteouts lie where they are stored, under the names they are stored by.
pub(super) struct Own<'a> {
    pub(super) index: &'a LayerIndex,
    pub(super) layer: u32,
    pub(super) nodes: Nodes,
    pub(super) links: Vec<HardLink>,
    /// Entries that later ones of the layer replaced, and where.
    pub(super) replaced: Vec<(u32, Node)>,
    /// Entries of builders that lie in it for themselves.
    pub(super) set_aside: u64,
    /// Whether all that it holds is there for its own sake: no whiteouts, and nothing set aside.
    pub(super) is_plain: bool,
    pub(super) notes: Notes,
    /// Entries whose paths lead out of the root: they are in no tree.
    pub(super) outside: Vec<u32>,
    pub(super) steps: u64,
    /// The path of each folder of the index, where no link leads to it, or `None` while it was not needed.
    folders: Vec<Option<Node>>,
    all: bool,
}

/// What eStargz adds to the root of each layer.
const STARGZ: [&[u8]; 3] = [b"stargz.index.json", b".no.prefetch.landmark", b".prefetch.landmark"];
/// Names that following links may cost, for each entry of the layer: more than any layer needs that is not made to
/// cost time.
const STEPS: u64 = 64;

impl<'a> Own<'a> {
    /// Unpacks a layer. With `all`, what eStargz added for itself is an entry as any other.
    pub(super) fn new(layer: u32, index: &'a LayerIndex, all: bool, seed: u64) -> Self {
        let entries = index.len();
        let mut own = Self {
            index,
            layer,
            nodes: Nodes::new(entries.saturating_add(index.folder_count()), seed),
            links: Vec::new(),
            replaced: Vec::new(),
            set_aside: 0,
            is_plain: true,
            notes: Notes::default(),
            outside: Vec::new(),
            steps: (entries as u64).saturating_add(1000).saturating_mul(STEPS),
            folders: vec![None; index.folder_count()],
            all,
        };
        for record in index.records() {
            own.add(&record);
        }
        own.folders = Vec::new();
        own
    }

    fn id(&self, entry: u32) -> EntryId {
        EntryId::new(self.layer, entry)
    }

    fn add(&mut self, record: &Record<'a>) {
        let whiteout = record.whiteout();
        let hides =
            matches!(whiteout, Some(Whiteout::Of(_) | Whiteout::Opaque | Whiteout::Bare)) || is_device_whiteout(record);
        if record.kind == Kind::Hardlink && !hides {
            let body = self.body(record);
            self.links.push(HardLink { entry: record.entry, body });
        }
        let node = match record.name {
            b"." if record.kind == Kind::Directory => Some(Node::ROOT),
            b"." | b".." => None,
            name => self.folder(record.folder, !hides).and_then(|folder| self.nodes.path(folder, name)),
        };
        let Some(node) = node else {
            // Nothing can be hidden below what is no folder.
            if !hides {
                self.notes.add(Note::Outside, self.layer, record.entry);
                self.outside.push(record.entry);
            }
            return;
        };
        let folder = self.nodes.parent(node);
        let mut flags = if record.kind == Kind::Directory { is::FOLDER } else { 0 };
        match whiteout {
            Some(Whiteout::Bare) => self.notes.add(Note::BareWhiteout, self.layer, record.entry),
            Some(Whiteout::Opaque) => self.nodes.set(folder, is::OPAQUE),
            _ => {}
        }
        if hides {
            flags = is::WHITEOUT;
        } else {
            flags |= self.aside(folder, record, whiteout == Some(Whiteout::Aufs));
        }
        if flags & is::FOLDER != 0 && is_opaque(record) {
            flags |= is::OPAQUE;
        }
        self.is_plain &= flags & !is::FOLDER == 0;
        if flags & is::ASIDE != 0 {
            self.set_aside = self.set_aside.saturating_add(1);
        }
        self.lay(node, record.entry, flags);
    }

    /// Lays an entry down: the later of two entries of one path is what counts, and a directory keeps what was put into it.
    fn lay(&mut self, node: Node, entry: u32, mut flags: u8) {
        if self.nodes.is(node, is::PRESENT) {
            self.replaced.extend(replaced(&self.nodes, node));
            if self.nodes.is(node, is::FOLDER) && flags & is::FOLDER == 0 {
                self.empty(node);
            } else if self.nodes.is(node, is::FOLDER | is::OPAQUE) {
                flags |= is::OPAQUE;
            }
        }
        self.nodes.put(node, Some(self.id(entry)), flags);
    }

    fn empty(&mut self, folder: Node) {
        let all = &mut self.replaced;
        self.nodes.empty(folder, &mut |nodes, node| all.extend(replaced(nodes, node)));
    }

    /// Whether an entry belongs to those that are of no concern: by its name, or because its folder does.
    fn aside(&mut self, folder: Node, record: &Record<'_>, aufs: bool) -> u8 {
        if aufs || self.nodes.is(folder, is::ASIDE) {
            self.notes.add(Note::SetAside, self.layer, record.entry);
            return is::ASIDE;
        }
        let in_root = !self.all && folder == Node::ROOT && record.kind == Kind::File;
        if in_root && is_of_estargz(record.name) { is::ASIDE } else { 0 }
    }

    /// Where a folder of the index is, made if it is missing; `None` outside of the root. With `real`, it is more than a
    /// place for whiteouts.
    fn folder(&mut self, folder: u32, real: bool) -> Option<Node> {
        let mut missing = Vec::new();
        let mut number = folder;
        let mut node = loop {
            match self.known(number) {
                Some(node) => break node,
                None => {
                    let (parent, name) = self.index.folder(number)?;
                    if name == b".." {
                        return None;
                    }
                    missing.push(number);
                    number = parent;
                }
            }
        };
        if real {
            self.be_real(node);
        }
        let mut plain = true;
        while let Some(number) = missing.pop() {
            let (_, name) = self.index.folder(number)?;
            let (child, by_link) = self.enter(node, name, real)?;
            node = child;
            plain &= !by_link;
            if let Some(known) = self.folders.get_mut(number as usize).filter(|_| plain) {
                *known = Some(node);
            }
        }
        Some(node)
    }

    /// Where a folder was found before, if it still is there.
    fn known(&self, folder: u32) -> Option<Node> {
        if folder == 0 {
            return Some(Node::ROOT);
        }
        self.folders.get(folder as usize).copied().flatten().filter(|node| self.nodes.is_folder(*node))
    }

    /// The folder `name` in `parent`, and whether a link led to it.
    fn enter(&mut self, parent: Node, name: &[u8], real: bool) -> Option<(Node, bool)> {
        let node = self.nodes.path(parent, name)?;
        if self.nodes.is_folder(node) {
            if real {
                self.be_real(node);
            }
            return Some((node, false));
        }
        if self.nodes.is(node, is::PRESENT) {
            if let Some(folder) = self.follow(node, real) {
                return Some((folder, true));
            }
            if !real {
                return None;
            }
            if let Some(before) = replaced(&self.nodes, node) {
                self.notes.add(Note::UnderFile, self.layer, before.0);
                self.replaced.push(before);
            }
        }
        let aside = matches!(Whiteout::of(name), Some(Whiteout::Aufs)) || self.nodes.is(parent, is::ASIDE);
        let flags = is::FOLDER | if aside { is::ASIDE } else { 0 } | if real { 0 } else { is::BARE };
        self.nodes.put(node, None, flags);
        Some((node, false))
    }

    /// The folder that a symbolic link of this layer leads to, made if it is missing: lower layers may have it.
    fn follow(&mut self, link: Node, real: bool) -> Option<Node> {
        let index = self.index;
        let target = self.target(link)?;
        let mut steps = self.steps;
        let parent = self.nodes.parent(link);
        let reached = walk(&self.nodes, parent, target, true, &|node| target_of(&self.nodes, index, node), &mut steps);
        self.steps = steps;
        let node = match reached {
            Reached::There(node) => Some(node).filter(|node| self.nodes.is_folder(*node))?,
            Reached::Blocked => return None,
            Reached::Missing(mut node, names) => {
                if real {
                    self.be_real(node);
                }
                for name in names {
                    node = if name == b".." { self.nodes.parent(node) } else { self.enter(node, name, real)?.0 };
                }
                node
            }
        };
        if real {
            self.be_real(node);
        }
        Some(node)
    }

    fn be_real(&mut self, mut node: Node) {
        while self.nodes.is(node, is::BARE) {
            self.nodes.clear(node, is::BARE);
            node = self.nodes.parent(node);
        }
    }

    fn target(&self, node: Node) -> Option<&'a [u8]> {
        target_of(&self.nodes, self.index, node)
    }

    /// The entry that a hard link to this path would be made of, as far as the layer is unpacked.
    pub(super) fn linkable(&mut self, path: &[u8]) -> Option<u32> {
        let index = self.index;
        let mut steps = self.steps;
        let reached =
            walk(&self.nodes, Node::ROOT, path, false, &|node| target_of(&self.nodes, index, node), &mut steps);
        self.steps = steps;
        let Reached::There(node) = reached else { return None };
        let is_file = !self.nodes.is(node, is::WHITEOUT) && !self.nodes.is(node, is::FOLDER);
        self.nodes.origin(node).filter(|_| is_file).map(|origin| origin.entry)
    }

    fn body(&mut self, record: &Record<'a>) -> Body {
        let found = record.link.and_then(|target| self.linkable(target));
        found.map_or(Body::Unknown, |entry| shown(self.index, self.layer, &self.links, entry))
    }
}

/// The entry that is replaced by what comes to its place; whiteouts and what is set aside hide nothing when they go.
fn replaced(nodes: &Nodes, node: Node) -> Option<(u32, Node)> {
    let counts = !nodes.is(node, is::WHITEOUT) && !nodes.is(node, is::ASIDE);
    nodes.origin(node).filter(|_| counts).map(|origin| (origin.entry, node))
}

pub(super) fn target_of<'a>(nodes: &Nodes, index: &'a LayerIndex, node: Node) -> Option<&'a [u8]> {
    let record = index.record(nodes.origin(node)?.entry)?;
    record.link.filter(|_| record.kind == Kind::Symlink)
}

/// Whether eStargz adds files of this name to the root of each layer.
pub(crate) fn is_of_estargz(name: &[u8]) -> bool {
    STARGZ.contains(&name)
}

/// The whiteout of overlayfs itself, which some tools store as it is.
pub(super) fn is_device_whiteout(record: &Record<'_>) -> bool {
    record.kind == Kind::Char && record.device == Some((0, 0))
}

/// The opaque directory of overlayfs itself.
fn is_opaque(record: &Record<'_>) -> bool {
    record
        .xattrs
        .into_iter()
        .any(|(name, value)| matches!(name, b"trusted.overlay.opaque" | b"user.overlay.opaque") && value == b"y")
}
