#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[cfg(unix)]
mod gnu;

use proptest::prelude::*;

use super::*;
use crate::layer::{Content, Depth, LayerIndex, LayerReader};
use crate::tar::build::{Archive, header};
use crate::tar::{Entry, Event, Kind, Scanner};

/// What a reader gave, and what stopped it.
type Read = (Vec<u8>, Option<String>);

fn read(layer: &[u8], place: &FilePlace, lengths: &[usize]) -> Read {
    let (bytes, error) = read_or_fail(layer, place, lengths);
    (bytes, error.map(|error| error.code().into_owned()))
}

/// Reads a file by pushes of the lengths given, again and again; jumps where it may.
fn read_or_fail(layer: &[u8], place: &FilePlace, lengths: &[usize]) -> (Vec<u8>, Option<Error>) {
    let mut reader = FileReader::new(place, &Limits::default());
    let mut lengths = lengths.iter().cycle();
    let mut bytes = Vec::new();
    loop {
        loop {
            match reader.poll() {
                Ok(Some(piece)) => {
                    assert!(!piece.is_empty() && piece.len() <= PIECE);
                    bytes.extend_from_slice(&piece);
                }
                Ok(None) => break,
                Err(error) => {
                    assert_eq!((reader.poll(), reader.wants()), (Err(error.clone()), Wants::Done));
                    return (bytes, Some(error));
                }
            }
        }
        let Wants::Bytes { at, want, skippable } = reader.wants() else { return (bytes, None) };
        assert!(want > 0);
        if skippable > 0 {
            reader.skipped(skippable).unwrap();
            continue;
        }
        let rest = &layer[layer.len().min(usize::try_from(at).unwrap())..];
        match rest.len().min(*lengths.next().unwrap()) {
            0 => reader.ended(),
            length => reader.push(&rest[..length]),
        }
    }
}

/// Reads in many cuts, which all give the same bytes and the same error.
fn every_way(tar: &[u8], place: &FilePlace) -> Read {
    let whole = read_or_fail(tar, place, &[usize::MAX]);
    for lengths in [&[1][..], &[511, 1, 512, 513], &[70_000]] {
        assert_eq!(read_or_fail(tar, place, lengths), whole, "in chunks of {lengths:?}");
    }
    read(tar, place, &[usize::MAX])
}

/// Every file of an archive, with its place.
fn files(tar: &[u8]) -> Vec<(Entry, FilePlace)> {
    let mut scanner = Scanner::new(&Limits::default());
    let (mut input, mut found) = (tar, Vec::new());
    while let Some(event) = scanner.next(&mut input).unwrap() {
        let Event::Entry(entry) = event else { continue };
        let place = FilePlace {
            sparse_start: entry.sparse.map(|_| entry.start),
            body: entry.body_offset,
            stored_size: entry.size,
            size: entry.sparse.map_or(entry.size, |sparse| sparse.real_size),
        };
        if entry.kind == Kind::File {
            found.push((*entry, place));
        }
    }
    found
}

fn only(tar: &[u8]) -> FilePlace {
    let [(_, place)] = files(tar)[..] else { panic!("one file") };
    place
}

fn ok(bytes: impl Into<Vec<u8>>) -> Read {
    (bytes.into(), None)
}

fn refused(code: &str) -> Read {
    (Vec::new(), Some(code.to_owned()))
}

#[test]
fn each_file_is_its_own_bytes() {
    let long: Vec<u8> = (0..200_000u32).flat_map(u32::to_le_bytes).collect();
    let tar = Archive::new().file("a", b"first").file("empty", b"").file("long", &long).file("last", b"z").zeros(2).0;
    let bodies: Vec<Read> = files(&tar).iter().map(|(_, place)| every_way(&tar, place)).collect();
    assert_eq!(bodies, [ok(*b"first"), ok(*b""), ok(long), ok(*b"z")]);
}

#[test]
fn no_more_is_read_than_needed() {
    let tar = Archive::new().file("a", &[1; 5000]).file("b", b"here").file("c", &[3; 5000]).zeros(2).0;
    let place = files(&tar)[1].1;
    let mut reader = FileReader::new(&place, &Limits::default());
    assert_eq!(reader.wants(), Wants::Bytes { at: 0, want: place.body + 4, skippable: place.body });
    assert!(reader.skipped(place.body + 1).is_err());
    reader.skipped(place.body).unwrap();
    assert_eq!(reader.wants(), Wants::Bytes { at: place.body, want: 4, skippable: 0 });
}

#[test]
fn a_layer_that_ends_early_gives_what_it_has() {
    let tar = Archive::new().file("a", b"12345678").0;
    let place = only(&tar);
    assert_eq!(every_way(&tar[..512 + 3], &place), (b"123".to_vec(), Some("tar/truncated".to_owned())));
    assert_eq!(every_way(b"", &place), refused("tar/truncated"));
}

