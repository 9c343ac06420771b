//! What is odd about layers, counted: a million odd entries are one finding.

use std::collections::BTreeMap;

use super::layers::{EntryId, Layers};
use crate::finding::Finding;

/// What can be odd about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    BareWhiteout,
    Outside,
    /// Of the entry that is no folder.
    UnderFile,
    BrokenHardlink,
    SetAside,
}

/// How often each was seen in each layer, and where first.
#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<(u32, Note), (u64, EntryId)>);

impl Notes {
    /// Adds one, seen in `layer` at one of its entries.
    pub(super) fn add(&mut self, note: Note, layer: u32, entry: u32) {
        self.add_at(note, layer, EntryId::new(layer, entry));
    }

    /// Adds one, seen in `layer` at an entry of any layer.
    pub(super) fn add_at(&mut self, note: Note, layer: u32, at: EntryId) {
        let (count, _) = self.0.entry((layer, note)).or_insert((0, at));
        *count = count.saturating_add(1);
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// As findings, layer by layer.
    pub(super) fn findings(&self, layers: &Layers) -> Vec<Finding> {
        let finding = |(&(layer, note), &(count, first)): (&(u32, Note), &(u64, EntryId))| {
            let index = layers.indexes.get(first.layer as usize).and_then(Option::as_ref);
            let path = index.map(|index| index.path(first.entry)).unwrap_or_default();
            note.finding(count, &String::from_utf8_lossy(&path)).at_layer(layer as usize, layers.indexes.len())
        };
        self.0.iter().map(finding).collect()
    }
}

impl Note {
    fn finding(self, count: u64, path: &str) -> Finding {
        let (make, code, what, hint): (fn(&str, String) -> Finding, _, _, _) = match self {
            Self::BareWhiteout => (
                Finding::error,
                "layer/bare-whiteout",
                "`.wh.` alone removes nothing",
                "the tool that made the layer is at fault; engines refuse it",
            ),
            Self::Outside => (
                Finding::warning,
                "layer/outside",
                "an entry's path leads out of the image",
                "it is listed with its layer and not in the merged files; engines refuse it",
            ),
            Self::UnderFile => (
                Finding::warning,
                "layer/under-file",
                "an entry lies under what is no directory",
                "a directory is shown in its place; engines refuse it, or follow the link if it is one",
            ),
            Self::BrokenHardlink => {
                (Finding::warning, "layer/broken-hardlink", "a hard link leads to no file", "engines refuse the layer")
            }
            Self::SetAside => (
                Finding::info,
                "layer/set-aside",
                "an entry that aufs left behind is no part of the image",
                "it is listed with its layer and not in the merged files",
            ),
        };
        let more = if count > 1 { &*format!(" ({count} times, first: {path})") } else { &*format!(" ({path})") };
        make(code, format!("{what}{more}")).param("count", count).param("path", path).at_path(path).hint(hint)
    }
}
