//! What stands in layers, entry by entry: odd names, sparse files, and what a hostile layer does.

use layerglass::limits::Limits;

use crate::cases;
use crate::support::case::Case;
use crate::support::compress;
use crate::support::drive::{self, Cut, Depth, Way};
use crate::support::store::{LAYER_GZIP, Sample, Store};
use crate::support::tarball::{Tarball, header, records};
use crate::tar::{layer, one_layer};

cases! {
    c3_names_of_any_bytes: layer(
        Tarball::new()
            .pax(&[("path", b"etc/\xff\xfe\x80")]).file("x", "a")
            .pax(&[("path", b"etc/nul\0behind")]).file("x", "b")
            .file("etc/\u{1b}[2J\u{1b}]0;owned\u{7}", "c")
            .file("etc/<img src=x onerror=alert(1)>", "d")
            .file("etc/\u{202e}gnp.exe", "e")
            .file("etc/new\nline", "f")
            .open_end(),
    ).entries(0, &[
        r"file etc/\xff\xfe\x80 1 640 7:9",
        r"file etc/nul\x00behind 1 640 7:9",
        r"file etc/\x1b[2J\x1b]0;owned\x07 1 640 7:9",
        "file etc/<img src=x onerror=alert(1)> 1 640 7:9",
        r"file etc/\xe2\x80\xaegnp.exe 1 640 7:9",
        r"file etc/new\nline 1 640 7:9",
    ]),
    names_are_normal: layer(
        Tarball::new().directory("./").directory("./etc/").file("./etc//a", "1").file("/etc/./b", "2").file("etc/c/../d", "3").open_end(),
    ).entries(0, &[
        "directory . 0 640 7:9",
        "directory etc 0 640 7:9",
        "file etc/a 1 640 7:9",
        "file etc/b 1 640 7:9",
        "file etc/c/../d 1 640 7:9",
    ]),

    d1_opaque_marker_before_and_after: layer(Tarball::new().file("a/x", "1").file("a/.wh..wh..opq", "").file("a/y", "2").open_end())
        .entries(0, &["file a/x 1 640 7:9", "opaque a/.wh..wh..opq 0 640 7:9", "file a/y 1 640 7:9"]),
    d2_whiteouts_that_are_none: layer(Tarball::new().file("a/.wh.", "").file(".wh..wh.plnk/1", "").file(".wh..wh.aufs", "").open_end())
        .entries(0, &["bare a/.wh. 0 640 7:9", "file .wh..wh.plnk/1 0 640 7:9", "aufs .wh..wh.aufs 0 640 7:9"]),
    d3_names_that_merely_contain_wh: layer(Tarball::new().file("usr/bin/awhile", "1").file("xwh.y", "2").file("wh.z", "3").file("a.wh.b", "4").open_end())
        .entries(0, &["file usr/bin/awhile 1 640 7:9", "file xwh.y 1 640 7:9", "file wh.z 1 640 7:9", "file a.wh.b 1 640 7:9"]),
    d7_devices_and_attributes: {
        let capability = b"\x01\0\0\x02\n\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        layer(Tarball::new().pax(&[("SCHILY.xattr.security.capability", capability)]).file("bin/ping", "x").raw(&device(b'3', "dev/null", 1, 3), b"").open_end())
            .entries(0, &[
                r"file bin/ping 1 640 7:9 security.capability=\x01\x00\x00\x02\n\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
                "char dev/null 0 640 7:9",
            ])
    },

    d7_selinux_labels: layer(Tarball::new().pax(&[("SCHILY.xattr.security.selinux", b"system_u:object_r:bin_t:s0\0")]).file("bin/sh", "x").open_end())
        .entries(0, &[r"file bin/sh 1 640 7:9 security.selinux=system_u:object_r:bin_t:s0\x00"]),

    /// The three forms of PAX; old GNU's stands with the tar format.
    c4_pax_0_0: layer(sparse(&[("GNU.sparse.size", b"1000000"), ("GNU.sparse.numblocks", b"1"), ("GNU.sparse.offset", b"999997"), ("GNU.sparse.numbytes", b"3")], b"abc"))
        .entries(0, &["file stored-name 1000000 (stored 3) 640 7:9"]).verify_finding("layer/sparse"),
    c4_pax_0_1: layer(sparse(&[("GNU.sparse.name", b"real"), ("GNU.sparse.size", b"1000000"), ("GNU.sparse.numblocks", b"1"), ("GNU.sparse.map", b"999997,3")], b"abc"))
        .entries(0, &["file real 1000000 (stored 3) 640 7:9"]).verify_finding("layer/sparse"),
    c4_pax_1_0: {
        let mut body = b"1\n999997\n3\n".to_vec();
        body.resize(512, 0);
        body.extend_from_slice(b"abc");
        layer(sparse(&[("GNU.sparse.name", b"real"), ("GNU.sparse.realsize", b"1000000"), ("GNU.sparse.major", b"1"), ("GNU.sparse.minor", b"0")], &body))
            .entries(0, &["file real 1000000 (stored 515) 640 7:9"]).verify_finding("layer/sparse")
    },

    /// The size that the map ends at is not the one that the file is said to have.
    c4_a_size_that_the_map_does_not_reach: {
        let mut body = b"1\n0\n3\n".to_vec();
        body.resize(512, 0);
        body.extend_from_slice(b"abc");
        let length = body.len().to_string();
        layer(sparse(&[("size", length.as_bytes()), ("GNU.sparse.name", b"real"), ("GNU.sparse.realsize", b"9"), ("GNU.sparse.major", b"1"), ("GNU.sparse.minor", b"0")], &body))
            .entries(0, &["file real 9 (stored 515) 640 7:9"]).verify_finding("layer/sparse")
    },

    f2_4096_deep: {
        let path = "d/".repeat(4096) + "leaf";
        layer(Tarball::new().file(&path, "x").open_end()).entries(0, &[&format!("file {path} 1 640 7:9")])
    },
    f2_a_path_of_1_mb: {
        let path = "n".repeat(1_000_000);
        layer(Tarball::new().pax(&[("path", path.as_bytes())]).file("x", "a").open_end()).entries(0, &[&format!("file {path} 1 640 7:9")])
    },
    f2_many_of_one_name: layer((0..300).fold(Tarball::new(), |tar, _| tar.file("same", "x")).open_end())
        .entries(0, &["file same 1 640 7:9"; 300]),
    /// A window that nobody grants, and a stream that grows beyond measure: the rest of the image is shown.
    f2_zstd_window_of_2_gib: two_layers(compress::zstd_raw(21 << 3, b"tar")).entries(0, FIRST).unlisted(1).verify_finding("limit/window"),

    /// Fields that no archive has: what stood before them is shown.
    a_pax_name_wins: one_layer(Tarball::new().file("a", "1").special(b'x', b"9 path=b\n").file("c", "2").end())
        .entries(0, &["file a 1 640 7:9", "file b 1 640 7:9"]),
    pax_that_lies_of_its_length: one_layer(Tarball::new().file("a", "1").special(b'x', b"99 path=b\n").file("c", "2").end())
        .entries(0, &["file a 1 640 7:9"]).verify_finding("tar/pax"),
    a_size_beyond_all: one_layer(Tarball::new().file("a", "1").pax(&[("size", b"9223372036854775807")]).file("b", "2").end())
        .entries(0, &["file a 1 640 7:9"]).verify_finding("tar/size"),
    a_hard_link_to_itself: layer(Tarball::new().hardlink("a", "a").hardlink("b", "../../outside").open_end())
        .entries(0, &["hardlink a 0 640 7:9 -> a", "hardlink b 0 640 7:9 -> ../../outside"]),
    ends_in_a_header: one_layer(Tarball::new().file("a", "1").file("b", "2").open_end()[..1300].to_vec())
        .entries(0, &["file a 1 640 7:9"]).verify_finding("tar/truncated"),
}