fn index_of(tar: &[u8]) -> LayerIndex {
    let mut layer = LayerReader::new(None, Depth::Index, &Limits::default());
    layer.push(tar);
    layer.finish().index.unwrap()
}

/// The same as indexing gives; of sparse files that of the whole file.
#[test]
fn fingerprints_are_those_of_the_index() {
    let long = [b'l'; 150_000];
    let records: [(&str, &[u8]); 3] =
        [("GNU.sparse.size", b"9"), ("GNU.sparse.numblocks", b"1"), ("GNU.sparse.map", b"2,2,7,1")];
    let tar =
        Archive::new().file("a", b"first").file("empty", b"").file("long", &long).pax(&records).file("holes", b"abc");
    let tar = tar.zeros(2).0;
    let index = index_of(&tar);
    let mut compared = 0;
    for ((_, place), record) in files(&tar).iter().zip(index.records()) {
        let mut reader = FileReader::of_fingerprint(place, &Limits::default());
        assert_eq!(reader.fingerprint().is_some(), place.size == 0);
        for chunk in tar.chunks(999) {
            reader.push(chunk);
            assert_eq!(reader.poll(), Ok(None));
        }
        let whole = Archive::new().file("whole", b"\0\0ab\0\0\0c\0").zeros(2).0;
        let expected =
            if place.sparse_start.is_some() { index_of(&whole).record(0).unwrap().content } else { record.content };
        assert_eq!(reader.fingerprint().map(Content::Fingerprint), Some(expected));
        compared += 1;
    }
    assert_eq!(compared, 4);
}

/// A sparse file by PAX records; the body is as given.
fn pax(records: &[(&str, &[u8])], body: &[u8]) -> Vec<u8> {
    Archive::new().pax(records).file("holes", body).zeros(2).0
}

fn pax01(size: &str, map: &str, body: &[u8]) -> Read {
    let records: [(&str, &[u8]); 3] =
        [("GNU.sparse.size", size.as_bytes()), ("GNU.sparse.numblocks", b"1"), ("GNU.sparse.map", map.as_bytes())];
    let tar = pax(&records, body);
    every_way(&tar, &only(&tar))
}

fn pax10(size: &str, map: &str, data: &[u8]) -> Read {
    let records: [(&str, &[u8]); 3] =
        [("GNU.sparse.major", b"1"), ("GNU.sparse.minor", b"0"), ("GNU.sparse.realsize", size.as_bytes())];
    let mut body = map.as_bytes().to_vec();
    body.resize(body.len().next_multiple_of(512), 0);
    body.extend_from_slice(data);
    let tar = pax(&records, &body);
    every_way(&tar, &only(&tar))
}

#[test]
fn holes_are_zeros() {
    let whole = ok(*b"\0\0ab\0\0\0c\0");
    assert_eq!(pax01("9", "2,2,7,1", b"abc"), whole);
    assert_eq!(pax10("9", "2\n2\n2\n7\n1\n", b"abc"), whole);
    assert_eq!(pax10("9", "3\n2\n2\n7\n1\n9\n0\n", b"abc"), whole);
    let records: [(&str, &[u8]); 6] = [
        ("GNU.sparse.size", b"9"),
        ("GNU.sparse.numblocks", b"2"),
        ("GNU.sparse.offset", b"2"),
        ("GNU.sparse.numbytes", b"2"),
        ("GNU.sparse.offset", b"7"),
        ("GNU.sparse.numbytes", b"1"),
    ];
    let tar = pax(&records, b"abc");
    assert_eq!(every_way(&tar, &only(&tar)), whole);
    assert_eq!(pax01("200000", "199999,1", b"x").0.len(), 200_000);
    assert_eq!(pax01("3", "3,0", b""), ok([0; 3]));
    assert_eq!(pax01("0", "0,0", b""), ok(*b""));
}

/// A file of an exabyte costs nobody anything who does not ask for all of it.
#[test]
fn endless_holes_come_by_pieces() {
    let size = (1u64 << 60).to_string();
    let tar =
        pax(&[("GNU.sparse.size", size.as_bytes()), ("GNU.sparse.numblocks", b"1"), ("GNU.sparse.map", b"0,1")], b"x");
    let mut reader = FileReader::new(&only(&tar), &Limits::default());
    reader.push(&tar);
    assert_eq!(reader.poll().unwrap().unwrap(), b"x");
    for _ in 0..1000 {
        assert_eq!(reader.poll().unwrap().unwrap(), [0; PIECE]);
    }
    assert!(matches!(reader.wants(), Wants::Bytes { .. }));
}

