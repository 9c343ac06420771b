#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::cast_possible_truncation)]

use super::index::LayerIndex;
use super::packed_columns::Pack;
use super::{Content, Depth, LayerRead, LayerReader, Whiteout};
use crate::digest::Algorithm;
use crate::limits::Limits;
use crate::tar::Kind;
use crate::tar::build::{Archive, header};

fn read(archive: &[u8], depth: Depth) -> LayerRead {
    read_under(archive, depth, &Limits::default())
}

fn read_under(archive: &[u8], depth: Depth, limits: &Limits) -> LayerRead {
    let mut reader = LayerReader::new(Some(Algorithm::Sha256), depth, limits);
    archive.chunks(700).for_each(|chunk| reader.push(chunk));
    reader.finish()
}

fn index(archive: &[u8]) -> LayerIndex {
    let read = read(archive, Depth::Index);
    assert!(read.measured.contents.is_ok());
    read.index.unwrap()
}

fn paths(index: &LayerIndex) -> Vec<String> {
    index.records().map(|record| String::from_utf8_lossy(&index.path(record.entry)).into_owned()).collect()
}

#[test]
fn paths_are_normal_and_folders_stand_once() {
    let names = ["./", "a/", "./a//b", "/a/./c", "a/d/../e", "a/d/e/f", "..", "/"];
    let archive = names.iter().fold(Archive::new(), |archive, name| archive.file(name, b"")).zeros(2).0;
    let index = index(&archive);
    assert_eq!(paths(&index), [".", "a", "a/b", "a/c", "a/d/../e", "a/d/e/f", "..", "."]);
    let folders: Vec<_> = (0..).map_while(|folder| index.folder(folder)).collect();
    let expected: [(u32, &[u8]); 5] = [(0, b""), (0, b"a"), (1, b"d"), (2, b".."), (2, b"e")];
    assert_eq!(folders, expected);
    assert_eq!(index.folder_count(), 5);
}

#[test]
fn whiteouts_are_told_by_their_last_part() {
    let archive =
        Archive::new().file("a/.wh.b", b"").file("a/.wh..wh..opq", b"").file("usr/bin/awhile", b"").zeros(2).0;
    let whiteouts: Vec<_> = index(&archive).records().map(|record| record.whiteout().is_some()).collect();
    assert_eq!(whiteouts, [true, true, false]);
    assert_eq!(index(&archive).record(0).unwrap().whiteout(), Some(Whiteout::Of(b"b")));
}

#[test]
fn contents_have_fingerprints_or_digests() {
    let archive =
        Archive::new().file("a", &[7; 1300]).file("b", b"").file("c", &[7; 1300]).file("d", &[8; 1300]).zeros(2).0;
    for depth in [Depth::Index, Depth::Digests] {
        let index = read(&archive, depth).index.unwrap();
        let contents: Vec<Content> = index.records().map(|record| record.content).collect();
        assert_eq!(contents[0], contents[2]);
        assert_ne!(contents[0], contents[3]);
        assert_ne!(contents[0], contents[1]);
        assert!(contents.iter().all(|content| *content != Content::Unknown));
    }
    let digest = read(&archive, Depth::Digests).index.unwrap().record(1).unwrap().content;
    assert_eq!(digest, Content::Digest(*b"\xe3\xb0\xc4\x42\x98\xfc\x1c\x14\x9a\xfb\xf4\xc8\x99\x6f\xb9\x24"));
    let fingerprint = read(&archive, Depth::Index).index.unwrap().record(1).unwrap().content;
    assert_eq!(fingerprint, Content::Fingerprint(0xef46_db37_51d8_e999));
}

#[test]
fn what_comes_before_a_fault_is_kept() {
    let whole = Archive::new().file("a", b"1").file("b", &[2; 600]).zeros(2).0;
    let read = read(&whole[..1800], Depth::Index);
    assert_eq!(read.measured.contents.map_err(|error| error.code().into_owned()), Err("tar/truncated".to_owned()));
    let index = read.index.unwrap();
    assert_eq!(paths(&index), ["a", "b"]);
    assert_eq!(index.record(1).unwrap().content, Content::Unknown);
}