/// Beyond a limit entries are not kept: those before are, of each layer; it is an error of that layer alone.
#[test]
fn f2_more_entries_than_are_kept() {
    let layers = |count: usize| {
        let mut image = Sample::new(count);
        for (number, layer) in image.layers.iter_mut().enumerate() {
            *layer = (0..4).fold(Tarball::new(), |tar, n| tar.file(&format!("{}", 4 * number + n), "")).end();
        }
        Store::new().image(&image, "app:1").oci()
    };
    let filesystem = (0..5).fold(Tarball::new(), |tar, n| tar.file(&format!("{n}"), "")).end();
    let few: fn(&mut Limits) = |limits| limits.entries = 3;
    let short: fn(&mut Limits) = |limits| limits.entry_names = 3;
    // Each layer is within this limit, both are not.
    let fewer_than_both: fn(&mut Limits) = |limits| limits.entries = 5;
    /// An archive, its limits, the code, and how many entries of each layer may be kept.
    type Row<'a> = (&'a [u8], fn(&mut Limits), &'static str, &'static [&'static [usize]]);
    let rows: [Row<'_>; 5] = [
        (&layers(1), few, "limit/entries", &[&[3]]),
        (&layers(1), short, "limit/entry-names", &[&[3]]),
        (&layers(2), fewer_than_both, "limit/entries", &[&[4, 0], &[0, 4]]),
        (&filesystem, few, "limit/entries", &[&[3]]),
        (&filesystem, short, "limit/entry-names", &[&[3]]),
    ];
    for (archive, change, code, kept) in rows {
        let mut limits = Limits::default();
        change(&mut limits);
        for seek in [true, false] {
            let way = Way { seek, sized: true, depth: Depth::Measure, cut: Cut::Whole };
            let told = drive::open_under(&archive.to_vec(), &way, &limits);
            let counts: Vec<usize> = (0..kept[0].len())
                .map(|layer| {
                    told.files
                        .pointer(&format!("/0/{layer}/entries"))
                        .and_then(|found| found.as_array())
                        .map_or(0, Vec::len)
                })
                .collect();
            assert!(kept.contains(&counts.as_slice()), "{code}, seek {seek}: {counts:?} are kept");
            assert_eq!((told.codes(), &told.error), (vec![code], &serde_json::Value::Null), "seek {seek}");
        }
    }
}

const FIRST: &[&str] = &["file etc/0 1 640 7:9"];

/// A sparse file whose map is told by PAX records, or by its body.
fn sparse(pairs: &[(&str, &[u8])], body: &[u8]) -> Vec<u8> {
    let header = header(b'0', "stored-name", body.len() as u64);
    Tarball::new().special(b'x', &records(pairs)).raw(&header, body).open_end()
}

fn device(typeflag: u8, name: &str, major: u32, minor: u32) -> tar::Header {
    let mut header = header(typeflag, name, 0);
    header.set_device_major(major).unwrap();
    header.set_device_minor(minor).unwrap();
    header.set_cksum();
    header
}

/// A good layer, and one of these stored bytes above it.
fn two_layers(stored: Vec<u8>) -> Case {
    let mut image = Sample::new(2);
    image.layers[1] = stored;
    LAYER_GZIP.clone_into(&mut image.layer_types[1]);
    Case::built(Store::new().image(&image, "app:1").oci()).layers([2])
}
