//! What is written is read again: by our own scanner, and by GNU tar and bsdtar where they are installed.

use std::io::Write;
use std::process::{Command, Stdio};

use super::super::{END, Kind, fill, header};
use super::*;

const KINDS: [(Kind, u8); 9] = [
    (Kind::File, b'0'),
    (Kind::Hardlink, b'1'),
    (Kind::Symlink, b'2'),
    (Kind::Char, b'3'),
    (Kind::Block, b'4'),
    (Kind::Directory, b'5'),
    (Kind::Fifo, b'6'),
    (Kind::Other, b'Q'),
    (Kind::Other, b'A'),
];

/// As any reader gives it: what a kind does not have is not there.
fn entry(kind: usize, path: Vec<u8>, link: Vec<u8>, size: u64, device: (u32, u32)) -> Entry {
    let (kind, typeflag) = KINDS[kind % KINDS.len()];
    let mut path = path;
    if kind == Kind::Directory && !path.ends_with(b"/") {
        path.push(b'/');
    }
    Entry {
        path,
        kind,
        typeflag,
        size: if matches!(kind, Kind::File | Kind::Other) { size } else { 0 },
        link: matches!(kind, Kind::Hardlink | Kind::Symlink).then_some(link),
        device: matches!(kind, Kind::Char | Kind::Block).then_some(device),
        ..Entry::default()
    }
}

fn written(members: &[(Entry, Vec<u8>)]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (entry, body) in members {
        archive.extend_from_slice(&header(entry));
        archive.extend_from_slice(body);
        archive.resize(archive.len() + fill(body.len() as u64), 0);
    }
    archive.extend_from_slice(&END);
    archive
}

/// Without where it lies.
fn anywhere(entry: &Entry) -> Entry {
    Entry { start: 0, header_offset: 0, body_offset: 0, ..entry.clone() }
}

fn name() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "[a-z.]{1,40}(/[a-z]{1,60}){0,4}".prop_map(String::into_bytes),
        proptest::collection::vec(1u8.., 1..300),
        "(é|日本/|\u{202e}|\n| |=){1,60}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn is_read_again(
        kind in 0usize..9,
        (path, link) in (name(), name()),
        (uname, gname) in ("[a-zé]{0,50}", "[a-z]{31,33}"),
        (uid, gid, device) in (any::<u64>(), 0u64..1 << 22, any::<(u32, u32)>()),
        (mode, mtime, mtime_ns) in (0u32..0o10000, prop_oneof![-i64::MAX.., -3i64..3, 8_589_934_591i64..8_589_934_593], 0u32..1_000_000_000),
        whole_second: bool,
        xattrs in proptest::collection::btree_map("[a-z.]{1,20}", proptest::collection::vec(any::<u8>(), 0..40), 0..4),
        body in proptest::collection::vec(any::<u8>(), 0..1500),
    ) {
        let xattrs = xattrs.into_iter().map(|(name, value)| (name.into_bytes(), value)).collect();
        let mtime_ns = if whole_second { 0 } else { mtime_ns };
        let (uname, gname) = (uname.into_bytes(), gname.into_bytes());
        let entry = entry(kind, path, link, body.len() as u64, device);
        let body = if entry.size == 0 { Vec::new() } else { body };
        let entry = Entry { mode, mtime, mtime_ns, uid, gid, uname, gname, xattrs, ..entry };
        let seen = scan(&written(&[(entry.clone(), body.clone()), (entry.clone(), body.clone())]), &[usize::MAX]);
        prop_assert_eq!((seen.code(), seen.ended), (String::new(), true));
        for (read, data) in &seen.members {
            prop_assert_eq!(anywhere(read), entry.clone());
            prop_assert_eq!(data, &body);
        }
        prop_assert_eq!(seen.members.len(), 2);
    }
}

