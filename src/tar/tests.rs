#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod fields;
#[cfg(unix)]
mod gnu;
mod pax;
mod scanning;
#[cfg(unix)]
mod writing;

use proptest::prelude::*;

use super::build::Archive;
use super::{End, Entry, Event, Scanner};
use crate::error::Error;
use crate::limits::Limits;
use crate::wants::Wants;

/// All that a scanner tells of an archive, independent of how it was cut.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    members: Vec<(Entry, Vec<u8>)>,
    ended: bool,
    end: End,
    error: Option<Error>,
}

impl Seen {
    fn paths(&self) -> Vec<String> {
        self.members.iter().map(|(entry, _)| String::from_utf8_lossy(&entry.path).into_owned()).collect()
    }

    fn code(&self) -> String {
        self.error.as_ref().map(|error| error.code().into_owned()).unwrap_or_default()
    }

    fn only(&self) -> &Entry {
        assert_eq!((self.members.len(), self.code().as_str()), (1, ""));
        &self.members[0].0
    }
}

/// Scans by chunks of the lengths given, again and again.
fn scan(archive: &[u8], lengths: &[usize]) -> Seen {
    let mut scanner = Scanner::new(&Limits::default());
    let mut seen = Seen { members: Vec::new(), ended: false, end: End::default(), error: None };
    let mut lengths = lengths.iter().cycle();
    let mut rest = archive;
    while !rest.is_empty() && seen.error.is_none() {
        let (mut chunk, after) = rest.split_at(rest.len().min(*lengths.next().unwrap()));
        rest = after;
        seen.error = drain(&mut scanner, &mut chunk, &mut seen).err();
    }
    if seen.error.is_none() {
        assert_eq!(scanner.position(), archive.len() as u64);
        seen.error = scanner.finish().err();
    }
    seen.end = scanner.end();
    seen
}

fn drain(scanner: &mut Scanner, chunk: &mut &[u8], seen: &mut Seen) -> Result<(), Error> {
    while let Some(event) = scanner.next(chunk)? {
        match event {
            Event::Entry(entry) => seen.members.push((*entry, Vec::new())),
            Event::Data(bytes) => seen.members.last_mut().unwrap().1.extend_from_slice(bytes),
            Event::End => seen.ended = true,
        }
    }
    assert!(chunk.is_empty());
    Ok(())
}

/// Scans as a host does that can seek: reads what is wanted, hops over what may be skipped.
fn hop(archive: &[u8]) -> Seen {
    let mut scanner = Scanner::new(&Limits::default());
    let mut seen = Seen { members: Vec::new(), ended: false, end: End::default(), error: None };
    while let Wants::Bytes { at, want, skippable } = scanner.wants() {
        assert!(want > 0 && skippable <= want);
        let rest = &archive[usize::try_from(at).unwrap()..];
        let step = usize::try_from(want).unwrap().min(rest.len());
        if step == 0 {
            break;
        }
        if skippable > 0 {
            scanner.skipped(step as u64).unwrap();
        } else if let Err(error) = drain(&mut scanner, &mut &rest[..step], &mut seen) {
            seen.error = Some(error);
            break;
        }
    }
    seen.error = seen.error.or(scanner.finish().err());
    seen.end = scanner.end();
    seen
}

/// Scans in many cuts, which must all tell the same, and by hopping, which must tell the same without bodies.
fn every_way(archive: &[u8]) -> Seen {
    let whole = scan(archive, &[usize::MAX]);
    for lengths in [&[1][..], &[511], &[512], &[513], &[3, 700, 1, 511, 2000], &[4096, 1]] {
        assert_eq!(scan(archive, lengths), whole, "in chunks of {lengths:?}");
    }
    let hopped = hop(archive);
    let entries = |seen: &Seen| seen.members.iter().map(|(entry, _)| entry.clone()).collect::<Vec<_>>();
    assert_eq!(entries(&hopped), entries(&whole));
    assert_eq!((&hopped.error, hopped.ended, hopped.end), (&whole.error, whole.ended, whole.end));
    whole
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        every_way(&bytes);
    }

    /// Random bytes rarely pass the checksum, so damage is done behind it.
    #[test]
    fn damaged_headers_never_panic(
        typeflag in prop_oneof![Just(b'0'), Just(b'x'), Just(b'g'), Just(b'L'), Just(b'K'), Just(b'S'), any::<u8>()],
        damage in proptest::collection::vec((0_usize..512, any::<u8>()), 0..8),
        body in proptest::collection::vec(any::<u8>(), 0..1200),
    ) {
        let mut header = super::build::header(typeflag, "some/name", body.len() as u64);
        for (place, byte) in damage {
            header.as_mut_bytes()[place] = byte;
        }
        header.set_cksum();
        every_way(&Archive::new().raw(&header, &body).file("next", b"x").zeros(2).0);
    }

    #[test]
    fn any_chunking_tells_the_same(lengths in proptest::collection::vec(1_usize..1500, 1..20)) {
        let long = "n".repeat(700);
        let archive = Archive::new()
            .pax(&[("path", long.as_bytes()), ("SCHILY.xattr.user.a", b"1\n2\0")])
            .file("short", &[b'b'; 1300])
            .special(b'L', long.as_bytes())
            .file("short", b"")
            .global(&[("uid", b"77")])
            .file("last", &[b'c'; 512])
            .zeros(3);
        prop_assert_eq!(scan(&archive.0, &lengths), scan(&archive.0, &[usize::MAX]));
    }

    /// tar-rs reads what it wrote; so do we, and the same.
    #[test]
    fn agrees_with_the_tar_crate(
        members in proptest::collection::vec(
            ("[a-z]{1,9}(/[a-z_]{1,60}){0,4}", proptest::collection::vec(any::<u8>(), 0..1100), any::<u32>()), 0..6),
    ) {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, body, uid) in &members {
            let mut header = tar::Header::new_gnu();
            header.set_size(body.len() as u64);
            header.set_uid(u64::from(*uid));
            header.set_mode(0o600);
            builder.append_data(&mut header, path, body.as_slice()).unwrap();
        }
        let bytes = builder.into_inner().unwrap();
        let ours = every_way(&bytes);
        prop_assert_eq!(ours.code(), "");
        let mut theirs = tar::Archive::new(bytes.as_slice());
        let mut count = 0;
        for (entry, (our, body)) in theirs.entries().unwrap().zip(&ours.members) {
            let mut entry = entry.unwrap();
            let mut data = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut data).unwrap();
            prop_assert_eq!(entry.path_bytes().into_owned(), our.path.clone());
            prop_assert_eq!(&data, body);
            prop_assert_eq!(entry.raw_file_position(), our.body_offset);
            prop_assert_eq!(entry.raw_header_position(), our.header_offset);
            prop_assert_eq!(entry.header().uid().unwrap(), our.uid);
            count += 1;
        }
        prop_assert_eq!((count, ours.members.len()), (members.len(), members.len()));
    }
}
