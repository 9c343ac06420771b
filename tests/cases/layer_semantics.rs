//! What layers mean when they lie on each other: section D of the corner cases.

use serde_json::json;

use crate::cases;
use crate::support::case::Case;
use crate::support::store::{self, Sample, Store};
use crate::support::tarball::{Tarball, header};

cases! {
    /// A marker stands before or after what its layer holds itself: that stays, what is below goes.
    d1_opaque_before_its_siblings: layers([
        Tarball::new().directory("a/").file("a/old", "1").file("a/both", "12").directory("a/deep/").file("a/deep/x", "1"),
        Tarball::new().directory("a/").file("a/.wh..wh..opq", "").file("a/both", "123").file("a/new", "1234"),
    ]).merged(D1).hidden(D1_HIDDEN),
    d1_opaque_after_its_siblings: layers([
        Tarball::new().directory("a/").file("a/old", "1").file("a/both", "12").directory("a/deep/").file("a/deep/x", "1"),
        Tarball::new().directory("a/").file("a/both", "123").file("a/new", "1234").file("a/.wh..wh..opq", ""),
    ]).merged(D1).hidden(D1_HIDDEN),
    d1_opaque_without_an_entry_for_its_folder: layers([
        Tarball::new().directory("a/").file("a/old", "1"),
        Tarball::new().file("a/.wh..wh..opq", ""),
    ]).merged(&["directory a 0 640 7:9 of 0"]).hidden(&["a/old of 0 by 1"]),
    d1_opaque_children_made_anew: layers([
        Tarball::new().directory("a/").directory("a/sub/").file("a/sub/x", "1").file("a/sub/y", "1"),
        Tarball::new().directory("a/").directory("a/sub/").file("a/sub/y", "12").file("a/.wh..wh..opq", ""),
    ]).merged(&["directory a 0 640 7:9 of 1", "directory a/sub 0 640 7:9 of 1", "file a/sub/y 2 640 7:9 of 1"])
        .hidden(&["a/sub/x of 0 by 1", "a/sub/y of 0 by 1"]),
    d1_opaque_as_overlayfs_says_it: layers([
        Tarball::new().directory("a/").file("a/old", "1"),
        Tarball::new().pax(&[("SCHILY.xattr.trusted.overlay.opaque", b"y")]).directory("a/").file("a/new", "12"),
    ]).merged(&["directory a 0 640 7:9 of 1", "file a/new 2 640 7:9 of 1"]).hidden(&["a/old of 0 by 1"]),
    /// Whiteouts are about lower layers, wherever they stand: what their own layer has stays.
    d1_whiteout_and_file_of_one_layer: layers([
        Tarball::new().file("a/x", "1").file("a/y", "1"),
        Tarball::new().file("a/x", "12").file("a/.wh.x", "").file("a/.wh.y", "").file("a/y", "123"),
    ]).merged(&["implied a", "file a/x 2 640 7:9 of 1", "file a/y 3 640 7:9 of 1"]).hidden(&["a/x of 0 by 1", "a/y of 0 by 1"]),
    d1_whiteout_and_folder_of_one_layer: layers([
        Tarball::new().directory("a/").file("a/old", "1"),
        Tarball::new().directory("a/").file("a/new", "12").file(".wh.a", ""),
    ]).merged(&["directory a 0 640 7:9 of 1", "file a/new 2 640 7:9 of 1"]).hidden(&["a/old of 0 by 1"]),
    d1_whiteout_as_overlayfs_says_it: layers([
        Tarball::new().file("x", "1").file("y", "1"),
        Tarball::new().raw(&device("x", 0, 0), b"").raw(&device("y", 0, 1), b""),
    ]).merged(&["char y 0 640 7:9 of 1"]).hidden(&["x of 0 by 1", "y of 0 by 1"]),

    d2_bare_whiteout: layers([Tarball::new().file("a/x", "1"), Tarball::new().file("a/.wh.", "")])
        .merged(&["implied a", "file a/x 1 640 7:9 of 0"]).hidden(&[]).tree_findings(&["layer/bare-whiteout"]),
    /// What aufs left is set aside, but hard links to it lead where they lead.
    d2_what_aufs_left: layers([
        Tarball::new().directory(".wh..wh.plnk/").file(".wh..wh.plnk/7.9", "12345").file(".wh..wh.aufs", "").hardlink("a/x", ".wh..wh.plnk/7.9"),
        Tarball::new().file("a/.wh..wh.orph", ""),
    ]).merged(&["implied a", "hardlink a/x 5 640 7:9 of 0 = .wh..wh.plnk/7.9 of 0"]).hidden(&[])
        .tree_findings(&["layer/set-aside", "layer/set-aside"]),
    /// A whiteout in a folder that its own layer removes, or that never was: it makes no folder.
    d2_redundant_whiteouts: layers([
        Tarball::new().directory("test/").file("test/test", "1"),
        Tarball::new().file(".wh.test", "").file("test/.wh.test", "").file("other/.wh.x", ""),
    ]).merged(&[]).hidden(&["test/test of 0 by 1"]),

    d3_names_that_are_no_whiteouts: layers([
        Tarball::new().file("usr/bin/awhile", "1").file("xwh.y", "1").file("y", "1").file("wh/z", "1").file("z", "1").file(".whx", "1"),
        Tarball::new().file("a.wh.y", "1").file("xwh.y", "12").file("wh/.z", "1").file("wh.z", "1"),
    ]).merged(&[
        "file .whx 1 640 7:9 of 0", "file a.wh.y 1 640 7:9 of 1", "implied usr", "implied usr/bin", "file usr/bin/awhile 1 640 7:9 of 0",
        "implied wh", "file wh/.z 1 640 7:9 of 1", "file wh/z 1 640 7:9 of 0", "file wh.z 1 640 7:9 of 1",
        "file xwh.y 2 640 7:9 of 1", "file y 1 640 7:9 of 0", "file z 1 640 7:9 of 0",
    ]).hidden(&["xwh.y of 0 by 1"]),

    /// t1/t2/t3 read 456/123/123.
    d4_hard_link_whose_target_changes: layers([
        Tarball::new().file("t1", "123").hardlink("t2", "t1").hardlink("t3", "t1"),
        Tarball::new().file("t1", "456"),
    ]).merged(&["file t1 3 640 7:9 of 1", "hardlink t2 3 640 7:9 of 0 = t1 of 0", "hardlink t3 3 640 7:9 of 0 = t1 of 0"])
        .hidden(&["t1 of 0 by 1"]),
    d4_hard_link_whose_target_goes: layers([
        Tarball::new().file("t1", "123").hardlink("t2", "t1"), Tarball::new().file(".wh.t1", ""), Tarball::new().hardlink("t3", "t2"),
    ]).merged(&["hardlink t2 3 640 7:9 of 0 = t1 of 0", "hardlink t3 3 640 7:9 of 2 = t1 of 0"]).hidden(&["t1 of 0 by 1"]),
    d4_hard_link_to_a_lower_layer: layers([
        Tarball::new().file("a/t1", "123"), Tarball::new().hardlink("b/t2", "./a/t1"), Tarball::new().file("a/t1", "45"),
    ]).merged(&["implied a", "file a/t1 2 640 7:9 of 2", "implied b", "hardlink b/t2 3 640 7:9 of 1 = a/t1 of 0"]).hidden(&["a/t1 of 0 by 2"])
        // The link adds no bytes (moby #2304 and #48140).
        .measured("/images/0/contentSize", 3 + 2).measured("/images/0/layers/1/contentSize", 0),
    /// As umoci unpacks it: when the link is made, the lower layer's file has the name.
    d4_hard_link_to_what_is_replaced_later: layers([
        Tarball::new().file("t1", "lower"), Tarball::new().hardlink("t3", "t2").hardlink("t2", "t1").file("t1", "123"),
    ]).merged(&["file t1 3 640 7:9 of 1", "hardlink t2 5 640 7:9 of 1 = t1 of 0", "hardlink t3 5 640 7:9 of 1 = t1 of 0"])
        .hidden(&["t1 of 0 by 1"]),
    d4_hard_link_to_what_comes_later: layers([
        Tarball::new().file("t0", "lower"), Tarball::new().hardlink("t3", "t2").hardlink("t2", "t1").file("t1", "123"),
    ]).merged(&[
        "file t0 5 640 7:9 of 0", "file t1 3 640 7:9 of 1", "hardlink t2 3 640 7:9 of 1 = t1 of 1",
        "hardlink t3 3 640 7:9 of 1 = t1 of 1",
    ]),
    d4_hard_link_to_nothing: layers([Tarball::new().hardlink("t1", "gone").hardlink("a", "b").hardlink("b", "a").directory("c/").hardlink("d", "c")])
        .merged(&[
            "hardlink a 0 640 7:9 of 0 = nothing", "hardlink b 0 640 7:9 of 0 = nothing", "directory c 0 640 7:9 of 0",
            "hardlink d 0 640 7:9 of 0 = nothing", "hardlink t1 0 640 7:9 of 0 = nothing",
        ]).tree_findings(&["layer/broken-hardlink"]),

    d5_file_to_folder: layers([Tarball::new().file("a", "1"), Tarball::new().directory("a/").file("a/x", "12")])
        .merged(&["directory a 0 640 7:9 of 1", "file a/x 2 640 7:9 of 1"]).hidden(&["a of 0 by 1"]),
    d5_folder_to_symlink: layers([
        Tarball::new().directory("a/").file("a/x", "1").directory("b/"),
        Tarball::new().symlink("a", "b"),
    ]).merged(&["symlink a 1 640 7:9 of 1 -> b", "directory b 0 640 7:9 of 0"]).hidden(&["a/x of 0 by 1"]),
    d5_symlink_to_file: layers([Tarball::new().symlink("a", "b").file("b", "1"), Tarball::new().file("a", "123")])
        .merged(&["file a 3 640 7:9 of 1", "file b 1 640 7:9 of 0"]).hidden(&["a of 0 by 1"]),
    /// overlayfs shows the folder that unpacking made; umoci follows the link of the lower layer.
    d5_folder_over_a_lower_symlink: layers([
        Tarball::new().directory("usr/").directory("usr/lib/").symlink("lib", "usr/lib"), Tarball::new().file("lib/x", "1"),
    ]).merged(&["implied lib", "file lib/x 1 640 7:9 of 1", "directory usr 0 640 7:9 of 0", "directory usr/lib 0 640 7:9 of 0"])
        .hidden(&["lib of 0 by 1"]).tree_findings(&["layer/under-file"]),
    d5_below_a_symlink_of_the_same_layer: layers([
        Tarball::new().directory("usr/").directory("usr/lib/").file("usr/lib/y", "1"),
        Tarball::new().symlink("lib", "/usr/./lib").file("lib/x", "12").file("lib/.wh.y", ""),
    ]).merged(&["symlink lib 10 640 7:9 of 1 -> /usr/./lib", "directory usr 0 640 7:9 of 0", "directory usr/lib 0 640 7:9 of 0", "file usr/lib/x 2 640 7:9 of 1"])
        .hidden(&["usr/lib/y of 0 by 1"]),
    d5_links_that_lead_out: layers([
        Tarball::new().symlink("up", "../../..").file("up/x", "1").symlink("root", "/").file("root/y", "12").file("../z", "1").file("a/../b", "1"),
    ]).merged(&["symlink root 1 640 7:9 of 0 -> /", "symlink up 8 640 7:9 of 0 -> ../../..", "file x 1 640 7:9 of 0", "file y 2 640 7:9 of 0"])
        .tree_findings(&["layer/outside"]),
    d5_links_in_a_circle: layers([Tarball::new().symlink("a", "b").symlink("b", "a").file("a/x", "1")])
        .merged(&["implied a", "file a/x 1 640 7:9 of 0", "symlink b 1 640 7:9 of 0 -> a"]).hidden(&["a of 0 by 0"])
        .tree_findings(&["layer/under-file"]),
    d5_under_a_file_of_the_same_layer: layers([Tarball::new().file("a", "1").file("a/x", "12")])
        .merged(&["implied a", "file a/x 2 640 7:9 of 0"]).hidden(&["a of 0 by 0"]).tree_findings(&["layer/under-file"]),
    d5_type_changes_within_one_layer: layers([
        Tarball::new().directory("a/").file("a/x", "1").file("a", "12").directory("b/").symlink("b", "a"),
    ]).merged(&["file a 2 640 7:9 of 0", "symlink b 1 640 7:9 of 0 -> a"]).hidden(&["a/x of 0 by 0"]),

    d6_empty_layers: layers([Tarball::new(), Tarball::new(), Tarball::new().file("a", "1"), Tarball::new()])
        .merged(&["file a 1 640 7:9 of 2"]).hidden(&[]),
    d6_a_layer_twice: layers([Tarball::new().file("a", "1"), Tarball::new().file("a", "1")])
        .merged(&["file a 1 640 7:9 of 1"]).hidden(&["a of 0 by 1"]),
    d6_no_layers: layers([]).merged(&[]).hidden(&[]),

    d7_devices_links_and_what_nobody_knows: layers([
        Tarball::new().raw(&device("dev/null", 1, 3), b"").raw(&header(b'4', "dev/sda", 0), b"").raw(&header(b'6', "run/fifo", 0), b"")
            .raw(&header(b'Z', "odd", 3), b"abc").pax(&[("SCHILY.xattr.security.capability", b"\x01\n\0")]).file("bin/ping", "x"),
        Tarball::new().file("Files/Windows/x", "1").file("Hives/System_Delta", "12"),
    ]).merged(&[
        "implied Files", "implied Files/Windows", "file Files/Windows/x 1 640 7:9 of 1", "implied Hives", "file Hives/System_Delta 2 640 7:9 of 1",
        "implied bin", "file bin/ping 1 640 7:9 of 0", "implied dev", "char dev/null 0 640 7:9 of 0", "block dev/sda 0 640 7:9 of 0",
        "other odd 0 640 7:9 of 0", "implied run", "fifo run/fifo 0 640 7:9 of 0",
    ]),
    /// eStargz's own entries lie in every layer, and are of no concern.
    e6_what_estargz_adds: layers([
        Tarball::new().file("a", "1").file(".no.prefetch.landmark", "x").file("stargz.index.json", "{}"),
        Tarball::new().file(".prefetch.landmark", "x").file("b/stargz.index.json", "12").file("stargz.index.json", "{ }"),
    ]).merged(&["file a 1 640 7:9 of 0", "implied b", "file b/stargz.index.json 2 640 7:9 of 1"]).hidden(&[]),
    the_roots_own_entry: layers([Tarball::new().directory("./").file("./a", "1"), Tarball::new().directory("/").file("/b", "12")])
        .merged(&["file a 1 640 7:9 of 0", "file b 2 640 7:9 of 1"]),
}

const D1: &[&str] = &["directory a 0 640 7:9 of 1", "file a/both 3 640 7:9 of 1", "file a/new 4 640 7:9 of 1"];
const D1_HIDDEN: &[&str] = &["a/old of 0 by 1", "a/both of 0 by 1", "a/deep/x of 0 by 1"];

/// An archive of one image of these layers.
fn layers<const N: usize>(layers: [Tarball; N]) -> Case {
    let layers: Vec<Vec<u8>> = layers.into_iter().map(Tarball::end).collect();
    let diff_ids: Vec<String> = layers.iter().map(store::sha256).collect();
    let mut image = Sample::new(N).config("/rootfs/diff_ids", json!(diff_ids));
    image.layer_types = vec![store::LAYER.to_owned(); N];
    image.layers = layers;
    Case::built(Store::new().image(&image, "app:1").oci()).layers([N])
}

fn device(name: &str, major: u32, minor: u32) -> tar::Header {
    let mut header = header(b'3', name, 0);
    header.set_device_major(major).unwrap();
    header.set_device_minor(minor).unwrap();
    header.set_cksum();
    header
}
