//! Looking for files in all layers.

use std::ops::Range;

use super::{FilePage, FileRow, Files, rows, stored_row};
use crate::error::Result;
use crate::layer::{LayerIndex, Whiteout};
use crate::order;
use crate::pattern::{Glob, contains};
use crate::tar::Kind;
use crate::tree::{EntryId, Node, OwnTree, Tree, is_of_estargz};

/// How a pattern is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// See [`pattern`](crate::pattern).
    Glob,
    /// Anywhere in the path, in both cases of ASCII's letters.
    Text,
}

/// What was found last, by the entries' places in all that is looked at.
pub(super) struct Found {
    pattern: String,
    meant: As,
    hits: Vec<u32>,
}

impl Files {
    /// The files of all layers that match, in the order of layers and of each layer's tar; of a layer, those in it.
    pub fn find(&mut self, pattern: &str, meant: As, from: usize, count: usize) -> Result<FilePage> {
        self.take_in();
        let known = self.found.as_ref().is_some_and(|found| found.pattern == pattern && found.meant == meant);
        if !known {
            let hits = match meant {
                As::Glob => {
                    let glob = Glob::parse(pattern)?;
                    let mut matcher = glob.matcher();
                    self.matching(&mut |path, _, _| matcher.matches(path))
                }
                As::Text => {
                    let text = pattern.to_ascii_lowercase().into_bytes();
                    let mut folder_has_it = false;
                    self.matching(&mut |path, prefix, same| {
                        if !same {
                            folder_has_it = path.get(..prefix).is_some_and(|folder| contains(folder, &text));
                        }
                        // Else it reaches into the name.
                        let from = (prefix + 1).saturating_sub(text.len());
                        folder_has_it || path.get(from..).is_some_and(|rest| contains(rest, &text))
                    })
                }
            };
            self.found = Some(Found { pattern: pattern.to_owned(), meant, hits });
        }
        let hits = self.found.as_ref().map(|found| found.hits.as_slice()).unwrap_or_default();
        Ok(self.found(hits, from, count))
    }

    /// Paths of all that is looked at, for a matcher of another kind: `hits` for [`found`](Self::found) are places in it.
    /// Empty, as no path is, for what was set aside. Fewer than asked for where they are very long, none only at the end.
    pub fn paths(&self, from: usize, count: usize) -> Vec<String> {
        let mut paths = Vec::new();
        let (tree, mut passed) = (self.tree.borrow(), 0);
        let mut left = self.summary.limits.page_bytes;
        for (_, index, range) in self.looked_at(&tree) {
            let end = passed + range.len();
            let skipped = from.saturating_sub(passed).min(range.len());
            let wanted = range.skip(skipped).take(count - paths.len());
            let aside = (tree.set_aside() > 0 && wanted.len() > 0).then(|| Aside::new(index, self.all));
            for entry in wanted {
                let Ok(entry) = u32::try_from(entry) else { break };
                if left == 0 {
                    return paths;
                }
                let is_aside = aside.as_ref().is_some_and(|aside| aside.holds(entry));
                let path = if is_aside { Vec::new() } else { index.path(entry) };
                left = left.saturating_sub(path.len() as u64);
                paths.push(String::from_utf8_lossy(&path).into_owned());
            }
            passed = end;
        }
        paths
    }

    /// Rows of hits, by their places in all that is looked at.
    pub fn found(&self, hits: &[u32], from: usize, count: usize) -> FilePage {
        let tree = self.tree.borrow();
        let row = |hit: &u32| {
            let id = self.numbered(&tree, *hit as usize)?;
            let is_outside = tree.outside(id.layer).binary_search(&id).is_ok();
            let hidden = tree.hidden_by(id).map(|hidden| hidden.by).or(is_outside.then_some(id.layer));
            Some(FileRow { hidden_by: Some(hidden), ..stored_row(&tree, id)? })
        };
        let rows =
            rows::within(self.summary.limits.page_bytes, &mut hits.iter().skip(from).take(count).filter_map(row));
        FilePage { path: None, from, total: hits.len(), rows }
    }

    fn numbered(&self, tree: &Tree, number: usize) -> Option<EntryId> {
        let mut rest = number;
        for (layer, _, range) in self.looked_at(tree) {
            if rest < range.len() {
                return Some(EntryId::new(layer, u32::try_from(rest).ok()?));
            }
            rest -= range.len();
        }
        None
    }

