//! The paths of a tree: what lies where, found by name.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hasher};

use super::EntryId;

/// A path of a tree. Its number stays the same as long as the tree lives; parents have lower numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(u32);

/// What lies at a path. No bit at all: nothing does, any more or yet.
pub(super) mod is {
    pub(in super::super) const PRESENT: u8 = 1;
    pub(in super::super) const FOLDER: u8 = 2;
    /// In the list of its parent's children. Those that left are still there until that list is taken apart.
    pub(super) const LISTED: u8 = 4;
    /// In a layer's own tree: hides what lower layers have in this folder.
    pub(in super::super) const OPAQUE: u8 = 8;
    /// In a layer's own tree: removes something of lower layers, and is nothing itself.
    pub(in super::super) const WHITEOUT: u8 = 16;
    /// In a layer's own tree: of no concern to whoever looks at the image.
    pub(in super::super) const ASIDE: u8 = 32;
    /// In a layer's own tree: a folder that only holds whiteouts, and comes to be by nobody's will.
    pub(in super::super) const BARE: u8 = 64;
    /// In the merged tree, while a layer is laid over it: that layer removed it, but may make it anew.
    pub(in super::super) const GOING: u8 = 128;
}

/// All paths that were ever spoken of. A path is never forgotten, so nothing that refers to one goes stale; whether
/// something lies there is another matter.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    slots: Vec<Slot>,
    /// One behind the other; each ends where its slot says.
    names: Vec<u8>,
    /// The children of each as a list, in no order.
    lists: Vec<List>,
    /// Open addressing by parent and name, at most half full, never taken from.
    table: Vec<u32>,
    /// Decides where in the table a name belongs.
    seed: u64,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    parent: Node,
    name_end: u32,
    /// The entry that put there what lies there; none for a folder that only is implied.
    origin: EntryId,
    flags: u8,
}

#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    next: u32,
}

const NONE: u32 = u32::MAX;
const NOWHERE: Slot = Slot { parent: Node::ROOT, name_end: 0, origin: EntryId::NONE, flags: 0 };
const EMPTY: List = List { first: NONE, next: NONE };

impl Node {
    /// The root.
    pub const ROOT: Self = Self(0);

    /// For what travels as a number, and back by [`Tree::node`](super::Tree::node).
    pub fn number(self) -> u32 {
        self.0
    }

    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}

impl Nodes {
    /// With the root, an empty folder, and room for `count` more. Whoever chooses the names must not know `seed` before:
    /// names that all belong in one place of the table are each compared with all others.
    pub(super) fn new(count: usize, seed: u64) -> Self {
        let mut nodes = Self { seed, ..Self::default() };
        nodes.reserve(count.saturating_add(1));
        nodes.slots.push(Slot { flags: is::PRESENT | is::FOLDER, ..NOWHERE });
        nodes.lists.push(EMPTY);
        nodes
    }

    /// Makes room for `count` more: doubling a large tree would leave up to half of it unused.
    pub(super) fn reserve(&mut self, count: usize) {
        if count > self.slots.len() / 4 {
            self.slots.reserve_exact(count);
            self.lists.reserve_exact(count);
        }
        let room = self.slots.len().saturating_add(count).saturating_mul(2).next_power_of_two();
        if room > self.table.len() {
            self.spread(room);
        }
    }

    /// How many paths, those where nothing lies included.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// All paths, parents first.
    pub(super) fn all(&self) -> impl Iterator<Item = Node> + use<> {
        (0..u32::try_from(self.slots.len()).unwrap_or(NONE)).map(Node)
    }

    /// The path of this number.
    pub(super) fn numbered(&self, number: u32) -> Option<Node> {
        self.slots.get(number as usize).map(|_| Node(number))
    }

    /// A path, whether something lies there or not.
    pub(super) fn find(&self, parent: Node, name: &[u8]) -> Option<Node> {
        self.probe(parent, name).ok()
    }