#[test]
fn a_layer_of_too_many_entries_is_cut() {
    let archive = (0..20).fold(Archive::new(), |archive, n| archive.file(&format!("a/b/{n}"), b"")).zeros(2).0;
    for (limits, entries, code) in [
        (Limits { entries: 12, ..Limits::default() }, 10, "limit/entries"),
        (Limits { entry_names: 54, ..Limits::default() }, 17, "limit/entry-names"),
    ] {
        let read = read_under(&archive, Depth::Index, &limits);
        assert_eq!(read.measured.contents.map_err(|error| error.code().into_owned()), Err(code.to_owned()));
        assert!(read.measured.diff_id.is_some(), "hashing goes on");
        assert_eq!(read.index.map(|index| index.len()), Some(entries), "{code}");
    }
}

#[test]
fn no_tar_has_no_index() {
    assert_eq!(read(b"no tar at all", Depth::Index).index, None);
    assert_eq!(read(&[0; 1024], Depth::Count).index, None);
    assert_eq!(read(&[0; 1024], Depth::Index).index, Some(LayerIndex::default()));
}

#[test]
fn every_field_is_kept() {
    let archive = Archive::new()
        .pax(&[
            ("mtime", b"-1.25"),
            ("SCHILY.xattr.user.b", b"\0\n"),
            ("SCHILY.xattr.user.a", b""),
            ("uname", b"someone"),
        ])
        .raw(&header(b'3', "dev/x", 0), b"")
        .zeros(2)
        .0;
    let index = index(&archive);
    let record = index.record(0).unwrap();
    assert_eq!((record.kind, record.typeflag, record.name), (Kind::Char, b'3', &b"x"[..]));
    assert_eq!((record.mtime, record.mtime_ns, record.uname), (-2, 750_000_000, &b"someone"[..]));
    let expected: [(&[u8], &[u8]); 2] = [(b"user.a", b""), (b"user.b", b"\0\n")];
    assert_eq!(record.xattrs.collect::<Vec<_>>(), expected);
    assert!(record.device.is_some() && record.link.is_none() && record.sparse_start.is_none());
}

/// The README and the limits are reckoned by this.
#[test]
fn a_million_entries_take_less_than_80_bytes_each() {
    let mut made = LayerIndex::default();
    let archive = Archive::new().file("x", b"").0;
    let mut scanner = crate::tar::Scanner::new(&Limits::default());
    let Ok(Some(crate::tar::Event::Entry(mut entry))) = scanner.next(&mut archive.as_slice()) else { panic!() };
    for number in 0..1_000_000_u32 {
        entry.path = format!("usr/share/doc/pkg-{}/file-{}.txt", number / 40, number % 1000).into_bytes();
        entry.mtime_ns = number;
        let at = made.push(&entry, &Limits::default()).unwrap();
        made.set_content(at, Content::Digest([1; 16]));
    }
    made.complete();
    let (room, packed) = (made.columns.room() / 1_000_000, made.packed_len() / 1_000_000);
    println!("{room} bytes of memory and {packed} bytes packed for an entry");
    assert!(room <= 80 && packed <= 80);
}

#[test]
fn an_index_travels_and_damage_does_not() {
    let sparse = [("GNU.sparse.size", &b"9000"[..]), ("GNU.sparse.numblocks", b"1")];
    let archive = Archive::new()
        .file("a/b/c", b"body")
        .pax(&[("SCHILY.xattr.user.a", b"1"), ("mtime", b"5.5")])
        .raw(&header(b'2', "a/link", 0), b"")
        .raw(&header(b'3', "dev/x", 0), b"")
        .pax(&sparse)
        .file("holes", b"abc")
        .zeros(2)
        .0;
    let read = read(&archive, Depth::Digests);
    assert_eq!(read.index.as_ref().map(LayerIndex::len), Some(4));
    let packed = read.clone().pack().unwrap();
    assert_eq!(LayerRead::unpack(&packed), Ok(read.clone()));
    for length in 0..packed.len() {
        // Cut behind the line, it is a layer whose entries were not kept.
        let cut = LayerRead::unpack(&packed[..length]);
        assert!(cut.is_err() || cut.is_ok_and(|cut| cut.index.is_none()), "cut at {length}");
    }
    let mut refused = 0;
    for at in 0..packed.len() {
        let mut other = packed.clone();
        other[at] ^= 0x81;
        match LayerRead::unpack(&other) {
            Ok(changed) => {
                assert_ne!(changed, read, "byte {at} means nothing");
                assert!(changed.index.is_none_or(|index| index.records().count() == index.len()));
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > packed.len() / 4, "{refused} of {} are refused", packed.len());
}
