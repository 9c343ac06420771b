//! Every entry of a layer, in little room.

use std::hash::Hasher;

use super::column::{Column, Texts};
use super::interned::Interned;
use super::record::{Content, Record, Xattrs};
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::tar::{Entry, Kind};

/// What is in a layer: every entry of its tar, whiteouts too, in the order of the tar.
///
/// A million entries of ordinary names take less than 80 MB: numbers lie in columns, texts one behind the other, and
/// folders, owners and sets of extended attributes, which many entries share, are kept once.
#[derive(Clone, Debug, Default)]
pub struct LayerIndex {
    pub(super) columns: Columns,
    shared: Shared,
}

/// All that is kept. The columns of one group are equally long, but for `content_rest`, which may end early.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    // Of each entry.
    pub(super) names: Texts,
    pub(super) folders: Column<u32>,
    /// Kind, what kind of content, and whether there are extras; see [`Flags`].
    pub(super) flags: Column<u8>,
    pub(super) typeflags: Column<u8>,
    pub(super) sizes: Column<u64>,
    pub(super) modes: Column<u16>,
    pub(super) owners: Column<u32>,
    pub(super) mtimes: Column<u64>,
    pub(super) nanoseconds: Column<u32>,
    pub(super) bodies: Column<u64>,
    pub(super) contents: Column<u64>,
    /// The second half of digests.
    pub(super) content_rest: Column<u64>,
    // Of what only some entries have; sorted by entry.
    pub(super) extra_entries: Column<u32>,
    pub(super) extra_tags: Column<u8>,
    pub(super) extra_values: Column<u64>,
    // Of each folder below the root; parents come first.
    pub(super) parents: Column<u32>,
    pub(super) folder_names: Texts,
    // Of each owner.
    pub(super) uids: Column<u64>,
    pub(super) gids: Column<u64>,
    pub(super) unames: Column<u32>,
    pub(super) gnames: Column<u32>,
    /// Targets of links, sets of attributes, names of owners.
    pub(super) texts: Texts,
}

/// What finds shared things again while entries are added; no part of what the index says.
#[derive(Clone, Debug, Default)]
struct Shared {
    folders: Interned,
    owners: Interned,
    attributes: Interned,
    /// The last entry's: the next one's is often the same.
    folder: Option<(Vec<u8>, u32)>,
}

/// What only some entries have.
pub(super) mod extra {
    /// A number in `texts`.
    pub(in super::super) const LINK: u8 = 0;
    /// A number in `texts`.
    pub(in super::super) const XATTRS: u8 = 1;
    /// Major and minor number.
    pub(in super::super) const DEVICE: u8 = 2;
    /// A sparse file's size with its holes.
    pub(in super::super) const REAL_SIZE: u8 = 3;
    /// Where a sparse file's first header block lies.
    pub(in super::super) const START: u8 = 4;
}

impl PartialEq for LayerIndex {
    fn eq(&self, other: &Self) -> bool {
        self.columns == other.columns
    }
}

impl Eq for LayerIndex {}

impl LayerIndex {
    /// How many entries.
    pub fn len(&self) -> usize {
        self.columns.flags.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One entry.
    pub fn record(&self, entry: u32) -> Option<Record<'_>> {
        let (columns, at) = (&self.columns, entry as usize);
        let flags = Flags(columns.flags.get(at)?);
        let owner = columns.owners.get(at)? as usize;
        let text = |number: u64| columns.texts.get(u32::try_from(number).ok()?);
        let stored_size = columns.sizes.get(at)?;
        let mut record = Record {
            entry,
            folder: columns.folders.get(at)?,
            name: columns.names.get(entry)?,
            kind: flags.kind()?,
            typeflag: columns.typeflags.get(at)?,
            size: stored_size,
            stored_size,
            mode: columns.modes.get(at)?,
            uid: columns.uids.get(owner)?,
            gid: columns.gids.get(owner)?,
            uname: columns.texts.get(columns.unames.get(owner)?)?,
            gname: columns.texts.get(columns.gnames.get(owner)?)?,
            mtime: columns.mtimes.get(at)?.cast_signed(),
            mtime_ns: columns.nanoseconds.get(at)?,
            link: None,
            device: None,
            xattrs: Xattrs::default(),
            body: columns.bodies.get(at)?,
            sparse_start: None,
            content: self.content(entry)?,
        };
        for (tag, value) in self.extras(entry, flags) {
            match tag {
                extra::LINK => record.link = text(value),
                extra::XATTRS => record.xattrs = Xattrs::new(text(value)?),
                extra::DEVICE => record.device = Some(halves(value)),
                extra::REAL_SIZE => record.size = value,
                _ => record.sparse_start = Some(value),
            }
        }
        Some(record)
    }

