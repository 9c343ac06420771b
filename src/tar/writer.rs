//! Entries in, the headers of an archive out: ustar, and a PAX header before it for all that ustar has no room for.

use tar::{Header, UstarHeader};

use super::block::{BLOCK, padding};
use super::entry::{Entry, Kind};

/// What ends an archive.
pub const END: [u8; 2 * BLOCK] = [0; 2 * BLOCK];

/// The headers of an entry, which its body follows, and then as many NULs as [`fill`] says. The body is `entry.size`
/// bytes; holes are not left out of it. Where `entry` lies in another archive does not matter.
///
/// ```
/// use layerglass::limits::Limits;
/// use layerglass::tar::{END, Event, Scanner, fill, header};
///
/// let archive = [&header(&Default::default())[..], &END].concat();
/// let mut input = &archive[..];
/// let event = Scanner::new(&Limits::default()).next(&mut input)?;
/// assert!(matches!(event, Some(Event::Entry(entry)) if entry.size == 0));
/// assert_eq!(fill(513), 511);
/// # Ok::<(), layerglass::error::Error>(())
/// ```
pub fn header(entry: &Entry) -> Vec<u8> {
    let mut records = Vec::new();
    let own = own_header(entry, &mut records);
    let mut headers = Vec::new();
    if !records.is_empty() {
        let mut pax = Header::new_ustar();
        put_text(&mut pax.as_old_mut().name, b"PaxHeaders/next");
        pax.as_old_mut().linkflag = *b"x";
        pax.set_mode(0o644);
        pax.set_size(records.len() as u64);
        pax.set_cksum();
        headers.extend_from_slice(pax.as_bytes());
        headers.append(&mut records);
        headers.resize(headers.len().next_multiple_of(BLOCK), 0);
    }
    headers.extend_from_slice(own.as_bytes());
    headers
}

/// How many NULs follow a body of so many bytes.
pub fn fill(size: u64) -> usize {
    // Less than a block.
    usize::try_from(padding(size)).unwrap_or(0)
}

fn own_header(entry: &Entry, records: &mut Vec<u8>) -> Header {
    let mut header = Header::new_ustar();
    let size = if entry.kind.has_body() { entry.size } else { 0 };
    header.as_old_mut().linkflag = [typeflag(entry)];
    header.set_mode(entry.mode & 0o7777);
    header.set_size(size);
    if size > largest(12) {
        put_record(records, "size", size.to_string().as_bytes());
    }
    put_mtime(&mut header.as_old_mut().mtime, entry, records);
    put_number(&mut header.as_old_mut().uid, "uid", entry.uid, records);
    put_number(&mut header.as_old_mut().gid, "gid", entry.gid, records);
    let link = entry.link.as_deref().unwrap_or_default();
    put_text_or_record(&mut header.as_old_mut().linkname, "linkpath", link, records);
    put_path(&mut header, entry, records);
    if let Some(ustar) = header.as_ustar_mut() {
        put_text_or_record(&mut ustar.uname, "uname", &entry.uname, records);
        put_text_or_record(&mut ustar.gname, "gname", &entry.gname, records);
        put_device(ustar, entry.device.unwrap_or_default());
    }
    for (name, value) in &entry.xattrs {
        put_record(records, [b"SCHILY.xattr.", &name[..]].concat(), value);
    }
    header.set_cksum();
    header
}

fn typeflag(entry: &Entry) -> u8 {
    match entry.kind {
        Kind::File => b'0',
        Kind::Hardlink => b'1',
        Kind::Symlink => b'2',
        Kind::Char => b'3',
        Kind::Block => b'4',
        Kind::Directory => b'5',
        Kind::Fifo => b'6',
        Kind::Other => entry.typeflag,
    }
}

