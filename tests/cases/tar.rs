//! The tar format, of the archive itself and of layers: section C of the corner cases.

use serde_json::json;

use crate::cases;
use crate::support::case::Case;
use crate::support::store::{self, Sample, Store};
use crate::support::tarball::{Tarball, header, records};

cases! {
    /// A PAX size beats the header's: what the header would make a member is the body of the one before (CVE-2025-62518).
    c1_pax_size_beats_the_header: layer(smuggling("etc/smuggled", b"")).measured("/images/0/layers/0/files", 1)
        .entries(0, &["file etc/visible 512 640 7:9"]),
    c1_pax_size_of_a_member_of_the_archive: {
        let evil = Sample::new(3);
        let manifest = json!([{ "Config": "evil.json", "RepoTags": ["evil:1"], "Layers": [] }]).to_string();
        let outer = Store::new().docker_image(&Sample::new(2), "app:1").docker_parts()
            .bytes(&smuggling("manifest.json", manifest.as_bytes())).file("evil.json", evil.config_bytes()).end();
        Case::built(outer).names([&["docker.io/library/app:1"]]).layers([2])
    },

    /// `git archive` begins with a global header; dive refuses it.
    c2_global_header: layer(Tarball::new().special(b'g', &records(&[("comment", b"52d1a2")])).file("etc/a", "abc").open_end())
        .measured("/images/0/layers/0/files", 1)
        .entries(0, &["file etc/a 3 640 7:9"]),
    c2_global_header_of_the_archive: {
        let global = Tarball::new().special(b'g', &records(&[("comment", b"52d1a2")])).open_end();
        Case::built([global, Store::new().docker_image(&Sample::new(2), "app:1").docker()].concat()).layers([2]).verified(true)
    },
    c2_empty_pax_value: layer(Tarball::new().pax(&[("SCHILY.xattr.user.overlay.origin", b"")]).file("etc/a", "abc").open_end())
        .measured("/images/0/layers/0/files", 1)
        .entries(0, &["file etc/a 3 640 7:9 user.overlay.origin="]),

    c3_pax_header_of_many_blocks: layer(Tarball::new().pax(&[("SCHILY.xattr.user.large", &[b'v'; 60_000])]).file("etc/a", "abc").open_end())
        .measured("/images/0/layers/0/files", 1)
        .entries(0, &[&format!("file etc/a 3 640 7:9 user.large={}", "v".repeat(60_000))]),
    c3_long_names: layer(Tarball::new().file(&format!("etc/{}", "n".repeat(500)), "abc").open_end())
        .measured("/images/0/layers/0/files", 1)
        .entries(0, &[&format!("file etc/{} 3 640 7:9", "n".repeat(500))]),
    c3_long_link_targets: {
        let target = "t".repeat(500);
        layer(Tarball::new().special(b'K', target.as_bytes()).symlink("s", &target[..100]).special(b'K', b"etc/a\0").hardlink("h", "cut").open_end())
            .entries(0, &[&format!("symlink s 0 640 7:9 -> {target}"), "hardlink h 0 640 7:9 -> etc/a"])
    },
    c3_pax_name_of_the_archives_member: {
        let image = Sample::new(1);
        let long = format!("{}/layer.tar", "n".repeat(300));
        let tar = Tarball::new().pax(&[("path", long.as_bytes())]).file("short", &image.layers[0]).file("c.json", image.config_bytes());
        let manifest = json!([{ "Config": "c.json", "RepoTags": ["app:1"], "Layers": [long] }]).to_string();
        Case::built(tar.file("manifest.json", manifest).end()).layers([1]).verified(true)
    },
    c3_names_that_are_not_utf8: {
        let mut odd = header(b'0', "x", 3);
        odd.as_old_mut().name[..4].copy_from_slice(b"\xff\xfe\x80/");
        odd.set_cksum();
        let outer = Store::new().docker_image(&Sample::new(2), "app:1").docker_parts().raw(&odd, b"abc");
        Case::built(outer.end()).layers([2])
    },

    /// Stored size and real size; the map of the holes comes with the files.
    c4_gnu_sparse: layer(gnu_sparse(3, 1 << 34)).measured("/images/0/layers/0/files", 1)
        .measured("/images/0/contentSize", 1u64 << 34).verify_finding("layer/sparse")
        .entries(0, &["file etc/sparse 17179869184 (stored 3) 640 0:0"]),

    c5_under_a_file: layer(Tarball::new().file("etc", "abc").file("etc/a", "de").open_end()).measured("/images/0/layers/0/files", 2)
        .entries(0, &["file etc 3 640 7:9", "file etc/a 2 640 7:9"]),
    c5_absolute_and_parent_names: layer(Tarball::new().file("/etc/a", "abc").file("../../etc/b", "de").symlink("c", "/etc/a").open_end())
        .measured("/images/0/layers/0/files", 2)
        .entries(0, &["file etc/a 3 640 7:9", "file ../../etc/b 2 640 7:9", "symlink c 0 640 7:9 -> /etc/a"]),

    /// GNU tar writes the end mark, Go's writer too; a missing one may mean a cut between two members.
    c6_no_end_mark: Case::built(Store::new().docker_image(&Sample::new(2), "app:1").docker_parts().open_end())
        .layers([2]).finding("archive/no-end-mark").verified(true),
    c6_one_zero_block: Case::built(Store::new().docker_image(&Sample::new(2), "app:1").docker_parts().bytes(&[0; 512]).open_end())
        .layers([2]).finding("archive/no-end-mark").verified(true),
    c6_zero_block_between_members: {
        let parts = Store::new().docker_image(&Sample::new(2), "app:1").docker_parts();
        Case::built(parts.bytes(&[0; 512]).file("late", "abc").end()).layers([2]).finding("archive/lone-zero-block").verified(true)
    },
    c6_megabytes_of_zeros: Case::built([Store::new().docker_image(&Sample::new(2), "app:1").docker(), vec![0; 300_000]].concat())
        .layers([2]).verified(true),
    c6_garbage_behind_the_end: Case::built([Store::new().docker_image(&Sample::new(2), "app:1").docker(), b"garbage".to_vec()].concat())
        .layers([2]).finding("archive/trailing-bytes").verified(true),
    c6_layer_without_end_mark: {
        let layer = Tarball::new().file("etc/a", "abc").open_end();
        one_layer(layer).at("/images/0/layers/0/size", 1024).verified(true).entries(0, &["file etc/a 3 640 7:9"])
    },
    c6_layer_with_megabytes_of_zeros: {
        let layer = [Tarball::new().file("etc/a", "abc").end(), vec![0; 3 << 20]].concat();
        one_layer(layer.clone()).at("/images/0/layers/0/size", layer.len()).verified(true).entries(0, &["file etc/a 3 640 7:9"])
    },
    c6_layer_with_garbage_behind: {
        let layer = [Tarball::new().file("etc/a", "abc").end(), vec![b'g'; 900]].concat();
        one_layer(layer.clone()).at("/images/0/layers/0/size", layer.len()).verified(true)
            .entries(0, &["file etc/a 3 640 7:9"])
    },

    /// docker counts hard links once, and of a symbolic link the length of its target; whiteouts are no files.
    what_docker_counts: layer(
        Tarball::new().directory("a/").file("a/f", "12345").hardlink("a/g", "a/f").symlink("a/s", "f").file("a/.wh.gone", "").open_end(),
    ).measured("/images/0/layers/0/files", 2).measured("/images/0/contentSize", 6)
        .entries(0, &["directory a 0 640 7:9", "file a/f 5 640 7:9", "hardlink a/g 0 640 7:9 -> a/f", "symlink a/s 0 640 7:9 -> f", "whiteout a/.wh.gone 0 640 7:9"]),

    /// Blocks that are no headers inside a layer: what came before is not lost, and the place is told.
    damaged_layer: one_layer([Tarball::new().file("etc/a", "abc").open_end(), vec![b'?'; 2048]].concat())
        .at("/images/0/layers/0/verification/digest", "unstated").verified(false)
        .verify_finding("tar/header")
        .entries(0, &["file etc/a 3 640 7:9"]),
    cut_layer: one_layer(Tarball::new().file("etc/a", vec![b'x'; 5000]).open_end()[..3000].to_vec())
        .verify_finding("tar/truncated")
        .entries(0, &["file etc/a 5000 640 7:9"]),
}

