//! Where one member ends and the next begins.

use super::super::build::{Archive, header};
use super::super::{Kind, Sparse, SparseForm};
use super::*;

#[test]
fn plain_archive() {
    let seen = every_way(&Archive::new().file("a", b"hello").file("b", b"").file("c", &[1; 512]).zeros(2).0);
    assert_eq!(seen.paths(), ["a", "b", "c"]);
    assert_eq!(seen.members[0].1, b"hello");
    assert_eq!(seen.members[2].1, [1; 512]);
    assert_eq!((seen.ended, seen.end.zero_blocks, seen.code().as_str()), (true, 2, ""));
    let (a, c) = (&seen.members[0].0, &seen.members[2].0);
    assert_eq!((a.header_offset, a.body_offset, c.header_offset, c.body_offset), (0, 512, 1536, 2048));
}

#[test]
fn end_mark_may_be_missing_or_half() {
    let bare = Archive::new().file("a", b"hello");
    let seen = every_way(&bare.0);
    assert_eq!((seen.paths().len(), seen.ended, seen.end.zero_blocks, seen.code().as_str()), (1, false, 0, ""));
    let seen = every_way(&bare.zeros(1).0);
    assert_eq!((seen.paths().len(), seen.ended, seen.end.zero_blocks, seen.code().as_str()), (1, false, 1, ""));
}

#[test]
fn what_follows_the_end_is_swallowed() {
    let seen = every_way(&Archive::new().file("a", b"1").zeros(2).file("hidden", b"2").bytes(b"garbage").0);
    assert_eq!((seen.paths(), seen.ended, seen.code().as_str()), (vec!["a".to_owned()], true, ""));
}

#[test]
fn a_lone_zero_block_is_passed_over_and_told() {
    let seen = every_way(&Archive::new().file("a", b"1").zeros(1).file("b", b"2").zeros(2).0);
    assert_eq!(seen.paths(), ["a", "b"]);
    assert_eq!(seen.end, End { zero_blocks: 2, lone_zero_blocks: 1, garbage: false });
    let seen = every_way(&Archive::new().file("a", b"1").zeros(1).bytes(&[b'?'; 600]).0);
    assert_eq!((seen.paths().len(), seen.ended, seen.code().as_str()), (1, true, ""));
    assert_eq!(seen.end, End { zero_blocks: 1, lone_zero_blocks: 0, garbage: true });
}

#[test]
fn cut_anywhere_is_an_error_or_a_boundary() {
    let archive = Archive::new().pax(&[("path", b"long")]).file("a", &[7; 700]).file("b", b"").0;
    // Behind the special header, its body, the entry's header: nothing. Behind the body of a: its padding may miss.
    for length in 0..archive.len() {
        let seen = every_way(&archive[..length]);
        let complete = length == 0 || (1536 + 700..=2560).contains(&length);
        assert_eq!(seen.code(), if complete { "" } else { "tar/truncated" }, "cut at {length}");
        if let Some(error) = seen.error {
            assert_eq!(error.at().offset, Some(length as u64));
        }
    }
}

#[test]
fn tells_how_much_is_missing() {
    let seen = every_way(&Archive::new().file("a", &[7; 700]).0[..512 + 600]);
    assert_eq!(seen.error.unwrap().message(), "the archive ends here, but 100 more bytes were announced");
}

#[test]
fn not_a_tar() {
    assert_eq!(every_way(&[b'x'; 600]).code(), "tar/header");
    let mut archive = Archive::new().file("a", b"").file("b", b"").0;
    archive[512] = b'c';
    let error = every_way(&archive).error.unwrap();
    assert_eq!((error.code().as_ref(), error.at().offset), ("tar/header-checksum", Some(512)));
}

#[test]
fn an_error_stays() {
    let mut scanner = Scanner::new(&Limits::default());
    let first = scanner.next(&mut &[b'x'; 512][..]).unwrap_err();
    assert_eq!(scanner.next(&mut &[0; 512][..]).unwrap_err(), first);
    assert_eq!(scanner.skipped(1).unwrap_err(), first);
    assert_eq!(scanner.finish().unwrap_err(), first);
    assert_eq!(scanner.wants(), Wants::Done);
}