/// Directories end with a slash, as every tar writes them. A long path is cut at a slash where that is enough.
fn put_path(header: &mut Header, entry: &Entry, records: &mut Vec<u8>) {
    let mut path = entry.path.clone();
    if entry.kind == Kind::Directory && !path.ends_with(b"/") {
        path.push(b'/');
    }
    let cut = path.iter().enumerate().position(|(at, &byte)| byte == b'/' && path.len() - at - 1 <= 100);
    let parts = cut.and_then(|cut| Some((path.get(..cut)?, path.get(cut + 1..)?)));
    match (parts, header.as_ustar_mut()) {
        (Some((prefix, name)), Some(ustar))
            if path.len() > 100 && !name.is_empty() && (1..=155).contains(&prefix.len()) && is_plain(&path) =>
        {
            put_text(&mut ustar.prefix, prefix);
            put_text(&mut ustar.name, name);
        }
        _ => put_text_or_record(&mut header.as_old_mut().name, "path", &path, records),
    }
}

fn put_mtime(field: &mut [u8], entry: &Entry, records: &mut Vec<u8>) {
    let Entry { mtime, mtime_ns, .. } = *entry;
    let plain = u64::try_from(mtime).unwrap_or(u64::MAX);
    put_octal(field, Some(plain).filter(|seconds| *seconds <= largest(12)).unwrap_or(0));
    if plain <= largest(12) && mtime_ns == 0 {
        return;
    }
    // Rounded down to seconds, -1.5 is -2 and half a second.
    let (sign, seconds, fraction) = match (mtime < 0, mtime_ns) {
        (true, 1..=999_999_999) => ("-", mtime.saturating_add(1).unsigned_abs(), 1_000_000_000 - mtime_ns),
        (true, _) => ("-", mtime.unsigned_abs(), 0),
        (false, _) => ("", plain, mtime_ns),
    };
    // The one number below all that PAX can be read as is told a second too late.
    let seconds = seconds.min(i64::MAX.unsigned_abs());
    put_record(records, "mtime", format!("{sign}{seconds}.{fraction:09}").as_bytes());
}

fn put_number(field: &mut [u8], key: &str, value: u64, records: &mut Vec<u8>) {
    if value <= largest(field.len()) {
        return put_octal(field, value);
    }
    put_octal(field, 0);
    put_record(records, key, value.to_string().as_bytes());
}

/// PAX has no record for these, but GNU's base-256 is read by all.
fn put_device(ustar: &mut UstarHeader, (major, minor): (u32, u32)) {
    for (field, number) in [(&mut ustar.dev_major, major), (&mut ustar.dev_minor, minor)] {
        if u64::from(number) <= largest(field.len()) {
            put_octal(field, number.into());
        } else {
            let [a, b, c, d] = number.to_be_bytes();
            *field = [0x80, 0, 0, 0, a, b, c, d];
        }
    }
}

/// A text that the field holds, else a record of any bytes, and in the field what old readers can show of it.
fn put_text_or_record(field: &mut [u8], key: &str, text: &[u8], records: &mut Vec<u8>) {
    put_text(field, text);
    // A path may fill its field; names of owners end with a NUL.
    let room = if field.len() == 100 { 100 } else { field.len() - 1 };
    if text.len() > room || !is_plain(text) {
        put_record(records, key, text);
    }
}

fn put_text(field: &mut [u8], text: &[u8]) {
    for (place, &byte) in field.iter_mut().zip(text) {
        *place = if byte.is_ascii() && byte != 0 { byte } else { b'_' };
    }
}

fn is_plain(text: &[u8]) -> bool {
    text.is_ascii() && !text.contains(&0)
}

/// The largest number that such a field holds in octal digits and a NUL.
fn largest(field: usize) -> u64 {
    (1 << (3 * (field - 1))) - 1
}

fn put_octal(field: &mut [u8], value: u64) {
    let digits = format!("{value:0width$o}", width = field.len() - 1);
    put_text(field, digits.as_bytes());
}

/// `length key=value\n`, where the length counts its own digits.
fn put_record(records: &mut Vec<u8>, key: impl AsRef<[u8]>, value: &[u8]) {
    let key = key.as_ref();
    let bare = key.len() + value.len() + 3;
    let guess = bare + bare.to_string().len();
    let length = bare + guess.to_string().len();
    records.extend_from_slice(length.to_string().as_bytes());
    for part in [b" ", key, b"=", value, b"\n"] {
        records.extend_from_slice(part);
    }
}
