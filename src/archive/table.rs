//! The members of an archive: where each lies, what it is, where it leads.

use std::borrow::Cow;

use crate::decompress::Compression;
use crate::error::{Error, ErrorKind, Result};
use crate::limits::Limits;
use crate::order;
use crate::tar::{Entry, Kind, normalise};

/// The members that can hold or lead to something: files and links. Compact, because an archive may have a million.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// All names, and behind each the target of its link.
    texts: Vec<u8>,
    members: Vec<Member>,
    /// Places in `members`, sorted by name and then by place; made when the archive was read.
    by_name: Vec<u32>,
}

/// One member.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// Offset of its body.
    pub(super) at: u64,
    pub(super) size: u64,
    text: u32,
    name_length: u32,
    link_length: u32,
    pub(super) kind: MemberKind,
    /// By its first bytes; `None` while none was read, and for an empty body.
    pub(super) compression: Option<Compression>,
    /// Begins as a JSON document can.
    pub(super) json: bool,
    /// The archive ends inside its body.
    pub(super) cut: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    File,
    Symlink,
    Hardlink,
}

impl Table {
    /// Adds a file or link and gives its place; `None` for what is neither.
    pub(super) fn add(&mut self, entry: &Entry, limits: &Limits) -> Result<Option<usize>> {
        let kind = match entry.kind {
            Kind::File => MemberKind::File,
            Kind::Symlink => MemberKind::Symlink,
            Kind::Hardlink => MemberKind::Hardlink,
            _ => return Ok(None),
        };
        if self.members.len() as u64 >= limits.members {
            let limit = ErrorKind::Limit { limit: "members", allowed: limits.members, actual: None };
            return Err(Error::new(limit).at_offset(entry.header_offset));
        }
        let name = entry.normal_path();
        let link = entry.link.as_deref().unwrap_or_default();
        let lengths = (u32::try_from(name.len()), u32::try_from(link.len()), u32::try_from(self.texts.len()));
        let after = self.texts.len().saturating_add(name.len()).saturating_add(link.len());
        let (Ok(name_length), Ok(link_length), Ok(text)) = lengths else {
            return Err(names_too_long(entry, limits));
        };
        if after as u64 > limits.member_names {
            return Err(names_too_long(entry, limits));
        }
        self.texts.extend_from_slice(&name);
        self.texts.extend_from_slice(link);
        self.members.push(Member {
            at: entry.body_offset,
            size: entry.size,
            text,
            name_length,
            link_length,
            kind,
            compression: None,
            json: false,
            cut: false,
        });
        Ok(Some(self.members.len().saturating_sub(1)))
    }

    pub(super) fn member_mut(&mut self, place: usize) -> Option<&mut Member> {
        self.members.get_mut(place)
    }

    pub(super) fn member(&self, place: usize) -> Option<&Member> {
        self.members.get(place)
    }

    /// Makes names findable; to be called once, after the last [`add`](Self::add).
    pub(super) fn sort(&mut self) {
        let mut by_name: Vec<u32> = (0..self.members.len()).filter_map(|place| u32::try_from(place).ok()).collect();
        order::sort_by(&mut by_name, &|left, right| {
            self.name_at(*left).cmp(self.name_at(*right)).then(left.cmp(right))
        });
        self.by_name = by_name;
    }

