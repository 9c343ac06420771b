//! What the headers before an entry say about it.

use super::super::build::{Archive, header, records};
use super::super::pax::Pax;
use super::super::{Sparse, SparseForm};
use super::*;

fn parse(pairs: &[(&str, &[u8])]) -> Result<Pax, Error> {
    let mut pax = Pax::default();
    pax.apply(&records(pairs))?;
    Ok(pax)
}

#[test]
fn every_key_has_its_place() {
    let archive = Archive::new().pax(&[
        ("path", b"some/\xff/path"),
        ("linkpath", b"some/target"),
        ("uid", b"2000000000"),
        ("gid", b"3000000000"),
        ("uname", b"u"),
        ("gname", b"g"),
        ("mtime", b"1.5"),
        ("comment", b"no"),
    ]);
    let seen = every_way(&archive.raw(&header(b'2', "short", 0), b"").0);
    let entry = seen.only();
    assert_eq!((entry.path.as_slice(), entry.link.as_deref()), (&b"some/\xff/path"[..], Some(&b"some/target"[..])));
    assert_eq!((entry.uid, entry.gid), (2_000_000_000, 3_000_000_000));
    assert_eq!((entry.uname.as_slice(), entry.gname.as_slice()), (&b"u"[..], &b"g"[..]));
    assert_eq!((entry.mtime, entry.mtime_ns, entry.header_offset), (1, 500_000_000, 1024));
}

#[test]
fn times() {
    let time = |value: &str| {
        parse(&[("mtime", value.as_bytes())]).map(|pax| pax.mtime).map_err(|error| error.code().into_owned())
    };
    assert_eq!(time("1700000000"), Ok(Some((1_700_000_000, 0))));
    assert_eq!(time("1.000000001"), Ok(Some((1, 1))));
    assert_eq!(time("1.9999999999"), Ok(Some((1, 999_999_999))));
    assert_eq!(time("7."), Ok(Some((7, 0))));
    assert_eq!(time("-1"), Ok(Some((-1, 0))));
    assert_eq!(time("-1.25"), Ok(Some((-2, 750_000_000))));
    assert_eq!(time("-0.5"), Ok(Some((-1, 500_000_000))));
    assert_eq!(time(""), Ok(None));
    for bad in [".5", "1.x", "1.00000000000x", "1e9", "--1", "99999999999999999999", "+1", " 1"] {
        assert_eq!(time(bad), Err("tar/pax".to_owned()), "{bad}");
    }
}

#[test]
fn values_are_taken_by_length() {
    let capability = b"\x01\0\0\x02\0\x04\n20 path=smuggled\n\0";
    let archive =
        Archive::new().pax(&[("SCHILY.xattr.security.capability", capability), ("SCHILY.xattr.user.empty", b"")]);
    let seen = every_way(&archive.file("bin/ping", b"").0);
    assert_eq!(seen.only().path, b"bin/ping");
    assert_eq!(
        seen.only().xattrs,
        [(b"security.capability".to_vec(), capability.to_vec()), (b"user.empty".to_vec(), Vec::new())]
    );
}

#[test]
fn the_last_of_equal_keys_wins() {
    let pax = parse(&[
        ("SCHILY.xattr.b", b"1"),
        ("SCHILY.xattr.a", b"2"),
        ("SCHILY.xattr.b", b"3"),
        ("uid", b"4"),
        ("uid", b"5"),
    ])
    .unwrap();
    assert_eq!(pax.xattrs, [(b"a".to_vec(), b"2".to_vec()), (b"b".to_vec(), b"3".to_vec())]);
    assert_eq!(pax.uid, Some(5));
}

#[test]
fn local_over_global_over_header() {
    let archive = Archive::new()
        .global(&[("uid", b"70"), ("gname", b"everyone"), ("SCHILY.xattr.user.a", b"g")])
        .file("plain", b"")
        .pax(&[("uid", b"71"), ("gname", b""), ("SCHILY.xattr.user.a", b"x")])
        .file("local", b"")
        .file("after", b"")
        .global(&[("uid", b"72")])
        .file("later", b"");
    let seen = every_way(&archive.0);
    let told: Vec<_> =
        seen.members.iter().map(|(e, _)| (e.uid, String::from_utf8_lossy(&e.gname), e.xattrs[0].1[0])).collect();
    assert_eq!(
        told,
        [
            (70, "everyone".into(), b'g'),
            // An empty value takes the global header's word back: the block's own counts.
            (71, "gnomes".into(), b'x'),
            (70, "everyone".into(), b'g'),
            (72, "everyone".into(), b'g'),
        ]
    );
}

#[test]
fn gnu_long_names() {
    let (name, link) = ("n".repeat(300), "l".repeat(200));
    let archive = Archive::new()
        .special(b'K', format!("{link}\0").as_bytes())
        .special(b'L', format!("{name}\0").as_bytes())
        .raw(&header(b'2', "short", 0), b"")
        .file("next", b"");
    let seen = every_way(&archive.0);
    assert_eq!(seen.paths(), [name.as_str(), "next"]);
    assert_eq!(seen.members[0].0.link.as_deref(), Some(link.as_bytes()));

    let both = Archive::new().special(b'L', b"gnu\0").pax(&[("path", b"pax")]).file("short", b"");
    assert_eq!(every_way(&both.0).paths(), ["gnu"]);
    let empty = Archive::new().special(b'L', b"").file("short", b"");
    assert_eq!(every_way(&empty.0).paths(), ["short"]);
}