#[test]
fn maps_that_do_not_fit_are_refused() {
    let bad = refused("tar/sparse");
    for (size, map) in [
        ("9", "2,2,7,2"),                    // more than is stored
        ("9", "2,2"),                        // less
        ("8", "2,2,8,1"),                    // beyond the end
        ("9", "2,2,3,1"),                    // overlapping
        ("9", "7,1,2,2"),                    // not sorted
        ("9", "2,2,7"),                      // half a region
        ("9", "2,2,seven,1"),                // no number
        ("9", "18446744073709551615,2,7,1"), // around the end of all numbers
        ("9", ""),
        ("9", "2,2,,7,1"),
    ] {
        assert_eq!(pax01(size, map, b"abc"), bad, "{map}");
        let lines = format!("{}\n{}\n", map.split(',').count() / 2, map.replace(',', "\n"));
        assert_eq!(pax10(size, &lines, b"abc"), bad, "{map}");
    }
    for map in ["", "9\n2\n2\n", "18446744073709551615\n0\n", "99999999999999999999\n", "-1\n", "1 \n2\n2\n"] {
        assert_eq!(pax10("9", map, b"abc"), bad, "{map}");
    }
}

/// What stands behind the body is no part of the map, however much is at hand.
#[test]
fn a_map_ends_with_its_body() {
    let records: [(&str, &[u8]); 3] =
        [("GNU.sparse.major", b"1"), ("GNU.sparse.minor", b"0"), ("GNU.sparse.realsize", b"9")];
    for body in [&[0; 512][..], &[b'7'; 512], b"", b"1\n2\n", b"1\n"] {
        let tar = Archive::new().pax(&records).file("holes", body).file("next", b"3\n4\n").zeros(2).0;
        assert_eq!(every_way(&tar, &files(&tar)[0].1), refused("tar/sparse"));
    }
}

#[test]
fn a_map_is_not_as_long_as_it_likes() {
    let limits = Limits { sparse_map: 1024, ..Limits::default() };
    let refusal = |tar: &[u8]| {
        let mut reader = FileReader::new(&only(tar), &limits);
        reader.push(tar);
        reader.poll().unwrap_err().code().into_owned()
    };
    let records: [(&str, &[u8]); 3] =
        [("GNU.sparse.major", b"1"), ("GNU.sparse.minor", b"0"), ("GNU.sparse.realsize", b"99999")];
    assert_eq!(refusal(&pax(&records, &[b'1'; 4000])), "limit/sparse-map");
    let map = "1,1,".repeat(500);
    let records: [(&str, &[u8]); 3] =
        [("GNU.sparse.size", b"9"), ("GNU.sparse.numblocks", b"1"), ("GNU.sparse.map", map.as_bytes())];
    assert_eq!(refusal(&pax(&records, b"x")), "limit/sparse-map");
}

/// Where the bytes are not those that were indexed.
#[test]
fn another_layer_is_noticed() {
    let tar = Archive::new().file("plain", b"abc").zeros(2).0;
    let place = FilePlace { sparse_start: Some(0), size: 9, ..only(&tar) };
    assert_eq!(every_way(&tar, &place), refused("tar/sparse"));
    assert_eq!(every_way(&[b'x'; 2048], &place), refused("tar/header"));
    let place = FilePlace { sparse_start: Some(512), ..place };
    assert_eq!(every_way(&tar, &place), refused("tar/sparse"));
    let special = Archive::new().raw(&header(b'x', "special", u64::MAX >> 4), b"").0;
    let place = FilePlace { sparse_start: Some(0), body: 512, ..place };
    assert_eq!(every_way(&special, &place), refused("tar/sparse"));
}

proptest! {
    /// A naive reading of any map, right or wrong, says the same.
    #[test]
    fn any_map_is_read_as_it_stands(
        regions in proptest::collection::vec((0u64..40, 0u64..9), 0..6), size in 0u64..60, stored in 0usize..30, sort: bool,
    ) {
        let mut regions = regions;
        if sort {
            regions.sort_unstable();
        }
        let data: Vec<u8> = (1..=u8::try_from(stored).unwrap()).collect();
        let numbers: Vec<String> = regions.iter().flat_map(|(at, length)| [at.to_string(), length.to_string()]).collect();
        let expected = naive(&regions, usize::try_from(size).unwrap(), &data);
        let lines = format!("{}\n{}", regions.len(), numbers.iter().map(|number| format!("{number}\n")).collect::<String>());
        prop_assert_eq!(pax10(&size.to_string(), &lines, &data), expected.clone());
        if !regions.is_empty() {
            prop_assert_eq!(pax01(&size.to_string(), &numbers.join(","), &data), expected);
        }
    }
}

fn naive(regions: &[(u64, u64)], size: usize, mut data: &[u8]) -> Read {
    let mut file = vec![0; size];
    let mut end = 0;
    if size == 0 {
        return ok(file);
    }
    for (at, length) in
        regions.iter().map(|(at, length)| (usize::try_from(*at).unwrap(), usize::try_from(*length).unwrap()))
    {
        if at < end || at + length > size || length > data.len() {
            return refused("tar/sparse");
        }
        file[at..at + length].copy_from_slice(&data[..length]);
        data = &data[length..];
        end = at + length;
    }
    if data.is_empty() { ok(file) } else { refused("tar/sparse") }
}