#[test]
fn only_bodies_can_be_skipped() {
    let mut scanner = Scanner::new(&Limits::default());
    assert_eq!(scanner.skipped(1).unwrap_err().code(), "usage/misuse");
    let archive = Archive::new().file("a", b"hello").0;
    scanner.next(&mut &archive[..512]).unwrap();
    assert_eq!(scanner.wants(), Wants::Bytes { at: 512, want: 512, skippable: 512 });
    assert_eq!(scanner.skipped(513).unwrap_err().code(), "usage/misuse");
    scanner.skipped(3).unwrap();
    let mut rest = &archive[515..];
    assert_eq!(scanner.next(&mut rest).unwrap(), Some(Event::Data(b"lo")));
    assert_eq!(scanner.position(), 1024);

    let special = Archive::new().special(b'L', b"name").0;
    let mut scanner = Scanner::new(&Limits::default());
    scanner.next(&mut &special[..512]).unwrap();
    assert_eq!(scanner.wants(), Wants::Bytes { at: 512, want: 512, skippable: 0 });
}

/// C1, "TARmageddon": who believed the header's 0 would list the archive in the body.
#[test]
fn pax_size_wins_over_the_headers() {
    let nested = Archive::new().file("nested", b"evil").0;
    let size = nested.len().to_string();
    let archive =
        Archive::new().pax(&[("size", size.as_bytes())]).raw(&header(b'0', "outer", 0), &nested).file("next", b"");
    let seen = every_way(&archive.zeros(2).0);
    assert_eq!(seen.paths(), ["outer", "next"]);
    assert_eq!(seen.members[0].1, nested);
    // And the other way round: the header lies high, the record tells 0.
    let archive = Archive::new().pax(&[("size", b"0")]).raw(&header(b'0', "outer", 1024), &nested[..512]);
    assert_eq!(every_way(&archive.zeros(2).0).code(), "");
}

#[test]
fn header_only_types_have_no_body_whatever_is_stated() {
    for typeflag in *b"123456" {
        let archive = Archive::new().pax(&[("size", b"1024")]).raw(&header(typeflag, "no-body", 2048), b"");
        let seen = every_way(&archive.file("next", b"").zeros(2).0);
        assert_eq!(seen.paths(), ["no-body", "next"], "type {}", char::from(typeflag));
        assert_eq!(seen.members[0].0.size, 0);
    }
}

#[test]
fn unknown_types_have_a_body() {
    let seen = every_way(&Archive::new().raw(&header(b'Q', "odd", 3), b"abc").file("next", b"").zeros(2).0);
    assert_eq!(
        (seen.members[0].0.kind, seen.members[0].0.typeflag, seen.members[0].1.as_slice()),
        (Kind::Other, b'Q', &b"abc"[..])
    );
    assert_eq!(seen.paths(), ["odd", "next"]);
}

#[test]
fn sizes_that_no_archive_can_have() {
    let mut lying = header(b'0', "a", 0);
    for (size, code) in [(i64::MAX as u64, "tar/size"), (u64::MAX, "tar/size"), (8 << 30, "tar/truncated")] {
        lying.set_size(size);
        lying.set_cksum();
        assert_eq!(every_way(&Archive::new().raw(&lying, b"").0).code(), code, "{size}");
    }
    lying.as_old_mut().size = [0xff; 12];
    lying.set_cksum();
    assert_eq!(every_way(&Archive::new().raw(&lying, b"").0).code(), "tar/number");
}

#[test]
fn special_headers_are_capped() {
    for typeflag in *b"xgLK" {
        let mut large = header(typeflag, "special", 64 << 20);
        large.set_cksum();
        assert_eq!(every_way(&Archive::new().raw(&large, b"").0).code(), "limit/special-header");
    }
    let long = vec![b'u'; 5000];
    assert_eq!(every_way(&Archive::new().global(&[("uname", &long)]).0).code(), "limit/special-header");
    assert_eq!(every_way(&Archive::new().global(&[("comment", &long)]).0).code(), "");
}

#[test]
fn old_gnu_sparse_files_have_blocks_of_map() {
    let mut sparse = tar::Header::new_gnu();
    sparse.set_path("holes").unwrap();
    sparse.set_entry_type(tar::EntryType::GNUSparse);
    sparse.set_size(5);
    let gnu = sparse.as_gnu_mut().unwrap();
    gnu.set_real_size(1 << 40);
    gnu.set_is_extended(true);
    sparse.set_cksum();
    let mut map = tar::GnuExtSparseHeader::new();
    map.set_is_extended(true);
    let archive =
        Archive::new().bytes(sparse.as_bytes()).bytes(map.as_bytes()).zeros(1).bytes(b"hello").bytes(&[0; 507]);
    let seen = every_way(&archive.file("next", b"").zeros(2).0);
    assert_eq!(seen.paths(), ["holes", "next"]);
    let (entry, body) = &seen.members[0];
    assert_eq!((entry.header_offset, entry.body_offset, entry.size, body.as_slice()), (0, 1536, 5, &b"hello"[..]));
    assert_eq!((entry.kind, entry.sparse), (Kind::File, Some(Sparse { real_size: 1 << 40, form: SparseForm::Gnu })));
}
