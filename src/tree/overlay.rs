//! Laying one layer over those below it, as overlayfs does.
//!
//! First what the layer hides of lower layers goes: its whiteouts and opaque directories, in whatever order they are
//! stored. Then what it holds comes: a directory on a directory is one directory, anything else replaces what was there
//! with all below it. What went and came back in the same layer was replaced, not removed.

use super::change::{Change, Fate};
use super::layers::{EntryId, Likeness};
use super::nodes::{Node, is};
use super::notes::Note;
use super::own::Own;
use super::{Doubt, Hidden, Tree};
use crate::layer::Whiteout;

impl Tree {
    pub(super) fn lay_over(&mut self, mut own: Own<'_>) {
        self.notes.append(std::mem::take(&mut own.notes));
        self.outside.extend(own.outside.iter().map(|entry| EntryId::new(own.layer, *entry)));
        self.set_aside = self.set_aside.saturating_add(own.set_aside);
        if self.nodes.len() == 1 && self.nodes.origin(Node::ROOT).is_none() && own.is_plain {
            // Over nothing it is as it is: the base layer is often by far the largest.
            self.nodes = std::mem::take(&mut own.nodes);
            self.base = Some(own.layer);
            for (entry, node) in own.replaced {
                self.hide(node, EntryId::new(own.layer, entry), own.layer, Fate::Overwritten);
            }
            return;
        }
        own.nodes.forget_names();
        let (mut gone, new) = self.take_away(&own);
        self.nodes.reserve(new);
        for (entry, node) in std::mem::take(&mut own.replaced) {
            let place = self.place_of(&own, node);
            self.hide(place, EntryId::new(own.layer, entry), own.layer, Fate::Overwritten);
        }
        self.bring(&own, &mut gone);
        for node in gone {
            if self.nodes.is(node, is::GOING) {
                self.nodes.clear(node, is::GOING);
                if let Some(origin) = self.nodes.origin(node) {
                    self.hide(node, origin, own.layer, Fate::Removed);
                }
            }
        }
    }

    /// Removes what the layer hides. Gives the list of it, and how many paths of the layer are new.
    fn take_away(&mut self, own: &Own<'_>) -> (Vec<Node>, usize) {
        let (mut gone, mut new) = (Vec::new(), 0);
        // The merged folder for each folder of the layer, where lower layers have one.
        let mut below: Vec<Option<Node>> = vec![None; own.nodes.len()];
        for node in own.nodes.all() {
            if !own.nodes.is(node, is::PRESENT) {
                continue;
            }
            let name = own.nodes.name(node);
            let parent = below.get(own.nodes.parent(node).at()).copied().flatten();
            let lower =
                if node == Node::ROOT { Some(node) } else { parent.and_then(|parent| self.nodes.find(parent, name)) };
            new += usize::from(lower.is_none());
            if own.nodes.is(node, is::WHITEOUT) {
                let removed = match (Whiteout::of(name), parent) {
                    (Some(Whiteout::Of(name)), Some(parent)) => self.nodes.find(parent, name),
                    (None, _) => lower,
                    _ => None,
                };
                if let Some(removed) = removed.filter(|removed| self.nodes.is(*removed, is::PRESENT)) {
                    self.take(removed, &mut gone);
                }
            } else if let Some(folder) = lower.filter(|_| own.nodes.is(node, is::FOLDER)) {
                if own.nodes.is(node, is::OPAQUE) {
                    self.empty(folder, &mut gone);
                }
                if let Some(slot) = below.get_mut(node.at()) {
                    *slot = Some(folder);
                }
            }
        }
        (gone, new)
    }

    fn take(&mut self, node: Node, gone: &mut Vec<Node>) {
        self.empty(node, gone);
        self.nodes.clear(node, is::PRESENT);
        self.nodes.set(node, is::GOING);
        gone.push(node);
    }

    fn empty(&mut self, folder: Node, gone: &mut Vec<Node>) {
        self.nodes.empty(folder, &mut |nodes, node| {
            nodes.set(node, is::GOING);
            gone.push(node);
        });
    }