    /// A whole path, whether something lies there or not, if it was ever spoken of.
    pub(super) fn known(&self, path: &[u8]) -> Option<Node> {
        let mut names = path.split(|byte| *byte == b'/').filter(|name| !name.is_empty() && *name != b".");
        names.try_fold(Node::ROOT, |node, name| self.find(node, name))
    }

    /// A path, where something lies.
    pub(super) fn present(&self, parent: Node, name: &[u8]) -> Option<Node> {
        self.find(parent, name).filter(|node| self.is(*node, is::PRESENT))
    }

    /// A path, made if it was never spoken of. `None` where there is no room for more.
    pub(super) fn path(&mut self, parent: Node, name: &[u8]) -> Option<Node> {
        if self.table.len() < self.slots.len().saturating_mul(2) {
            self.spread(self.table.len().saturating_mul(2).max(64));
        }
        let place = match self.probe(parent, name) {
            Ok(node) => return Some(node),
            Err(place) => place,
        };
        let number = u32::try_from(self.slots.len()).ok().filter(|number| *number < NONE)?;
        let name_end = u32::try_from(self.names.len().checked_add(name.len())?).ok()?;
        if self.names.capacity().saturating_sub(self.names.len()) < name.len() {
            self.names.reserve_exact(name.len().max(self.names.len() / 4).max(64));
        }
        self.names.extend_from_slice(name);
        self.slots.push(Slot { parent, name_end, ..NOWHERE });
        self.lists.push(EMPTY);
        *self.table.get_mut(place)? = number;
        Some(Node(number))
    }

    pub(super) fn parent(&self, node: Node) -> Node {
        self.slot(node).parent
    }

    /// The last part of its path; empty for the root.
    pub(super) fn name(&self, node: Node) -> &[u8] {
        let start = node.0.checked_sub(1).map_or(0, |before| self.slot(Node(before)).name_end);
        self.names.get(start as usize..self.slot(node).name_end as usize).unwrap_or_default()
    }

    /// The names from the root to it, with slashes between; `.` for the root.
    pub(super) fn full_path(&self, node: Node) -> Vec<u8> {
        let mut names = Vec::new();
        let mut at = node;
        while at != Node::ROOT {
            names.push(self.name(at));
            at = self.parent(at);
        }
        names.reverse();
        if names.is_empty() { b".".to_vec() } else { names.join(&b'/') }
    }

    /// The order of two paths, name by name.
    pub(super) fn order(&self, one: Node, other: Node) -> Ordering {
        let depth =
            |node| std::iter::successors(Some(node), |at| (*at != Node::ROOT).then(|| self.parent(*at))).count();
        let lifted = |node, by: usize| (0..by).fold(node, |at, _| self.parent(at));
        let (left, right) = (depth(one), depth(other));
        let mut left_at = lifted(one, left.saturating_sub(right));
        let mut right_at = lifted(other, right.saturating_sub(left));
        if left_at == right_at {
            return left.cmp(&right);
        }
        while self.parent(left_at) != self.parent(right_at) {
            (left_at, right_at) = (self.parent(left_at), self.parent(right_at));
        }
        self.name(left_at).cmp(self.name(right_at))
    }

    /// Whether all of these bits are set.
    pub(super) fn is(&self, node: Node, flags: u8) -> bool {
        self.slot(node).flags & flags == flags
    }

    pub(super) fn is_folder(&self, node: Node) -> bool {
        self.is(node, is::PRESENT | is::FOLDER)
    }

    /// The entry that put there what lies (or lay) there; `None` for an implied folder.
    pub(super) fn origin(&self, node: Node) -> Option<EntryId> {
        Some(self.slot(node).origin).filter(|origin| *origin != EntryId::NONE)
    }

