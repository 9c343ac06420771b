//! PAX extended headers: records of the form `length key=value\n`, where length counts the whole record in decimal.
//!
//! The value is taken by its length, never by its line end: it may hold newlines and NULs.
//! See <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html>, "pax Header Block".

use super::entry::SparseForm;
use crate::error::{Error, ErrorKind, Result};
use crate::order;

/// What a global header may say in all its records together. It is repeated for every entry that follows, so a long
/// one would multiply; real ones hold a commit's name, which is not kept at all.
pub(super) const GLOBAL_MAX: usize = 4096;

/// What PAX records say about an entry; `None` leaves the header's word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pax {
    pub(super) path: Option<Vec<u8>>,
    pub(super) linkpath: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    pub(super) uid: Option<u64>,
    pub(super) gid: Option<u64>,
    pub(super) uname: Option<Vec<u8>>,
    pub(super) gname: Option<Vec<u8>>,
    /// Seconds rounded down, and nanoseconds.
    pub(super) mtime: Option<(i64, u32)>,
    pub(super) xattrs: Vec<(Vec<u8>, Vec<u8>)>,
    pub(super) sparse: PaxSparse,
}

/// The `GNU.sparse.*` records that matter without the map itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PaxSparse {
    pub(super) name: Option<Vec<u8>>,
    pub(super) real_size: Option<u64>,
    pub(super) form: Option<SparseForm>,
}

impl Pax {
    /// Reads all records of `body` on top of what is known. An empty value takes back what an earlier record or a
    /// global header said, so the header block's field counts again; only an attribute's value may be empty.
    pub(super) fn apply(&mut self, body: &[u8]) -> Result<()> {
        let mut rest = body;
        while !rest.is_empty() {
            let (key, value) = record(&mut rest)?;
            self.set(key, value)?;
        }
        // Later records win, and so does the later of two equal names. Sorting keeps a header full of attributes cheap.
        self.xattrs.reverse();
        order::sort_by(&mut self.xattrs, &|a, b| a.0.cmp(&b.0));
        self.xattrs.dedup_by(|later, first| later.0 == first.0);
        Ok(())
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        match key {
            b"path" => self.path = text(value),
            b"linkpath" => self.linkpath = text(value),
            b"size" => self.size = number("size", value)?,
            b"uid" => self.uid = number("uid", value)?,
            b"gid" => self.gid = number("gid", value)?,
            b"uname" => self.uname = text(value),
            b"gname" => self.gname = text(value),
            b"mtime" => self.mtime = time(value)?,
            _ => {
                if let Some(name) = key.strip_prefix(b"SCHILY.xattr.") {
                    self.xattrs.push((name.to_vec(), value.to_vec()));
                } else if let Some(key) = key.strip_prefix(b"GNU.sparse.") {
                    self.sparse.set(key, value)?;
                }
            }
        }
        Ok(())
    }

    /// Bytes that are kept, so that a global header can be held to [`GLOBAL_MAX`].
    pub(super) fn kept(&self) -> usize {
        let texts = [&self.path, &self.linkpath, &self.uname, &self.gname, &self.sparse.name];
        let texts: usize = texts.into_iter().flatten().map(Vec::len).sum();
        // An attribute costs two vectors even where both are empty.
        let xattrs: usize = self.xattrs.iter().map(|(name, value)| name.len() + value.len() + 48).sum();
        texts + xattrs
    }
}

impl PaxSparse {
    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        match key {
            b"name" => self.name = text(value),
            b"realsize" | b"size" => self.real_size = number("GNU.sparse.size", value)?.or(self.real_size),
            b"major" if value == b"1" => self.form = Some(SparseForm::Pax10),
            b"map" => self.form = Some(SparseForm::Pax01),
            b"numblocks" if self.form.is_none() => self.form = Some(SparseForm::Pax00),
            _ => {}
        }
        Ok(())
    }
}

/// Takes one record from the front.
pub(super) fn record<'a>(rest: &mut &'a [u8]) -> Result<(&'a [u8], &'a [u8])> {
    let space = rest.iter().take(20).position(|&byte| byte == b' ');
    let (digits, _) =
        space.and_then(|space| rest.split_at_checked(space)).ok_or_else(|| problem("a record has no length"))?;
    let length = decimal(digits).and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or_else(|| problem("a record's length is not a number"))?;
    let (record, after) = rest.split_at_checked(length).ok_or_else(|| problem("a record is longer than its header"))?;
    let text = record.get(digits.len() + 1..).and_then(|text| text.strip_suffix(b"\n"));
    let text = text.ok_or_else(|| problem("a record does not end where its length says"))?;
    let equals = text.iter().position(|&byte| byte == b'=').filter(|&at| at > 0);
    let (key, value) = equals.and_then(|at| text.split_at_checked(at)).ok_or_else(|| problem("a record has no key"))?;
    *rest = after;
    Ok((key, value.get(1..).unwrap_or_default()))
}

fn problem(what: &'static str) -> Error {
    Error::new(ErrorKind::TarPax { problem: what.into() })
}

fn bad_value(key: &str, value: &[u8]) -> Error {
    let shown = value.get(..40).unwrap_or(value).escape_ascii();
    Error::new(ErrorKind::TarPax { problem: format!("{key} should be a number, found \"{shown}\"").into() })
}

fn text(value: &[u8]) -> Option<Vec<u8>> {
    (!value.is_empty()).then(|| value.to_vec())
}

fn number(key: &str, value: &[u8]) -> Result<Option<u64>> {
    if value.is_empty() {
        return Ok(None);
    }
    decimal(value).map(Some).ok_or_else(|| bad_value(key, value))
}

pub(super) fn decimal(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u64, |value, &byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        value.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// Seconds with an optional sign and fraction; digits beyond nanoseconds are cut.
fn time(value: &[u8]) -> Result<Option<(i64, u32)>> {
    if value.is_empty() {
        return Ok(None);
    }
    floored(value).map(Some).ok_or_else(|| bad_value("mtime", value))
}

fn floored(value: &[u8]) -> Option<(i64, u32)> {
    let unsigned = value.strip_prefix(b"-");
    let mut parts = unsigned.unwrap_or(value).splitn(2, |&byte| byte == b'.');
    let seconds = i64::try_from(decimal(parts.next()?)?).ok()?;
    let fraction = parts.next().unwrap_or_default();
    let mut nanoseconds = 0;
    for place in 0..9 {
        let digit = fraction.get(place).map_or(Some(0), |byte| byte.checked_sub(b'0').filter(|digit| *digit < 10))?;
        nanoseconds = nanoseconds * 10 + u32::from(digit);
    }
    if !fraction.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(match (unsigned.is_some(), nanoseconds) {
        (false, _) => (seconds, nanoseconds),
        (true, 0) => (-seconds, 0),
        (true, _) => ((-seconds).checked_sub(1)?, 1_000_000_000 - nanoseconds),
    })
}
