//! PAX headers before a file: records of any bytes, and records whose meaning is known.
#![no_main]

use arbitrary::Arbitrary;
use layerglass_fuzz::limits;
use layerglass_fuzz::scan::scan;
use layerglass_fuzz::tarball::{Tarball, header, records};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Special<'a> {
    Local(Body<'a>),
    Global(Body<'a>),
}

#[derive(Arbitrary, Debug)]
enum Body<'a> {
    Bytes(&'a [u8]),
    Records(Vec<(Key, &'a [u8])>),
}

#[derive(Arbitrary, Clone, Copy, Debug, PartialEq)]
enum Key {
    Path,
    Linkpath,
    Size,
    Uid,
    Mtime,
    Xattr,
    OtherXattr,
    SparseMajor,
    SparseName,
    SparseSize,
    SparseMap,
    Unknown,
}

fuzz_target!(|specials: Vec<Special<'_>>| {
    let mut archive = Tarball::new();
    for special in &specials {
        archive = match special {
            Special::Local(body) => archive.special(b'x', &body.bytes()),
            Special::Global(body) => archive.special(b'g', &body.bytes()),
        };
    }
    let archive = archive.raw(&header(b'0', "stored", 3), b"abc").end();

    let limits = limits();
    let whole = scan(&archive, archive.len(), &limits);
    assert_eq!(scan(&archive, 1, &limits), whole);
    if let ([Special::Local(Body::Records(records))], [entry, ..]) = (&specials[..], &whole.entries[..]) {
        let last = |wanted| records.iter().rev().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
        let path = [Key::SparseName, Key::Path].map(|key| last(key).filter(|value| !value.is_empty()));
        assert_eq!(entry.path, path.into_iter().flatten().next().unwrap_or(b"stored"));
        let xattr = entry.xattrs.iter().find(|(name, _)| name == b"user.one").map(|(_, value)| &value[..]);
        assert_eq!(xattr, last(Key::Xattr));
    }
});

impl Body<'_> {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Body::Bytes(bytes) => bytes.to_vec(),
            Body::Records(pairs) => {
                let pairs: Vec<_> = pairs.iter().map(|(key, value)| (key.text(), *value)).collect();
                records(&pairs)
            }
        }
    }
}

impl Key {
    fn text(self) -> &'static str {
        match self {
            Key::Path => "path",
            Key::Linkpath => "linkpath",
            Key::Size => "size",
            Key::Uid => "uid",
            Key::Mtime => "mtime",
            Key::Xattr => "SCHILY.xattr.user.one",
            Key::OtherXattr => "SCHILY.xattr.security.capability",
            Key::SparseMajor => "GNU.sparse.major",
            Key::SparseName => "GNU.sparse.name",
            Key::SparseSize => "GNU.sparse.realsize",
            Key::SparseMap => "GNU.sparse.map",
            Key::Unknown => "comment",
        }
    }
}