/// An archive of one image of one good layer.
pub(crate) fn layer(entries: Vec<u8>) -> Case {
    one_layer([entries, vec![0; 1024]].concat()).verified(true)
}

/// An archive of one image of one layer.
pub(crate) fn one_layer(layer: Vec<u8>) -> Case {
    let mut image = Sample::new(1).config("/rootfs/diff_ids/0", json!(store::sha256(&layer)));
    image.layers = vec![layer];
    Case::built(Store::new().docker_image(&image, "app:1").docker()).layers([1])
}

/// A file whose PAX size covers what its header would leave standing as a member of its own.
fn smuggling(name: &str, body: &[u8]) -> Vec<u8> {
    let hidden = Tarball::new().file(name, body).open_end();
    let size = hidden.len().to_string();
    Tarball::new().pax(&[("size", size.as_bytes())]).raw(&header(b'0', "etc/visible", 0), b"").bytes(&hidden).open_end()
}

/// Old GNU's form: the map stands in the header, the body holds only the data.
fn gnu_sparse(stored: u8, real: u64) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_path("etc/sparse").unwrap();
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_mode(0o640);
    header.set_size(stored.into());
    let gnu = header.as_gnu_mut().unwrap();
    gnu.sparse[0].offset.copy_from_slice(b"00000000000\0");
    gnu.sparse[0].numbytes.copy_from_slice(b"00000000003\0");
    gnu.realsize.copy_from_slice(format!("{real:012o}").as_bytes());
    header.set_cksum();
    Tarball::new().raw(&header, &vec![b'd'; stored.into()]).open_end()
}