    /// Of one entry, the folder that it lies in and the last part of its path: all that a search by name looks at.
    pub fn name(&self, entry: u32) -> Option<(u32, &[u8])> {
        Some((self.columns.folders.get(entry as usize)?, self.columns.names.get(entry)?))
    }

    /// Every entry, in the order of the tar.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        (0..).map_while(|entry| self.record(entry))
    }

    /// How many folders there are: one for every parent path of an entry, whether an entry is about it or not.
    pub fn folder_count(&self) -> usize {
        self.columns.parents.len().saturating_add(1)
    }

    /// A folder's parent and name. 0 is the root, its own parent and without a name; parents have lower numbers.
    pub fn folder(&self, folder: u32) -> Option<(u32, &[u8])> {
        match folder.checked_sub(1) {
            None => Some((0, b"")),
            Some(number) => Some((self.columns.parents.get(number as usize)?, self.columns.folder_names.get(number)?)),
        }
    }

    /// The path of an entry: no leading `/` or `./`, no trailing `/`; `.` for the root and for an entry that is not there.
    pub fn path(&self, entry: u32) -> Vec<u8> {
        let at = entry as usize;
        let (Some(name), Some(mut folder)) = (self.columns.names.get(entry), self.columns.folders.get(at)) else {
            return b".".to_vec();
        };
        let mut parts = vec![name];
        while folder != 0
            && let Some((parent, name)) = self.folder(folder)
        {
            parts.push(name);
            folder = parent;
        }
        parts.reverse();
        parts.join(&b'/')
    }

    /// Adds an entry and gives its number.
    pub fn push(&mut self, entry: &Entry, limits: &Limits) -> Result<u32> {
        // All that can fail comes first: an index that reached its limit holds whole entries.
        let number = self.next(limits)?;
        let xattrs = Xattrs::pack(&entry.xattrs);
        self.has_room(entry, xattrs.len(), limits)?;
        let (folder, name) = self.place(&entry.path, limits)?;
        let owner = self.owner(entry);
        let has_extras = self.add_extras(number, entry, &xattrs);
        let columns = &mut self.columns;
        let flags = Flags::new(entry.kind, has_extras);
        columns.names.push(name);
        columns.folders.push(folder);
        columns.flags.push(flags.0);
        columns.typeflags.push(entry.typeflag);
        columns.sizes.push(entry.size);
        columns.modes.push(u16::try_from(entry.mode & 0o7777).unwrap_or(0));
        columns.owners.push(owner);
        columns.mtimes.push(entry.mtime.cast_unsigned());
        columns.nanoseconds.push(entry.mtime_ns);
        columns.bodies.push(entry.body_offset);
        columns.contents.push(0);
        Ok(number)
    }

    /// Says what is known of an entry's bytes.
    pub fn set_content(&mut self, entry: u32, content: Content) {
        let (columns, at) = (&mut self.columns, entry as usize);
        let (tag, value, rest) = match content {
            Content::Unknown => (0, 0, None),
            Content::Fingerprint(value) => (1, value, None),
            Content::Digest(digest) => {
                let (value, rest) = split(digest);
                (2, value, Some(rest))
            }
        };
        let (Some(flags), Some(slot)) = (columns.flags.get_mut(at), columns.contents.get_mut(at)) else {
            return;
        };
        *flags = Flags(*flags).with_content(tag).0;
        *slot = value;
        let Some(rest) = rest else { return };
        while columns.content_rest.len() <= at {
            columns.content_rest.push(0);
        }
        if let Some(slot) = columns.content_rest.get_mut(at) {
            *slot = rest;
        }
    }

    /// Gives all names, those of folders too, to a hasher.
    pub(crate) fn hash_names(&self, hasher: &mut impl Hasher) {
        hasher.write(&self.columns.names.bytes);
        hasher.write(&self.columns.folder_names.bytes);
    }

    pub(super) fn of(columns: Columns) -> Self {
        Self { columns, shared: Shared::default() }
    }

    /// Nothing more will be added: gives back the room that only adding needs.
    pub(super) fn complete(&mut self) {
        self.shared = Shared::default();
    }

    /// Entries and folders: a path may name many.
    pub(super) fn weight(&self) -> u64 {
        self.len().saturating_add(self.columns.parents.len()) as u64
    }

    /// Bytes of all names, links, attributes and folders.
    pub(super) fn text_bytes(&self) -> u64 {
        let Columns { names, folder_names, texts, .. } = &self.columns;
        [names, folder_names, texts].iter().map(|texts| texts.size() as u64).sum()
    }

    fn content(&self, entry: u32) -> Option<Content> {
        let at = entry as usize;
        let value = self.columns.contents.get(at)?;
        Some(match Flags(self.columns.flags.get(at)?).content() {
            0 => Content::Unknown,
            1 => Content::Fingerprint(value),
            _ => Content::Digest(joined(value, self.columns.content_rest.get(at)?)),
        })
    }

    fn extras(&self, entry: u32, flags: Flags) -> impl Iterator<Item = (u8, u64)> {
        let Columns { extra_entries, extra_tags, extra_values, .. } = &self.columns;
        let end = extra_entries.len();
        let from = if flags.has_extras() { extra_entries.partition_point(|other| other < entry) } else { end };
        (from..end)
            .take_while(move |at| extra_entries.get(*at) == Some(entry))
            .filter_map(|at| Some((extra_tags.get(at)?, extra_values.get(at)?)))
    }

    /// The number of the next entry.
    fn next(&self, limits: &Limits) -> Result<u32> {
        match u32::try_from(self.len()) {
            Ok(number) if self.weight() < limits.entries => Ok(number),
            _ => Err(Error::new(ErrorKind::Limit { limit: "entries", allowed: limits.entries, actual: None })),
        }
    }

    /// Whether the texts of one more entry may be kept, each as if nobody shared it.
    fn has_room(&self, entry: &Entry, xattrs: usize, limits: &Limits) -> Result<()> {
        let Entry { path, link, uname, gname, .. } = entry;
        let texts = [path.len(), link.as_ref().map_or(0, Vec::len), uname.len(), gname.len(), xattrs];
        let needed = texts.iter().fold(self.text_bytes(), |sum, text| sum.saturating_add(*text as u64));
        // Places in the texts are 32 bits wide.
        let allowed = limits.entry_names.min(u32::MAX.into());
        if needed > allowed {
            return Err(Error::new(ErrorKind::Limit { limit: "entry-names", allowed, actual: None }));
        }
        Ok(())
    }

    /// The folder of a path, and the path's last part; of the root, itself and `.`.
    fn place<'p>(&mut self, path: &'p [u8], limits: &Limits) -> Result<(u32, &'p [u8])> {
        let is_idle = |part: &[u8]| part.is_empty() || part == b".";
        let mut end = path.len();
        loop {
            let start = path.get(..end).and_then(|path| path.iter().rposition(|byte| *byte == b'/'));
            let name = path.get(start.map_or(0, |slash| slash + 1)..end).unwrap_or_default();
            match start {
                None if is_idle(name) => return Ok((0, b".")),
                None => return Ok((0, name)),
                Some(slash) if is_idle(name) => end = slash,
                Some(slash) => return Ok((self.folder_of(path.get(..slash).unwrap_or_default(), limits)?, name)),
            }
        }
    }

    fn folder_of(&mut self, path: &[u8], limits: &Limits) -> Result<u32> {
        if let Some((last, folder)) = &self.shared.folder
            && last == path
        {
            return Ok(*folder);
        }
        self.know_folders();
        let parts = path.split(|byte| *byte == b'/').filter(|part| !part.is_empty() && *part != b".");
        let mut folder = 0;
        for name in parts {
            folder = self.child(folder, name, limits)?;
        }
        let last = self.shared.folder.get_or_insert_default();
        last.0.clear();
        last.0.extend_from_slice(path);
        last.1 = folder;
        Ok(folder)
    }

    fn child(&mut self, parent: u32, name: &[u8], limits: &Limits) -> Result<u32> {
        let is_same = |other| self.folder(other) == Some((parent, name));
        match self.shared.folders.find([parent.into(), 0], [name, b""], &is_same) {
            Ok(folder) => Ok(folder),
            Err(slot) => {
                self.next(limits)?;
                let folder = self.columns.folder_names.push(name).saturating_add(1);
                self.columns.parents.push(parent);
                self.shared.folders.insert(&slot, folder);
                Ok(folder)
            }
        }
    }

    /// An index that came from elsewhere does not know yet where its folders are.
    fn know_folders(&mut self) {
        if self.shared.folders.len() == self.columns.parents.len() {
            return;
        }
        self.shared.folders = Interned::default();
        for folder in (0..).take(self.folder_count()).skip(1) {
            if let Some((parent, name)) = self.folder(folder)
                && let Err(slot) = self.shared.folders.find([parent.into(), 0], [name, b""], &|_| false)
            {
                self.shared.folders.insert(&slot, folder);
            }
        }
    }

    fn owner(&mut self, entry: &Entry) -> u32 {
        let Entry { uid, gid, uname, gname, .. } = entry;
        let columns = &mut self.columns;
        let is_same = |owner: u32| {
            let at = owner as usize;
            let text = |column: &Column<u32>| columns.texts.get(column.get(at)?);
            (columns.uids.get(at), columns.gids.get(at)) == (Some(*uid), Some(*gid))
                && text(&columns.unames) == Some(uname)
                && text(&columns.gnames) == Some(gname)
        };
        let slot = match self.shared.owners.find([*uid, *gid], [uname, gname], &is_same) {
            Ok(owner) => return owner,
            Err(slot) => slot,
        };
        let (uname, gname) = (columns.texts.push(uname), columns.texts.push(gname));
        let owner = u32::try_from(columns.uids.len()).unwrap_or(u32::MAX);
        columns.uids.push(*uid);
        columns.gids.push(*gid);
        columns.unames.push(uname);
        columns.gnames.push(gname);
        self.shared.owners.insert(&slot, owner);
        owner
    }

    /// Adds what only some entries have, and says whether this one has any of it.
    fn add_extras(&mut self, number: u32, entry: &Entry, xattrs: &[u8]) -> bool {
        let columns = &mut self.columns;
        let before = columns.extra_tags.len();
        let mut add = |tag, value: u64| {
            columns.extra_entries.push(number);
            columns.extra_tags.push(tag);
            columns.extra_values.push(value);
        };
        if let Some(link) = &entry.link {
            add(extra::LINK, columns.texts.push(link).into());
        }
        if !xattrs.is_empty() {
            let is_same = |other| columns.texts.get(other) == Some(xattrs);
            let found = self.shared.attributes.find([0; 2], [xattrs, b""], &is_same);
            let set = found.unwrap_or_else(|slot| {
                let set = columns.texts.push(xattrs);
                self.shared.attributes.insert(&slot, set);
                set
            });
            add(extra::XATTRS, set.into());
        }
        if let Some((major, minor)) = entry.device {
            add(extra::DEVICE, u64::from(major) << 32 | u64::from(minor));
        }
        if let Some(sparse) = entry.sparse {
            add(extra::REAL_SIZE, sparse.real_size);
            add(extra::START, entry.start);
        }
        columns.extra_tags.len() > before
    }
}