    /// The last member of this name: who unpacks an archive ends up with it.
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        let after = self.by_name.partition_point(|place| self.name_at(*place) <= name);
        let place = *self.by_name.get(after.checked_sub(1)?)?;
        (self.name_at(place) == name).then_some(place as usize)
    }

    /// How many members bear this name.
    pub(super) fn count(&self, name: &[u8]) -> usize {
        let from = self.by_name.partition_point(|place| self.name_at(*place) < name);
        let to = self.by_name.partition_point(|place| self.name_at(*place) <= name);
        to.saturating_sub(from)
    }

    /// Members whose names begin with `prefix`, sorted by name, each name's last.
    pub(super) fn below<'a>(&'a self, prefix: &'a [u8]) -> impl Iterator<Item = (&'a [u8], &'a Member)> {
        let from = self.by_name.partition_point(|place| self.name_at(*place) < prefix);
        let rest = self.by_name.get(from..).unwrap_or_default();
        let matching = rest.iter().take_while(move |place| self.name_at(**place).starts_with(prefix));
        matching.filter_map(|place| Some((self.name_at(*place), self.members.get(*place as usize)?)))
    }

    pub(super) fn name(&self, place: usize) -> &[u8] {
        self.members.get(place).map_or(&[], |member| self.text(member.text, member.name_length))
    }

    fn link(&self, place: usize) -> &[u8] {
        let Some(member) = self.members.get(place) else {
            return &[];
        };
        self.text(member.text.saturating_add(member.name_length), member.link_length)
    }

    fn name_at(&self, place: u32) -> &[u8] {
        self.name(place as usize)
    }

    fn text(&self, from: u32, length: u32) -> &[u8] {
        let from = from as usize;
        self.texts.get(from..from.saturating_add(length as usize)).unwrap_or_default()
    }

    /// The file that `name` leads to, through links of files and of folders; `None` where there is none.
    ///
    /// A hard link's target counts from the archive's root, a symbolic link's from its folder. Some writers get the
    /// latter wrong and docker still loads the result (containerd #12890): where it leads nowhere, the root is tried.
    pub(super) fn resolve(&self, name: &[u8], limits: &Limits) -> Result<Option<usize>> {
        let mut name = Cow::Borrowed(name);
        if name.len() > LONGEST_PATH {
            return Ok(None);
        }
        for _ in 0..=limits.links {
            let Some((place, rest)) = self.find_with_folders(&name) else {
                return Ok(None);
            };
            let (kind, target) = (self.member(place).map(|member| member.kind), self.link(place));
            let next = match kind {
                Some(MemberKind::File) => return Ok(rest.is_empty().then_some(place)),
                Some(MemberKind::Hardlink) => join(b"", target),
                Some(MemberKind::Symlink) if target.starts_with(b"/") => join(b"", target),
                Some(MemberKind::Symlink) => join(parent(self.name(place)), target),
                None => return Ok(None),
            };
            let next = next.ok_or_else(|| link_error("link-escape", self.name(place), target))?;
            let next = if rest.is_empty() { next } else { [next.as_slice(), rest].join(&b'/') };
            if next.len() > LONGEST_PATH {
                return Ok(None);
            }
            let from_root = || join(b"", target).filter(|other| self.find_with_folders(other).is_some());
            let found = self.find_with_folders(&next).is_some();
            name = Cow::Owned(if found { next } else { from_root().unwrap_or(next) });
        }
        Err(link_error("link-cycle", &name, b""))
    }

    /// The member of this name, or else the link that stands for one of its folders, with the rest of the name.
    fn find_with_folders<'n>(&self, name: &'n [u8]) -> Option<(usize, &'n [u8])> {
        if let Some(place) = self.find(name) {
            return Some((place, b""));
        }
        let slashes = name.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
        slashes.into_iter().find_map(|at| {
            let (folder, rest) = (name.get(..at)?, name.get(at.checked_add(1)?..)?);
            let place = self.find(folder)?;
            (self.member(place)?.kind == MemberKind::Symlink).then_some((place, rest))
        })
    }
}

/// Linux's PATH_MAX: nobody can have a file of a longer name, and looking for one would take long.
const LONGEST_PATH: usize = 4096;

fn parent(name: &[u8]) -> &[u8] {
    name.iter().rposition(|byte| *byte == b'/').and_then(|slash| name.get(..slash)).unwrap_or_default()
}

/// `target` as seen from `folder`; `None` where it leaves the root.
fn join(folder: &[u8], target: &[u8]) -> Option<Vec<u8>> {
    let mut parts: Vec<&[u8]> = folder.split(|byte| *byte == b'/').filter(|part| !part.is_empty()).collect();
    let target = normalise(target);
    for part in target.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join(&b'/'))
}

fn link_error(code: &'static str, name: &[u8], target: &[u8]) -> Error {
    let name = String::from_utf8_lossy(name).into_owned();
    let target = String::from_utf8_lossy(target).into_owned();
    Error::new(ErrorKind::Link { code, target }).at_path(name)
}

fn names_too_long(entry: &Entry, limits: &Limits) -> Error {
    let limit = ErrorKind::Limit { limit: "member-names", allowed: limits.member_names, actual: None };
    Error::new(limit).at_offset(entry.header_offset)
}
