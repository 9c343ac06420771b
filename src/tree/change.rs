//! What a layer did at a path, and what became of the entry that was there before.

use super::layers::{EntryId, Likeness};
use super::own::is_device_whiteout;
use super::{Doubt, Hidden, Tree};
use crate::order;

/// What a layer's entry did to what lower layers have at its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Change {
    /// There was nothing. Also said of an entry that a later one of its own layer replaces.
    #[default]
    Added,
    /// Other bytes, another target or device, or another type.
    Modified,
    /// Only another mode, owner, time or attribute. A directory on a directory never does more.
    Metadata,
    /// A whiteout: it removes.
    Removed,
    /// It was stored again as it was.
    Unchanged,
}

/// What became of an entry that no container sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// Something else lies in its place.
    Overwritten,
    /// Nothing does.
    Removed,
    /// The same was stored again, at most with another mode, owner, time or attribute.
    Metadata,
}

impl Change {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Modified => "modified",
            Self::Metadata => "metadata",
            Self::Removed => "removed",
            Self::Unchanged => "unchanged",
        }
    }

    pub(super) fn of(same: bool, same_metadata: bool) -> Self {
        match (same, same_metadata) {
            (false, _) => Self::Modified,
            (true, false) => Self::Metadata,
            (true, true) => Self::Unchanged,
        }
    }
}

impl Fate {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overwritten => "overwritten",
            Self::Removed => "removed",
            Self::Metadata => "metadata",
        }
    }

    pub(super) fn of(same: bool) -> Self {
        if same { Self::Metadata } else { Self::Overwritten }
    }
}

impl Tree {
    /// What an entry did to what the layers below it have at its path. What was set aside and what lies outside of the
    /// root did nothing, and is said to be added.
    pub fn change_of(&self, id: EntryId) -> Change {
        if self.layers.record(id).is_some_and(|record| record.whiteout().is_some() || is_device_whiteout(&record)) {
            return Change::Removed;
        }
        self.changes
            .get(id.layer as usize)
            .and_then(|changes| changes.get(id.entry as usize))
            .copied()
            .unwrap_or_default()
    }

    pub(super) fn set_change(&mut self, id: EntryId, change: Change) {
        if let Some(place) = self.changes.get_mut(id.layer as usize).and_then(|layer| layer.get_mut(id.entry as usize))
        {
            *place = change;
        }
    }

    /// The files whose bytes decide whether one of them changed, and did not pass by when their layers were read, each once.
    /// Until [`settle`](Self::settle) says more, two files of one path, size and time are taken for the same.
    pub fn doubts(&self) -> Vec<EntryId> {
        let sides = self.doubts.iter().flat_map(|doubt| [doubt.older, doubt.newer]);
        let open = sides.filter_map(|id| {
            let body = self.layers.content(id)?;
            let known = self.layers.fingerprint(&self.layers.record(body)?, body);
            Some(body).filter(|_| known.is_none())
        });
        let mut open: Vec<EntryId> = open.collect();
        order::sort_by(&mut open, &EntryId::cmp);
        open.dedup();
        open
    }

    /// Changes with every [`settle`](Self::settle): what was made of the tree before is then out of date.
    pub fn settlings(&self) -> u32 {
        self.settlings
    }

    /// Says what the bytes of files, holes included, hash to by XXH64 with seed 0; changes and the fates of hidden entries
    /// are then right.
    pub fn settle(&mut self, known: impl IntoIterator<Item = (EntryId, u64)>) {
        self.layers.settled.extend(known);
        self.settlings = self.settlings.wrapping_add(1);
        for Doubt { older, newer } in std::mem::take(&mut self.doubts) {
            let likeness = self.layers.likeness(older, newer);
            if likeness == Likeness::Unsure {
                self.doubts.push(Doubt { older, newer });
                continue;
            }
            let same = likeness == Likeness::Same;
            self.set_change(newer, Change::of(same, self.layers.have_same_metadata(older, newer)));
            if let Ok(at) = self.hidden.binary_search_by_key(&older, Hidden::id)
                && let Some(hidden) = self.hidden.get_mut(at)
            {
                hidden.fate = Fate::of(same);
            }
        }
    }
}
