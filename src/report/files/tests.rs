#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Arc;

use super::*;
use crate::layer::{Depth, FileReader, LayerReader};
use crate::tar::build::{Archive, header};
use crate::tar::{Event, Scanner};
use crate::wants::Wants;

fn layer(tar: &[u8]) -> Layer {
    let mut reader = LayerReader::new(None, Depth::Index, &Limits::default());
    reader.push(tar);
    let read = reader.finish();
    Layer { measured: Some(read.measured), index: read.index.map(Arc::new), ..Layer::default() }
}

fn link(typeflag: u8, name: &str, target: &str) -> ::tar::Header {
    let mut header = header(typeflag, name, 0);
    header.as_old_mut().linkname[..target.len()].copy_from_slice(target.as_bytes());
    header.set_cksum();
    header
}

/// Three layers with a bit of all.
fn tars() -> Vec<Vec<u8>> {
    let base = Archive::new()
        .raw(&header(b'5', "etc/", 0), b"")
        .file("etc/motd", b"hello")
        .file("etc/secret", b"12345678")
        .raw(&link(b'2', "etc/link", "motd"), b"")
        .raw(&link(b'1', "etc/again", "etc/motd"), b"")
        .pax(&[("path", b"caf\xe9"), ("SCHILY.xattr.user.x", b"\0\xff")])
        .file("special", b"latin")
        .file("stargz.index.json", b"{}");
    let second =
        Archive::new().file("etc/.wh.secret", b"").file("etc/motd", b"HELLO!").file("a-b", b"1").file("a/b", b"22");
    let third = Archive::new().raw(&link(b'2', "to-etc", "etc"), b"").file("a/c", b"333");
    [base, second, third].map(|tar| tar.zeros(2).0).into()
}

fn image() -> Image {
    Image { layers: tars().iter().map(|tar| layer(tar)).collect(), ..Image::default() }
}

fn files(options: FilesOptions) -> Files {
    Files::new(&image(), &options, &Trees::default(), &Limits::default()).unwrap()
}

fn merged() -> Files {
    files(FilesOptions::default())
}

fn of_layer(layer: u32) -> Files {
    files(FilesOptions { layer: Some(layer), ..FilesOptions::default() })
}

fn paths(page: &FilePage) -> Vec<&str> {
    page.rows.iter().map(|row| row.path.as_str()).collect()
}

#[test]
fn rows_of_an_image_are_sorted_by_the_bytes_of_paths() {
    let page = merged().rows(None, 0, 100).unwrap();
    let expected = [".", "a", "a-b", "a/b", "a/c", "caf\u{fffd}", "etc", "etc/again", "etc/link", "etc/motd", "to-etc"];
    assert_eq!(paths(&page), expected);
    assert_eq!((page.total, page.path), (11, Some(None)));
    let below = merged().rows(Some("/a/"), 1, 1).unwrap();
    assert_eq!((paths(&below), below.total, below.from), (vec!["a/b"], 3, 1));
    assert_eq!(merged().rows(Some("b"), 0, 1).unwrap_err().code(), "usage/no-such-path");
}