/// A kind, what kind of content, whether there are extras: one byte.
#[derive(Clone, Copy)]
pub(super) struct Flags(u8);

const KINDS: [Kind; 8] =
    [Kind::File, Kind::Directory, Kind::Symlink, Kind::Hardlink, Kind::Char, Kind::Block, Kind::Fifo, Kind::Other];
const EXTRAS: u8 = 1 << 5;

impl Flags {
    fn new(kind: Kind, has_extras: bool) -> Self {
        let kind = KINDS.iter().zip(0..).find(|(other, _)| **other == kind).map_or(0, |(_, number)| number);
        Self(kind | if has_extras { EXTRAS } else { 0 })
    }

    fn kind(self) -> Option<Kind> {
        KINDS.get(usize::from(self.0 & 7)).copied()
    }

    /// Whether all bits mean something: a digest needs its second half.
    pub(super) fn are_known(flags: u8, has_rest: bool) -> bool {
        flags & !(7 | 3 << 3 | EXTRAS) == 0 && Self(flags).content() <= if has_rest { 2 } else { 1 }
    }

    fn content(self) -> u8 {
        self.0 >> 3 & 3
    }

    fn with_content(self, content: u8) -> Self {
        Self(self.0 & !(3 << 3) | content << 3)
    }

    fn has_extras(self) -> bool {
        self.0 & EXTRAS != 0
    }
}

fn halves(value: u64) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h] = value.to_be_bytes();
    (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
}

fn split(digest: [u8; 16]) -> (u64, u64) {
    let (first, rest) = digest.split_at(8);
    let number = |half: &[u8]| half.try_into().map_or(0, u64::from_le_bytes);
    (number(first), number(rest))
}

fn joined(first: u64, rest: u64) -> [u8; 16] {
    let mut digest = [0; 16];
    let (left, right) = digest.split_at_mut(8);
    left.copy_from_slice(&first.to_le_bytes());
    right.copy_from_slice(&rest.to_le_bytes());
    digest
}
