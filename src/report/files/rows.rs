//! A file as the outside sees it.

// What each field is stands in `src/wasm/types.d.ts`, once.
#![allow(missing_docs)]

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::base64::base64;
use crate::layer::{Record, Whiteout};
use crate::report::MAX_SAFE_INTEGER;
use crate::tar::Kind;
use crate::tree::{Below, Change, EntryId, Tree};

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileRow {
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_base64: Option<String>,
    pub r#type: &'static str,
    pub typeflag: String,
    #[serde(serialize_with = "safe")]
    pub size: u64,
    #[serde(serialize_with = "safe")]
    pub stored_size: u64,
    pub mode: u16,
    #[serde(serialize_with = "safe")]
    pub uid: u64,
    #[serde(serialize_with = "safe")]
    pub gid: u64,
    pub uname: String,
    pub gname: String,
    #[serde(serialize_with = "safe_signed")]
    pub mtime: i64,
    pub mtime_ns: u32,
    pub link_target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link_target_base64: Option<String>,
    pub device: Option<(u32, u32)>,
    pub xattrs: BTreeMap<String, String>,
    pub layer: u32,
    pub entry: Option<u32>,
    pub change: &'static str,
    pub below: Option<BelowRow>,
    /// Of a hit: `Some(None)` where a container sees it. Of a hidden file always a layer. Of all else not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden_by: Option<Option<u32>>,
    /// Of a hidden file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct BelowRow {
    #[serde(serialize_with = "safe")]
    pub size: u64,
    pub entries: u32,
    pub changed: bool,
}

/// One page of rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FilePage {
    /// Of hits and hidden files there is no folder to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<Option<String>>,
    pub from: usize,
    pub total: usize,
    pub rows: Vec<FileRow>,
}

impl FileRow {
    /// An entry as it is stored.
    pub(super) fn stored(tree: &Tree, id: EntryId, record: &Record<'_>, path: &[u8]) -> Self {
        let (path, path_base64) = text(path);
        let mut xattrs = BTreeMap::new();
        for (name, value) in record.xattrs {
            xattrs.insert(text(name).0, base64(value));
        }
        let (link_target, link_target_base64) = match record.link.map(text) {
            Some((target, whole)) => (Some(target), whole),
            None => (None, None),
        };
        Self {
            path,
            path_base64,
            r#type: type_of(record),
            typeflag: typeflag(record.typeflag),
            size: record.size,
            stored_size: record.stored_size,
            mode: record.mode,
            uid: record.uid,
            gid: record.gid,
            uname: text(record.uname).0,
            gname: text(record.gname).0,
            mtime: record.mtime,
            mtime_ns: record.mtime_ns,
            link_target,
            link_target_base64,
            device: record.device,
            xattrs,
            layer: id.layer,
            entry: Some(id.entry),
            change: tree.change_of(id).as_str(),
            below: None,
            hidden_by: None,
            kind: None,
        }
    }

    /// An entry as a container sees it: all names of a file have its size, mode, owner and times, and a hard link to a
    /// symbolic link is one.
    pub(super) fn merged(tree: &Tree, id: EntryId, record: &Record<'_>, path: &[u8]) -> Self {
        let row = Self::stored(tree, id, record, path);
        let other = tree.content_of(id).filter(|content| *content != id);
        let Some((content, file)) = other.and_then(|content| Some((content, tree.record(content)?))) else {
            return row;
        };
        let shown =
            Self { layer: row.layer, entry: row.entry, change: row.change, ..Self::stored(tree, content, &file, path) };
        if file.kind == Kind::Symlink {
            return shown;
        }
        let Self { r#type, typeflag, link_target, link_target_base64, .. } = row;
        Self { r#type, typeflag, link_target, link_target_base64, ..shown }
    }

    /// A directory that no entry is about.
    pub(super) fn implied(path: &[u8], layer: u32, change: Change) -> Self {
        let (path, path_base64) = text(path);
        let (r#type, typeflag, change) = ("directory", "5".to_owned(), change.as_str());
        Self { path, path_base64, r#type, typeflag, mode: 0o755, layer, change, ..Self::default() }
    }
}

/// A row of a page, and how much text is in it.
pub(super) trait Row {
    /// In bytes.
    fn length(&self) -> usize;
}

impl Row for FileRow {
    fn length(&self) -> usize {
        let texts = self.xattrs.iter().flat_map(|(name, value)| [name, value]);
        let texts = texts.chain(&self.path_base64).chain(&self.link_target).chain(&self.link_target_base64);
        texts.fold(self.path.len(), |sum, text| sum.saturating_add(text.len()))
    }
}

/// Rows up to so many bytes of text, at least one.
pub(super) fn within<R: Row>(bytes: u64, rows: &mut dyn Iterator<Item = R>) -> Vec<R> {
    let mut page = Vec::new();
    let mut left = bytes;
    for row in rows {
        left = left.saturating_sub(row.length() as u64);
        page.push(row);
        if left == 0 {
            break;
        }
    }
    page
}

impl From<Below> for BelowRow {
    fn from(Below { size, entries, changed }: Below) -> Self {
        Self { size, entries, changed }
    }
}

fn type_of(record: &Record<'_>) -> &'static str {
    match (record.whiteout(), record.kind) {
        (Some(Whiteout::Opaque), _) => "opaque",
        (Some(Whiteout::Of(_) | Whiteout::Bare), _) => "whiteout",
        (_, Kind::File) => "file",
        (_, Kind::Directory) => "directory",
        (_, Kind::Symlink) => "symlink",
        (_, Kind::Hardlink) => "hardlink",
        (_, Kind::Char) => "char",
        (_, Kind::Block) => "block",
        (_, Kind::Fifo) => "fifo",
        (_, Kind::Other) => "other",
    }
}

/// The old header's NUL means what `0` means.
fn typeflag(byte: u8) -> String {
    char::from(if byte == 0 { b'0' } else { byte }).to_string()
}

/// For people; and all bytes, where that does not tell them.
pub(super) fn text(bytes: &[u8]) -> (String, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (String::from_utf8_lossy(bytes).into_owned(), Some(base64(bytes))),
    }
}

/// Larger numbers than JavaScript can tell exactly, which no real file has, become the largest that it can.
#[allow(clippy::trivially_copy_pass_by_ref)] // what serde hands over
pub(super) fn safe<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64((*number).min(MAX_SAFE_INTEGER))
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn safe_signed<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    let most = MAX_SAFE_INTEGER.cast_signed();
    serializer.serialize_i64((*number).clamp(-most, most))
}