#[test]
fn rows_of_a_layer_are_its_entries_in_their_order() {
    let page = of_layer(1).rows(None, 0, 100).unwrap();
    let told: Vec<_> = page.rows.iter().map(|row| (row.path.as_str(), row.r#type, row.change)).collect();
    let expected = [
        ("etc/.wh.secret", "whiteout", "removed"),
        ("etc/motd", "file", "modified"),
        ("a-b", "file", "added"),
        ("a/b", "file", "added"),
    ];
    assert_eq!(told, expected);
    assert_eq!(paths(&of_layer(1).rows(Some("etc"), 0, 9).unwrap()), ["etc/.wh.secret", "etc/motd"]);
    assert!(!paths(&of_layer(0).rows(None, 0, 100).unwrap()).contains(&"stargz.index.json"));
    let all = FilesOptions { layer: Some(0), all: true, ..FilesOptions::default() };
    assert!(paths(&files(all).rows(None, 0, 100).unwrap()).contains(&"stargz.index.json"));
}

#[test]
fn a_row_tells_all_of_its_file() {
    let row = serde_json::to_value(merged().entry("caf\u{fffd}").unwrap()).unwrap();
    let expected = serde_json::json!({
        "path": "caf\u{fffd}", "pathBase64": "Y2Fm6Q==", "type": "file", "typeflag": "0", "size": 5, "storedSize": 5,
        "mode": 0o640, "uid": 7, "gid": 9, "uname": "ursula", "gname": "gnomes", "mtime": 1_700_000_000, "mtimeNs": 0,
        "linkTarget": null, "device": null, "xattrs": { "user.x": "AP8=" }, "layer": 0, "entry": 5, "change": "added", "below": null,
    });
    assert_eq!(row, expected);
    let mut tree = merged();
    let of = |row: FileRow| (row.r#type, row.size, row.layer, row.link_target, row.below.is_some());
    assert_eq!(of(tree.entry("etc/again").unwrap()), ("hardlink", 5, 0, Some("etc/motd".into()), false));
    assert_eq!(of(of_layer(0).entry("etc/again").unwrap()), ("hardlink", 0, 0, Some("etc/motd".into()), false));
    assert_eq!(of(tree.entry("etc/link").unwrap()), ("symlink", 0, 0, Some("motd".into()), false));
    assert_eq!(of(tree.entry("a").unwrap()), ("directory", 0, 1, None, true));
    assert_eq!(tree.entry("etc/secret"), None);
    let below = tree.entry("a").unwrap().below.unwrap();
    assert_eq!((below.size, below.entries), (5, 2));
}

#[test]
fn children_are_paged_and_sorted() {
    let mut tree = merged();
    assert_eq!(paths(&tree.children("/", 0, 2, false).unwrap()), ["a", "a-b"]);
    let page = tree.children("to-etc", 1, 9, false).unwrap();
    assert_eq!(
        (paths(&page), page.total, page.path.clone()),
        (vec!["etc/link", "etc/motd"], 3, Some(Some("etc".into())))
    );
    let by_size = tree.children(".", 0, 9, true).unwrap();
    assert_eq!(paths(&by_size), ["etc", "a", "caf\u{fffd}", "to-etc", "a-b"]);
    for path in ["etc/motd", "nowhere"] {
        assert_eq!(tree.children(path, 0, 9, false).unwrap_err().code(), "usage/no-such-path");
    }
    assert_eq!(paths(&of_layer(1).children("etc", 0, 9, false).unwrap()), ["etc/.wh.secret", "etc/motd"]);
}

#[test]
fn find_looks_into_all_layers() {
    let mut tree = merged();
    let hits = |page: FilePage| -> Vec<(String, u32, Option<u32>)> {
        page.rows.into_iter().map(|row| (row.path, row.layer, row.hidden_by.unwrap())).collect()
    };
    let motds = [("etc/motd".to_owned(), 0, Some(1)), ("etc/motd".to_owned(), 1, None)];
    assert_eq!(hits(tree.find("motd", As::Glob, 0, 9).unwrap()), motds);
    assert_eq!(hits(tree.find("C/MoT", As::Text, 0, 9).unwrap()), motds);
    assert_eq!(hits(tree.find("C/MoT", As::Text, 1, 9).unwrap()), motds[1..]);
    assert_eq!(hits(of_layer(1).find("etc/m*", As::Glob, 0, 9).unwrap()), motds[1..]);
    assert_eq!(tree.find("etc", As::Text, 0, 0).unwrap().total, 8);
    assert_eq!(tree.find("stargz", As::Text, 0, 9).unwrap().total, 0);
    assert_eq!(tree.find("[", As::Glob, 0, 9).unwrap_err().code(), "usage/bad-pattern");
    let all = tree.paths(0, 100);
    assert_eq!(all.len(), 13);
    let has_index = |paths: &[String]| paths.iter().any(|path| path == "stargz.index.json");
    assert!(!has_index(&all) && all.iter().any(String::is_empty));
    assert!(has_index(&files(FilesOptions { all: true, ..FilesOptions::default() }).paths(0, 100)));
    let places: Vec<u32> = (0..).zip(&all).filter(|(_, path)| *path == "etc/motd").map(|(place, _)| place).collect();
    assert_eq!(hits(tree.found(&places, 0, 9)), motds);
    assert_eq!([tree.paths(6, 3), tree.paths(9, 1)].concat(), [&all[6..9], &all[9..10]].concat());
}

#[test]
fn hidden_files_are_told_with_what_became_of_them() {
    let told = |page: FilePage| -> Vec<_> {
        page.rows.into_iter().map(|row| (row.path, row.hidden_by.flatten(), row.kind.unwrap())).collect()
    };
    // Its other name still shows the bytes of the old motd; the entry of that name is hidden all the same.
    let all = [("etc/motd".to_owned(), Some(1), "overwritten"), ("etc/secret".to_owned(), Some(1), "removed")];
    assert_eq!(told(merged().hidden(0, 9)), all);
    assert_eq!(told(merged().hidden(1, 9)), all[1..]);
    assert_eq!((of_layer(0).hidden(0, 9).total, of_layer(1).hidden(0, 9).total), (2, 0));
}

#[test]
fn summaries_count() {
    let told = |mut files: Files| {
        let summary = files.summary();
        (summary.entries, summary.files, summary.size, summary.set_aside, summary.complete)
    };
    // Two names of the old motd are one file.
    assert_eq!(told(merged()), (10, 6, 6 + 5 + 4 + 5 + 1 + 2 + 3 + 3, 1, true));
    assert_eq!(told(of_layer(0)), (6, 4, 5 + 8 + 4 + 5, 1, true));
    let up_to = FilesOptions { up_to: Some(0), ..FilesOptions::default() };
    assert_eq!(told(files(up_to)), (6, 4, 5 + 8 + 4 + 5, 1, true));
    let mut image = image();
    image.layers[1].index = None;
    let files = Files::new(&image, &FilesOptions::default(), &Trees::default(), &Limits::default()).unwrap();
    assert!(!told(files).4);
}

#[test]
fn there_are_no_other_layers() {
    for options in [
        FilesOptions { layer: Some(3), ..FilesOptions::default() },
        FilesOptions { up_to: Some(9), ..FilesOptions::default() },
    ] {
        let error = Files::new(&image(), &options, &Trees::default(), &Limits::default()).err().unwrap();
        assert_eq!(error.code(), "usage/no-such-layer");
    }
}

#[test]
fn views_of_one_image_share_a_tree() {
    let (image, trees) = (image(), Trees::default());
    let make = |options: FilesOptions| Files::new(&image, &options, &trees, &Limits::default()).unwrap();
    let whole = make(FilesOptions::default());
    let layer = make(FilesOptions { layer: Some(1), ..FilesOptions::default() });
    assert!(Rc::ptr_eq(&whole.tree, &layer.tree));
    let all = make(FilesOptions { all: true, ..FilesOptions::default() });
    assert!(!Rc::ptr_eq(&whole.tree, &all.tree));
}

fn read(place: &LayerPlace) -> Vec<u8> {
    let tar = &tars()[place.layer as usize];
    let mut reader = FileReader::new(&place.file, &Limits::default());
    reader.push(tar);
    let mut bytes = Vec::new();
    while let Some(piece) = reader.poll().unwrap() {
        bytes.extend_from_slice(&piece);
    }
    assert_eq!(reader.wants(), Wants::Done);
    bytes
}

#[test]
fn places_lead_to_bytes() {
    let mut tree = merged();
    for (path, bytes) in [
        ("etc/motd", "HELLO!"),
        ("etc/link", "HELLO!"),
        ("etc/again", "hello"),
        ("to-etc/motd", "HELLO!"),
        ("caf\u{fffd}", "latin"),
    ] {
        assert_eq!(read(&tree.place(path).unwrap()), bytes.as_bytes(), "{path}");
    }
    assert_eq!(read(&of_layer(0).place("etc/secret").unwrap()), b"12345678");
    assert_eq!(tree.place("etc").unwrap_err().code(), "usage/not-a-file");
    assert_eq!(tree.place("etc/secret").unwrap_err().code(), "usage/no-such-path");
    assert_eq!(of_layer(1).place("etc/.wh.secret").unwrap_err().code(), "usage/not-a-file");
}

/// The members of an archive that was made: path, kind, target, bytes.
fn made(mut maker: TarMaker) -> Vec<(String, Kind, Option<String>, Vec<u8>)> {
    let mut archive = Vec::new();
    while let Some(bytes) = maker.next_bytes() {
        archive.extend_from_slice(&bytes);
        archive.extend(maker.place().iter().flat_map(read));
    }
    assert_eq!(archive.len() % 512, 0);
    let (mut scanner, mut input) = (Scanner::new(&Limits::default()), &archive[..]);
    let mut members: Vec<(String, Kind, Option<String>, Vec<u8>)> = Vec::new();
    while let Some(event) = scanner.next(&mut input).unwrap() {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            Event::Entry(entry) => {
                members.push((text(&entry.path), entry.kind, entry.link.as_deref().map(text), Vec::new()))
            }
            Event::Data(data) => members.last_mut().unwrap().3.extend_from_slice(data),
            Event::End => return members,
        }
    }
    panic!("an archive without an end");
}

#[test]
fn folders_become_archives() {
    let member = |path: &str, kind, link: Option<&str>, bytes: &str| {
        (path.to_owned(), kind, link.map(str::to_owned), bytes.as_bytes().to_vec())
    };
    // By layer; the old motd has only one name left.
    let etc = [
        member("etc/", Kind::Directory, None, ""),
        member("etc/again", Kind::File, None, "hello"),
        member("etc/motd", Kind::File, None, "HELLO!"),
        member("etc/link", Kind::Symlink, Some("motd"), ""),
    ];
    assert_eq!(made(merged().tar("etc").unwrap()), etc);
    assert_eq!(made(merged().tar("to-etc").unwrap()), etc);
    assert_eq!(made(merged().tar("a/b").unwrap()), [member("b", Kind::File, None, "22")]);
    let stored = made(of_layer(0).tar("etc").unwrap());
    assert_eq!(
        stored[1..3],
        [member("etc/again", Kind::File, None, "hello"), member("etc/secret", Kind::File, None, "12345678")]
    );
    assert_eq!(
        stored[3..],
        [
            member("etc/link", Kind::Symlink, Some("motd"), ""),
            member("etc/motd", Kind::Hardlink, Some("etc/again"), "")
        ]
    );
    let changed = made(of_layer(1).tar("etc").unwrap());
    assert_eq!(changed, [member("etc/", Kind::Directory, None, ""), member("etc/motd", Kind::File, None, "HELLO!")]);
    assert_eq!(made(merged().tar("/").unwrap())[0].0, "./");
    assert_eq!(merged().tar("b").err().unwrap().code(), "usage/no-such-path");
}

/// A layer that was hopped through, the same file in it twice: only its bytes tell.
#[test]
fn doubts_are_settled_by_reading() {
    let tar = |body: &[u8]| Archive::new().file("f", body).zeros(2).0;
    let layers: Vec<Vec<u8>> = [b"same!", b"same!", b"other"].map(|body| tar(body)).into();
    let hopped = |tar: &[u8]| {
        let mut reader = LayerReader::new(None, Depth::Index, &Limits::default());
        while let Wants::Bytes { at, want, skippable } = reader.wants() {
            let at = usize::try_from(at).unwrap();
            match usize::try_from(want).unwrap().min(tar.len() - at) {
                0 => break,
                length if skippable == 0 => reader.push(&tar[at..at + length]),
                _ => reader.skipped(skippable).unwrap(),
            }
        }
        let read = reader.finish();
        Layer { measured: Some(read.measured), index: read.index.map(Arc::new), ..Layer::default() }
    };
    let image = Image { layers: layers.iter().map(|tar| hopped(tar)).collect(), ..Image::default() };
    let options = FilesOptions { layer: Some(2), ..FilesOptions::default() };
    let mut files = Files::new(&image, &options, &Trees::default(), &Limits::default()).unwrap();
    assert_eq!(files.entry("f").unwrap().change, "unchanged");
    let doubts = files.doubts();
    assert_eq!(doubts.len(), 3);
    for (number, place) in doubts.iter().enumerate() {
        let mut reader = FileReader::of_fingerprint(&place.file, &Limits::default());
        reader.push(&layers[place.layer as usize]);
        assert_eq!(reader.poll(), Ok(None));
        files.settle(number, reader.fingerprint().unwrap());
    }
    assert_eq!(files.entry("f").unwrap().change, "modified");
    assert!(files.doubts().is_empty());
    let kinds: Vec<_> = files.tree.borrow().hidden().iter().map(|hidden| hidden.fate.as_str()).collect();
    assert_eq!(kinds, ["metadata", "overwritten"]);
}

#[test]
fn all_names_of_a_file_show_the_same() {
    let mut other = link(b'1', "b", "a");
    other.set_mode(0o4755);
    other.set_uid(70);
    other.set_cksum();
    let tar = Archive::new()
        .file("a", b"1")
        .raw(&other, b"")
        .raw(&link(b'2', "sy", "a"), b"")
        .raw(&link(b'1', "hs", "sy"), b"")
        .zeros(2)
        .0;
    let image = Image { layers: vec![layer(&tar)], ..Image::default() };
    let mut files = Files::new(&image, &FilesOptions::default(), &Trees::default(), &Limits::default()).unwrap();
    let [a, b] = ["a", "b"].map(|path| files.entry(path).unwrap());
    assert_eq!((b.r#type, b.mode, b.uid, b.size), ("hardlink", a.mode, a.uid, 1));
    let hs = files.entry("hs").unwrap();
    assert_eq!((hs.path.as_str(), hs.r#type, hs.link_target.as_deref()), ("hs", "symlink", Some("a")));
}

/// What is stored once for a folder is written for each of its rows: pages end early instead.
#[test]
fn a_page_of_very_long_paths_ends_early() {
    let folder = "d".repeat(100_000);
    let mut tar = Archive::new();
    for name in 0..300 {
        let path = format!("{folder}/{name:03}");
        tar = tar.pax(&[("path", path.as_bytes())]).file("x", b"1");
    }
    let image = Image { layers: vec![layer(&tar.zeros(2).0)], ..Image::default() };
    let mut files = Files::new(&image, &FilesOptions::default(), &Trees::default(), &Limits::default()).unwrap();
    let mut seen = 0;
    while seen < 301 {
        let page = files.rows(None, seen, 1000).unwrap();
        assert!((1..=90).contains(&page.rows.len()), "{} of {}", page.rows.len(), page.total);
        seen += page.rows.len();
    }
    let found = files.find("2*", As::Glob, 0, 1000).unwrap();
    assert!(found.total == 100 && found.rows.len() < 90);
    assert!(files.paths(0, 1000).len() < 90);
    assert_eq!(files.children(&folder, 0, 1000, false).unwrap().rows.len(), page_of(100_000));
}

fn page_of(length: u64) -> usize {
    usize::try_from(Limits::default().page_bytes.div_ceil(length + 4)).unwrap()
}

fn read_of(tars: &[Vec<u8>], files: &mut Files, path: &str) -> Result<Vec<u8>, String> {
    files.place(path).map(|place| bytes_of(tars, &place)).map_err(|error| error.code().into_owned())
}

fn bytes_of(tars: &[Vec<u8>], place: &LayerPlace) -> Vec<u8> {
    let mut reader = FileReader::new(&place.file, &Limits::default());
    reader.push(&tars[place.layer as usize]);
    reader.poll().unwrap().unwrap_or_default()
}

fn stack(archives: impl IntoIterator<Item = Archive>) -> (Vec<Vec<u8>>, Image) {
    let tars: Vec<Vec<u8>> = archives.into_iter().map(|tar| tar.zeros(2).0).collect();
    let image = Image { layers: tars.iter().map(|tar| layer(tar)).collect(), ..Image::default() };
    (tars, image)
}

fn files_of(image: &Image, layer: Option<u32>) -> Files {
    let options = FilesOptions { layer, ..FilesOptions::default() };
    Files::new(image, &options, &Trees::default(), &Limits::default()).unwrap()
}

#[test]
fn a_link_of_a_layer_leads_to_what_the_layers_up_to_it_have() {
    let base = Archive::new().file("lib/release", b"BASE").raw(&link(b'2', "etc/release", "../lib/release"), b"");
    let upgrade = Archive::new().file("lib/release", b"UPGRADED");
    let again = Archive::new().raw(&link(b'2', "etc/release", "/lib/release"), b"");
    let (tars, image) = stack([base, upgrade, again]);
    let read = |layer| read_of(&tars, &mut files_of(&image, layer), "etc/release");
    assert_eq!(read(None), Ok(b"UPGRADED".to_vec()));
    assert_eq!(read(Some(0)), Ok(b"BASE".to_vec()));
    assert_eq!(read(Some(1)), Err("usage/no-such-path".to_owned()));
    assert_eq!(read(Some(2)), Ok(b"UPGRADED".to_vec()), "of a lower layer");
}

#[test]
fn a_layers_own_links_to_folders_are_followed_in_it() {
    let base = Archive::new()
        .raw(&link(b'2', "bin", "usr/bin"), b"")
        .file("usr/bin/sh", b"shell")
        .file("bin/thru", b"stored through the link");
    let (tars, image) = stack([base]);
    let mut own = files_of(&image, Some(0));
    assert_eq!(read_of(&tars, &mut own, "bin/sh"), Ok(b"shell".to_vec()));
    assert_eq!(read_of(&tars, &mut own, "bin/thru"), Ok(b"stored through the link".to_vec()));
    assert_eq!(own.entry("bin").unwrap().r#type, "symlink");
    assert_eq!(paths(&own.children("bin", 0, 9, false).unwrap()), ["usr/bin/sh", "usr/bin/thru"]);
    // Rows of a layer have the paths that are stored.
    assert_eq!(paths(&own.rows(Some("usr/bin"), 0, 9).unwrap()), ["usr/bin/sh", "bin/thru"]);
}

#[test]
fn a_row_leads_to_its_own_entry_whatever_has_its_path() {
    let twice = Archive::new()
        .file("etc/passwd", b"inside")
        .file("etc/passwd", b"later")
        .file("../../etc/passwd", b"outside")
        .raw(&link(b'2', "link", "etc/passwd"), b"");
    let (tars, image) = stack([twice]);
    let mut files = files_of(&image, None);
    let hits = files.find("passwd", As::Glob, 0, 9).unwrap().rows;
    let told: Vec<_> = hits.iter().map(|row| (row.path.as_str(), row.hidden_by.unwrap())).collect();
    let expected = [("etc/passwd", Some(0)), ("etc/passwd", None), ("../../etc/passwd", Some(0))];
    assert_eq!(told, expected, "what leads out of the root no container sees");
    let bytes: Vec<_> = hits.iter().map(|row| files.place_of(EntryId::new(0, row.entry.unwrap())).unwrap()).collect();
    let bytes: Vec<_> = bytes.iter().map(|place| bytes_of(&tars, place)).collect();
    assert_eq!(bytes, [&b"inside"[..], b"later", b"outside"]);
    let code = |id| files_of(&image, None).place_of(id).unwrap_err().code().into_owned();
    assert_eq!(code(EntryId::new(0, 3)), "usage/not-a-file");
    assert_eq!(code(EntryId::new(0, 4)), "usage/no-such-path");
    assert_eq!(code(EntryId::new(1, 0)), "usage/no-such-path");
    // In a layer the path that is stored is meant, in an image what a process would find there.
    assert_eq!(read_of(&tars, &mut files_of(&image, Some(0)), "../../etc/passwd"), Ok(b"outside".to_vec()));
    assert_eq!(files_of(&image, Some(0)).entry("../../etc/passwd").unwrap().entry, Some(2));
    assert_eq!(read_of(&tars, &mut files, "../../etc/passwd"), Ok(b"later".to_vec()));
}

#[test]
fn an_implied_folder_is_of_the_layer_that_implied_it() {
    let layers = [
        Archive::new().file("a/one", b"1"),
        Archive::new().file("b/.wh.none", b"").file("a/two", b"2").file("b/c/three", b"3"),
        Archive::new().file(".wh.b", b""),
        Archive::new().file("b/four", b"4").file("a/.wh.one", b""),
    ];
    let (_, image) = stack(layers);
    let mut files = files_of(&image, None);
    let mut layer = |path| files.entry(path).map(|row| (row.layer, row.entry));
    assert_eq!(layer("a"), Some((0, None)), "though the first layer's file is gone");
    assert_eq!(layer("b"), Some((3, None)));
    let of_second = FilesOptions { up_to: Some(1), ..FilesOptions::default() };
    let mut second = Files::new(&image, &of_second, &Trees::default(), &Limits::default()).unwrap();
    assert_eq!(second.entry("b/c").map(|row| row.layer), Some(1));
}

#[test]
fn an_archive_has_what_rows_have_of_hard_links() {
    let mut other = link(b'1', "b", "a");
    other.set_mode(0o4755);
    other.set_uid(70);
    other.set_mtime(5);
    other.set_cksum();
    let (_, image) = stack([Archive::new().file("a", b"1").raw(&other, b"")]);
    let mut files = files_of(&image, None);
    let row = files.entry("b").unwrap();
    let mut maker = files.tar("b").unwrap();
    let made = maker.next_bytes().unwrap();
    let (mut scanner, mut input) = (Scanner::new(&Limits::default()), &made[..]);
    let Some(Event::Entry(entry)) = scanner.next(&mut input).unwrap() else { panic!("no entry") };
    assert_eq!((entry.mode, entry.uid, entry.mtime), (row.mode.into(), row.uid, row.mtime));
}