#[test]
fn pax_is_only_used_where_it_is_needed() {
    let plain = |path: &str, size| header(&entry(0, path.into(), Vec::new(), size, (0, 0))).len();
    assert_eq!(plain("etc/motd", (8 << 30) - 1), 512);
    assert_eq!(plain("etc/motd", 8 << 30), 1536);
    assert_eq!(plain(&"a".repeat(100), 0), 512);
    assert_eq!(plain(&"a".repeat(101), 0), 1536);
    assert_eq!(plain(&format!("{}/{}", "a".repeat(155), "b".repeat(100)), 0), 512);
    assert_eq!(plain(&format!("{}/{}", "a".repeat(156), "b".repeat(100)), 0), 1536);
    assert_eq!(plain("caf\u{e9}", 0), 1536);
}

#[test]
fn sizes_beyond_octal_are_read_again() {
    for size in [(8 << 30) - 1, 8 << 30, u64::MAX >> 2] {
        let entry = entry(0, b"large".to_vec(), Vec::new(), size, (0, 0));
        let mut scanner = Scanner::new(&Limits::default());
        let headers = header(&entry);
        let Ok(Some(Event::Entry(read))) = scanner.next(&mut &headers[..]) else { panic!("an entry") };
        assert_eq!(anywhere(&read), entry);
    }
}

/// What a tool lists, a space between words.
fn listing(tool: &str, locale: &str, arguments: &[&str], archive: &[u8]) -> Option<Vec<String>> {
    let mut command = Command::new(tool);
    command.args(arguments).env("LC_ALL", locale).env("TZ", "UTC").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().ok()?;
    child.stdin.take().unwrap().write_all(archive).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{tool}");
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(String::from_utf8(output.stdout).unwrap().lines().map(words).collect())
}

fn samples() -> Vec<(Entry, Vec<u8>)> {
    let long = format!("{}/{}", "d".repeat(90), "f".repeat(120));
    let mut members: Vec<(Entry, Vec<u8>)> = Vec::new();
    for (kind, path, link) in [
        (5, "dir", ""),
        (0, "dir/plain", ""),
        (0, long.as_str(), ""),
        (0, "caf\u{e9}", ""),
        (2, "link", long.as_str()),
        (1, "again", "dir/plain"),
        (3, "null", ""),
        (6, "pipe", ""),
    ] {
        let entry = entry(kind, path.into(), link.into(), 5, (1, 3));
        let body = if entry.size > 0 { b"hello".to_vec() } else { Vec::new() };
        let mtime_ns = if members.is_empty() { 5 } else { 0 };
        members.push((Entry { mode: 0o640, mtime: 1_700_000_000, mtime_ns, uid: 7, gid: 3_000_000, ..entry }, body));
    }
    members
}

#[test]
fn gnu_tar_lists_it() {
    let Some(lines) = listing("tar", "C", &["-tvf", "-", "--numeric-owner"], &written(&samples())) else { return };
    let long = format!("{}/{}", "d".repeat(90), "f".repeat(120));
    let date = "2023-11-14 22:13";
    let expected = [
        format!("drw-r----- 7/3000000 0 {date} dir/"),
        format!("-rw-r----- 7/3000000 5 {date} dir/plain"),
        format!("-rw-r----- 7/3000000 5 {date} {long}"),
        format!("-rw-r----- 7/3000000 5 {date} caf\\303\\251"),
        format!("lrw-r----- 7/3000000 0 {date} link -> {long}"),
        format!("hrw-r----- 7/3000000 0 {date} again link to dir/plain"),
        format!("crw-r----- 7/3000000 1,3 {date} null"),
        format!("prw-r----- 7/3000000 0 {date} pipe"),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn bsdtar_lists_it() {
    let Some(lines) = listing("bsdtar", "C.UTF-8", &["-tf", "-"], &written(&samples())) else { return };
    let members = samples();
    let paths: Vec<_> = members.iter().map(|(entry, _)| String::from_utf8_lossy(&entry.path)).collect();
    assert_eq!(lines, paths);
}