    /// The layers that are looked at, with their entries.
    fn looked_at<'t>(&self, tree: &'t Tree) -> impl Iterator<Item = (u32, &'t LayerIndex, Range<usize>)> + use<'t> {
        let chosen = self.layer;
        let layers = (0..).zip(tree.layers()).filter(move |(layer, _)| chosen.is_none_or(|chosen| chosen == *layer));
        layers.filter_map(|(layer, index)| index.as_deref().map(|index| (layer, index, 0..index.len())))
    }

    /// Places of the entries whose paths match. What was set aside is passed over.
    fn matching(&self, matches: &mut dyn FnMut(&[u8], usize, bool) -> bool) -> Vec<u32> {
        let tree = self.tree.borrow();
        let (mut hits, mut before) = (Vec::new(), 0);
        for (_, index, range) in self.looked_at(&tree) {
            let first = before;
            let aside = Aside::new(index, self.all);
            each_path(index, &mut |entry, path, prefix, same| {
                if matches(path, prefix, same) && !aside.holds(entry) {
                    hits.push(entry + first);
                }
            });
            before += u32::try_from(range.len()).unwrap_or(u32::MAX);
        }
        hits
    }
}

/// The entries of a layer, all but those that were set aside.
pub(super) fn all_entries(index: &LayerIndex, all: bool) -> Vec<u32> {
    let aside = Aside::new(index, all);
    (0..u32::try_from(index.len()).unwrap_or(u32::MAX)).filter(|entry| !aside.holds(*entry)).collect()
}

/// Those that are stored at or below a node's path, or that a link of the layer leads there.
pub(super) fn entries_below(own: &OwnTree, node: Node, all: bool) -> Vec<u32> {
    let (index, path) = (own.index(), own.path(node));
    if node == Node::ROOT {
        return all_entries(index, all);
    }
    let aside = Aside::new(index, all);
    let mut entries = Vec::new();
    each_path(index, &mut |entry, of_entry, _, _| {
        let rest = of_entry.strip_prefix(&*path);
        if rest.is_some_and(|rest| rest.first().is_none_or(|next| *next == b'/')) && !aside.holds(entry) {
            entries.push(entry);
        }
    });
    let mut below = vec![node];
    while let Some(node) = below.pop() {
        entries.extend(own.origin(node).map(|id| id.entry).filter(|entry| !aside.holds(*entry)));
        below.extend_from_slice(own.children(node));
    }
    order::sort_by(&mut entries, &u32::cmp);
    entries.dedup();
    entries
}

/// Takes the number of an entry, its path, the length of its folder's part, and whether that is the last one's.
type EachPath<'a> = &'a mut dyn FnMut(u32, &[u8], usize, bool);

fn each_path(index: &LayerIndex, give: EachPath<'_>) {
    let mut path = Vec::new();
    let (mut known, mut prefix) = (None, 0);
    for entry in 0..u32::try_from(index.len()).unwrap_or(u32::MAX) {
        let Some((folder, name)) = index.name(entry) else { break };
        let same = known == Some(folder);
        if same {
            path.truncate(prefix);
            path.extend_from_slice(name);
        } else {
            path = index.path(entry);
            (known, prefix) = (Some(folder), path.len().saturating_sub(name.len()));
        }
        give(entry, &path, prefix, same);
    }
}

/// What builders added to a layer for themselves.
pub(super) struct Aside<'a> {
    index: &'a LayerIndex,
    /// Of each folder.
    folders: Vec<bool>,
    all: bool,
}

impl<'a> Aside<'a> {
    pub(super) fn new(index: &'a LayerIndex, all: bool) -> Self {
        let mut folders: Vec<bool> = Vec::with_capacity(index.folder_count());
        for number in 0..u32::try_from(index.folder_count()).unwrap_or(0) {
            let (parent, name) = index.folder(number).unwrap_or_default();
            folders.push(is_of_aufs(name) || folders.get(parent as usize) == Some(&true));
        }
        Self { index, folders, all }
    }

    pub(super) fn holds(&self, entry: u32) -> bool {
        let Some((folder, name)) = self.index.name(entry) else { return false };
        let is_file = || self.index.record(entry).is_some_and(|record| record.kind == Kind::File);
        is_of_aufs(name)
            || self.folders.get(folder as usize) == Some(&true)
            || (!self.all && folder == 0 && is_of_estargz(name) && is_file())
    }
}

fn is_of_aufs(name: &[u8]) -> bool {
    Whiteout::of(name) == Some(Whiteout::Aufs)
}