    /// Puts something there, in place of what was. `flags` need not say that it is present.
    pub(super) fn put(&mut self, node: Node, origin: Option<EntryId>, flags: u8) {
        let Some(slot) = self.slots.get_mut(node.at()) else { return };
        let listed = slot.flags & is::LISTED;
        slot.origin = origin.unwrap_or(EntryId::NONE);
        slot.flags = flags | is::PRESENT | is::LISTED;
        let parent = slot.parent;
        if listed == 0 && node != Node::ROOT {
            let before = self.lists.get_mut(parent.at()).map(|list| std::mem::replace(&mut list.first, node.0));
            if let (Some(list), Some(before)) = (self.lists.get_mut(node.at()), before) {
                list.next = before;
            }
        }
    }

    pub(super) fn set(&mut self, node: Node, flags: u8) {
        if let Some(slot) = self.slots.get_mut(node.at()) {
            slot.flags |= flags;
        }
    }

    pub(super) fn clear(&mut self, node: Node, flags: u8) {
        if let Some(slot) = self.slots.get_mut(node.at()) {
            slot.flags &= !flags;
        }
    }

    /// Takes everything below a folder away, giving it to `gone`. Each path is looked at once for each time that something was put
    /// there, so many layers that fill and empty a folder cost no more than what they put there.
    pub(super) fn empty(&mut self, folder: Node, gone: &mut dyn FnMut(&mut Self, Node)) {
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            let mut next =
                self.lists.get_mut(folder.at()).map_or(NONE, |list| std::mem::replace(&mut list.first, NONE));
            while next != NONE {
                let child = Node(next);
                next = self.lists.get(child.at()).map_or(NONE, |list| list.next);
                if self.is(child, is::PRESENT) {
                    if self.is(child, is::FOLDER) {
                        folders.push(child);
                    }
                    self.clear(child, is::PRESENT);
                    gone(self, child);
                }
                self.clear(child, is::LISTED);
            }
        }
    }

    /// What lies in a folder, in no order.
    pub(super) fn children(&self, folder: Node) -> impl Iterator<Item = Node> {
        let mut next = self.lists.get(folder.at()).map_or(NONE, |list| list.first);
        std::iter::from_fn(move || {
            let node = Some(Node(next)).filter(|_| next != NONE)?;
            next = self.lists.get(node.at()).map_or(NONE, |list| list.next);
            Some(node)
        })
        .filter(|node| self.is(*node, is::PRESENT))
    }

    /// Nothing more is put anywhere: gives back the room that only that needs.
    pub(super) fn complete(&mut self) {
        self.lists = Vec::new();
    }

    /// Nothing more is looked for either.
    pub(super) fn forget_names(&mut self) {
        self.complete();
        self.table = Vec::new();
    }

    fn slot(&self, node: Node) -> Slot {
        self.slots.get(node.at()).copied().unwrap_or(NOWHERE)
    }

    /// The path, or where it belongs in the table.
    fn probe(&self, parent: Node, name: &[u8]) -> Result<Node, usize> {
        let mask = self.table.len().wrapping_sub(1);
        let mut place = hash(self.seed, parent, name) & mask;
        loop {
            match self.table.get(place) {
                None | Some(&NONE) => return Err(place),
                Some(&number) => {
                    let node = Node(number);
                    if self.slot(node).parent == parent && self.name(node) == name && node != Node::ROOT {
                        return Ok(node);
                    }
                }
            }
            place = place.wrapping_add(1) & mask;
        }
    }

    fn spread(&mut self, room: usize) {
        self.table = Vec::new();
        self.table.resize(room, NONE);
        for node in self.all().skip(1) {
            if let Err(place) = self.probe(self.parent(node), self.name(node))
                && let Some(slot) = self.table.get_mut(place)
            {
                *slot = node.0;
            }
        }
    }
}

fn hash(seed: u64, parent: Node, name: &[u8]) -> usize {
    let mut hasher = DefaultHasher::new();
    hasher.write_u64(seed);
    hasher.write_u32(parent.0);
    hasher.write(name);
    usize::try_from(hasher.finish() & u64::from(NONE)).unwrap_or(0)
}