#[test]
fn sparse_files_in_pax() {
    let sparse = |pairs: &[(&str, &[u8])]| {
        let seen = every_way(&Archive::new().pax(pairs).file("GNUSparseFile.1/a", b"12345").file("next", b"").0);
        assert_eq!(seen.members[1].0.path, b"next");
        let (entry, body) = &seen.members[0];
        assert_eq!((entry.path.as_slice(), entry.size, body.as_slice()), (&b"dir/a"[..], 5, &b"12345"[..]));
        entry.sparse
    };
    let name = ("GNU.sparse.name", &b"dir/a"[..]);
    let (major, minor) = (("GNU.sparse.major", &b"1"[..]), ("GNU.sparse.minor", &b"0"[..]));
    let real_size = 1_000_000;
    assert_eq!(
        sparse(&[major, minor, name, ("GNU.sparse.realsize", b"1000000")]),
        Some(Sparse { real_size, form: SparseForm::Pax10 })
    );
    let (size, blocks) = (("GNU.sparse.size", &b"1000000"[..]), ("GNU.sparse.numblocks", &b"1"[..]));
    assert_eq!(
        sparse(&[size, blocks, name, ("GNU.sparse.map", b"0,5")]),
        Some(Sparse { real_size, form: SparseForm::Pax01 })
    );
    let (offset, bytes) = (("GNU.sparse.offset", &b"0"[..]), ("GNU.sparse.numbytes", &b"5"[..]));
    assert_eq!(sparse(&[size, blocks, offset, bytes, name]), Some(Sparse { real_size, form: SparseForm::Pax00 }));
}

#[test]
fn broken_records_are_named() {
    let cases: [(&[u8], &str); 9] = [
        (b"path=a\n", "a record has no length"),
        (b"x path=a\n", "a record's length is not a number"),
        (b"-1 path=a\n", "a record's length is not a number"),
        (b"99 path=a\n", "a record is longer than its header"),
        (b"8 path=a\n", "a record does not end where its length says"),
        (b"2 path=a\n", "a record does not end where its length says"),
        (b"0 path=a\n", "a record does not end where its length says"),
        (b"7 patha\n", "a record does not end where its length says"),
        (b"8 patha\n", "a record has no key"),
    ];
    for (body, problem) in cases {
        let archive = Archive::new().file("first", b"").special(b'x', body);
        let error = every_way(&archive.0).error.unwrap();
        assert_eq!(
            (error.message(), error.at().offset),
            (format!("PAX header: {problem}"), Some(512)),
            "{}",
            body.escape_ascii()
        );
    }
    let error = parse(&[("size", b"-5")]).unwrap_err();
    assert_eq!(error.message(), "PAX header: size should be a number, found \"-5\"");
    let huge = b"18446744073709551615 path=a\n";
    assert_eq!(every_way(&Archive::new().special(b'x', huge).0).code(), "tar/pax");
}

proptest! {
    #[test]
    fn round_trip(
        path in proptest::collection::vec(any::<u8>(), 1..200),
        size: u64, uid: u64, seconds in 0_i64..i64::MAX,
        xattrs in proptest::collection::btree_map("[a-z.]{1,20}", proptest::collection::vec(any::<u8>(), 0..120), 0..5),
    ) {
        let (size_text, uid_text, time_text) = (size.to_string(), uid.to_string(), format!("{seconds}.25"));
        let keys: Vec<String> = xattrs.keys().map(|name| format!("SCHILY.xattr.{name}")).collect();
        let mut pairs: Vec<(&str, &[u8])> = keys.iter().map(String::as_str).zip(xattrs.values().map(Vec::as_slice)).collect();
        pairs.push(("path", &path));
        pairs.push(("size", size_text.as_bytes()));
        pairs.push(("uid", uid_text.as_bytes()));
        pairs.push(("mtime", time_text.as_bytes()));
        let pax = parse(&pairs).unwrap();
        prop_assert_eq!(pax.path.as_deref(), Some(path.as_slice()));
        prop_assert_eq!((pax.size, pax.uid, pax.mtime), (Some(size), Some(uid), Some((seconds, 250_000_000))));
        let sorted: Vec<_> = xattrs.into_iter().map(|(name, value)| (name.into_bytes(), value)).collect();
        prop_assert_eq!(pax.xattrs, sorted);
    }

    #[test]
    fn arbitrary_records_never_panic(body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Pax::default().apply(&body);
    }

    #[test]
    fn nearly_right_records_never_panic(body in "([0-9]{1,3} [a-z.A-Z]{0,12}=?[0-9.\n-]{0,9}\n?){0,5}") {
        let _ = Pax::default().apply(body.as_bytes());
    }
}