    /// Puts what the layer holds in its places.
    fn bring(&mut self, own: &Own<'_>, gone: &mut Vec<Node>) {
        let mut places: Vec<Option<Node>> = vec![None; own.nodes.len()];
        for node in own.nodes.all() {
            let comes = own.nodes.is(node, is::PRESENT)
                && ![is::WHITEOUT, is::ASIDE, is::BARE].iter().any(|flag| own.nodes.is(node, *flag));
            let parent = places.get(own.nodes.parent(node).at()).copied().flatten();
            let place = match parent {
                _ if node == Node::ROOT => Some(node),
                Some(parent) if comes => self.nodes.path(parent, own.nodes.name(node)),
                _ => None,
            };
            let (Some(place), Some(slot)) = (place, places.get_mut(node.at())) else { continue };
            *slot = Some(place);
            match (own.nodes.is(node, is::FOLDER), own.nodes.origin(node)) {
                (true, None) => self.imply(place, own.layer),
                (true, Some(origin)) => self.put(place, origin, is::FOLDER),
                (false, Some(origin)) => {
                    if self.nodes.is_folder(place) {
                        self.empty(place, gone);
                    }
                    self.put(place, origin, 0);
                }
                (false, None) => {}
            }
        }
    }

    /// A folder that no entry is about: that of a lower layer stays as it is.
    fn imply(&mut self, place: Node, layer: u32) {
        if self.nodes.is_folder(place) {
            return;
        }
        if let Some(before) = self.before(place) {
            if self.nodes.is(place, is::PRESENT) {
                self.notes.add_at(Note::UnderFile, layer, before);
            }
            self.hide(place, before, layer, Fate::Overwritten);
        }
        self.nodes.put(place, None, is::FOLDER);
        self.implied.push((place, layer));
    }

    /// An entry and what it does to what was in its place.
    fn put(&mut self, place: Node, origin: EntryId, flags: u8) {
        // That there is a root goes without saying: its first entry is added, as any first entry.
        let is_there = self.nodes.is(place, is::PRESENT) && place != Node::ROOT;
        let change = match self.before(place) {
            Some(before) => self.replace(place, before, origin),
            // An implied folder.
            None if is_there && flags & is::FOLDER != 0 => Change::Metadata,
            None if is_there => Change::Modified,
            None => Change::Added,
        };
        self.set_change(origin, change);
        self.nodes.put(place, Some(origin), flags);
    }

    /// The entry that lies there, or was taken away by this layer.
    fn before(&self, place: Node) -> Option<EntryId> {
        let is_there = self.nodes.is(place, is::PRESENT) || self.nodes.is(place, is::GOING);
        self.nodes.origin(place).filter(|_| is_there)
    }

    fn replace(&mut self, place: Node, older: EntryId, newer: EntryId) -> Change {
        let same_metadata = self.layers.have_same_metadata(older, newer);
        let likeness = self.layers.likeness(older, newer);
        if likeness == Likeness::Unsure {
            self.doubts.push(Doubt { older, newer });
        }
        let same = match likeness {
            Likeness::Same => true,
            Likeness::Different => false,
            Likeness::Unsure => self.layers.have_same_time(older, newer),
        };
        self.hide(place, older, newer.layer, Fate::of(same));
        Change::of(same, same_metadata)
    }

    fn hide(&mut self, node: Node, id: EntryId, by: u32, fate: Fate) {
        self.hidden.push(Hidden { node, layer: id.layer, entry: id.entry, by, fate });
    }

    /// Where a path of the layer is among all paths, whether anything lies there or not.
    fn place_of(&mut self, own: &Own<'_>, node: Node) -> Node {
        let mut names = Vec::new();
        let mut at = node;
        while at != Node::ROOT {
            names.push(own.nodes.name(at));
            at = own.nodes.parent(at);
        }
        names.iter().rev().fold(at, |place, name| self.nodes.path(place, name).unwrap_or(place))
    }
}
