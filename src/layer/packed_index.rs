//! An index as bytes and back. What comes back may come from anywhere: all of it is checked.

use super::LayerIndex;
use super::index::{Columns, Flags, extra};
use super::packed_columns::{Pack, Packed};
use super::record::Xattrs;

/// One list for all three; a column that is forgotten would not come back.
macro_rules! columns {
    ($($column:ident)*) => {
        #[cfg(test)]
        impl Columns {
            /// Bytes of memory, unused room included.
            pub(super) fn room(&self) -> usize {
                [$(self.$column.room()),*].iter().sum()
            }
        }

        impl Pack for Columns {
            fn packed_len(&self) -> u64 {
                [$(self.$column.packed_len()),*].iter().sum()
            }

            fn pack(self, sink: &mut dyn FnMut(&[u8])) {
                $(self.$column.pack(sink);)*
            }

            fn unpack(source: &mut Packed<'_>) -> Option<Self> {
                let mut columns = Self::default();
                $(columns.$column = Pack::unpack(source)?;)*
                Some(columns)
            }
        }
    };
}

columns! {
    names folders flags typeflags sizes modes owners mtimes nanoseconds bodies contents content_rest
    extra_entries extra_tags extra_values
    parents folder_names
    uids gids unames gnames
    texts
}

impl Pack for LayerIndex {
    fn packed_len(&self) -> u64 {
        self.columns.packed_len()
    }

    fn pack(self, sink: &mut dyn FnMut(&[u8])) {
        self.columns.pack(sink);
    }

    fn unpack(source: &mut Packed<'_>) -> Option<Self> {
        Columns::unpack(source)?.checked().map(Self::of)
    }
}

impl Columns {
    /// Itself, if every number leads somewhere and every text is what it should be.
    fn checked(self) -> Option<Self> {
        (self.lengths_agree() && self.folders_are_right() && self.entries_are_right() && self.extras_are_right())
            .then_some(self)
    }

    fn lengths_agree(&self) -> bool {
        let entries = self.flags.len();
        let of_entries = [
            self.names.len(),
            self.folders.len(),
            self.typeflags.len(),
            self.sizes.len(),
            self.modes.len(),
            self.owners.len(),
            self.mtimes.len(),
            self.nanoseconds.len(),
            self.bodies.len(),
            self.contents.len(),
        ];
        let owners = self.uids.len();
        let extras = self.extra_entries.len();
        of_entries.iter().all(|length| *length == entries)
            && self.content_rest.len() <= entries
            && [self.extra_tags.len(), self.extra_values.len()] == [extras; 2]
            && self.parents.len() == self.folder_names.len()
            && [self.gids.len(), self.unames.len(), self.gnames.len()] == [owners; 3]
    }

    fn folders_are_right(&self) -> bool {
        (0..).zip(self.parents.iter()).all(|(number, parent)| {
            // A folder's number is one more than its place here: the root is none of these.
            parent <= number && self.folder_names.get(number).is_some_and(is_part)
        })
    }

    fn entries_are_right(&self) -> bool {
        let owned = self.unames.iter().chain(self.gnames.iter()).all(|text| (text as usize) < self.texts.len());
        let of_owners = self.owners.iter().all(|owner| (owner as usize) < self.uids.len());
        let modes = self.modes.iter().all(|mode| mode <= 0o7777);
        let flags =
            (0..).zip(self.flags.iter()).all(|(at, flags)| Flags::are_known(flags, at < self.content_rest.len()));
        let placed = (0..).zip(self.folders.iter()).all(|(entry, folder)| {
            let name = self.names.get(entry).unwrap_or_default();
            folder as usize <= self.parents.len() && (is_part(name) || folder == 0 && name == b".")
        });
        owned && of_owners && modes && flags && placed
    }

    fn extras_are_right(&self) -> bool {
        let text = |value: u64| u32::try_from(value).ok().and_then(|number| self.texts.get(number));
        let entries = self.flags.len();
        let known = self.extra_tags.iter().zip(self.extra_values.iter()).all(|(tag, value)| match tag {
            extra::LINK => text(value).is_some(),
            extra::XATTRS => text(value).is_some_and(|packed| Xattrs::new(packed).is_whole()),
            _ => tag <= extra::START,
        });
        self.extra_entries.iter().is_sorted()
            && self.extra_entries.iter().all(|entry| (entry as usize) < entries)
            && known
    }
}

/// A name within a folder.
fn is_part(name: &[u8]) -> bool {
    !name.is_empty() && name != b"." && !name.contains(&b'/')
}
