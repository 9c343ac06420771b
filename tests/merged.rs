//! The merged files of the archives of real tools, beside what an engine shows of the same images: `docker export`, and
//! what umoci unpacked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use layerglass::analyze::{Waste, merged_sizes, weigh};
use layerglass::archive::Archive;
use layerglass::image::Image;
use layerglass::limits::Limits;
use layerglass::tree::{Node, Tree};
use serde_json::json;
use support::drive::{self, Cut, Depth, Way};
use support::shown::{Shown, of_mtree, of_tree};
use support::stack::index;
use support::{archives, fixture};

fn opened(archive: &str) -> Archive {
    let way = Way { seek: false, sized: true, depth: Depth::Measure, cut: Cut::Whole };
    drive::opened(&fixture(archive), &way, &Limits::default()).unwrap()
}

fn tree_of(image: &Image) -> Tree {
    Tree::new(image.layers.iter().map(|layer| layer.index.clone()).collect(), false)
}

fn first_tree(archive: &str) -> Tree {
    tree_of(&opened(archive).contents().unwrap().images[0])
}

/// What docker puts into a container before it starts: its own files, in place of the image's.
const INIT: [&str; 10] = [
    ".dockerenv",
    "dev/console",
    "dev/pts",
    "dev/shm",
    "etc/hostname",
    "etc/hosts",
    "etc/mtab",
    "etc/resolv.conf",
    "proc",
    "sys",
];

/// But for docker's own files, and the times of the folders they lie in.
#[track_caller]
fn assert_exported(name: &str, tree: &Tree, mut exported: BTreeMap<Vec<u8>, Shown>) {
    let mut ours = of_tree(tree);
    ours.remove(&b"."[..]);
    exported.remove(&b"."[..]);
    for path in INIT.map(str::as_bytes) {
        assert!(exported.remove(path).is_some(), "{name}: docker made {}", path.escape_ascii());
        ours.remove(path);
    }
    for folder in [&b"dev"[..], b"etc"] {
        let theirs = exported.get_mut(folder).unwrap();
        match ours.get(folder) {
            Some(ours) => theirs.mtime = ours.mtime,
            // Docker made it for its files.
            None => drop(exported.remove(folder)),
        }
    }
    // Docker's export knows no time before 1970.
    ours.values_mut().for_each(|shown| shown.mtime = shown.mtime.max(0));
    assert_same(name, &ours, &exported);
}

#[track_caller]
fn assert_same(name: &str, ours: &BTreeMap<Vec<u8>, Shown>, theirs: &BTreeMap<Vec<u8>, Shown>) {
    for path in ours.keys().chain(theirs.keys()) {
        assert_eq!(ours.get(path), theirs.get(path), "{name}: {}", path.escape_ascii());
    }
}

#[test]
fn small_images_are_as_docker_exports_them() {
    for version in [20, 26, 28] {
        let name = format!("small-docker{version}");
        let exported = Tree::new(vec![Some(index(&fixture(&format!("{name}.docker-export.tar"))))], false);
        assert_exported(&name, &first_tree(&format!("{name}.tar")), of_tree(&exported));
    }
}

#[test]
fn the_image_of_edges_is_as_docker_exports_it() {
    let exported = of_mtree(&fixture("edge.docker28-export.mtree"));
    assert!(exported.len() > 60);
    assert_exported("edge", &first_tree("edge-docker28-save.tar"), exported);
}

#[test]
fn the_image_of_edges_is_as_umoci_unpacks_it() {
    let mut unpacked = of_mtree(&fixture("edge.umoci06-unpack.mtree"));
    let tree = first_tree("edge-docker28-save.tar");
    let mut ours = of_tree(&tree);
    // The image has no entry for its root; umoci made one.
    assert!(
        tree.origin(Node::ROOT).is_none() && unpacked.remove(&b"."[..]).is_some() && ours.remove(&b"."[..]).is_some()
    );
    assert!(unpacked.len() > 50);
    // umoci tells how many names a file has, not which.
    ours.values_mut().for_each(|shown| shown.same_as = None);
    assert_same("edge", &ours, &unpacked);
}

/// All ways to store one image lead to the same files.
#[test]
fn one_image_is_the_same_from_every_tool() {
    let expected = of_tree(&first_tree("small-docker28.tar"));
    let same = archives().into_iter().filter(|name| name.starts_with("small") && !name.contains("export"));
    let compared = same.map(|archive| assert_same(&archive, &of_tree(&first_tree(&archive)), &expected)).count();
    assert!(compared >= 9, "{compared}");
}

/// What layers hold is seen or wasted; the report says the same once it knows.
#[test]
fn every_byte_is_seen_or_wasted() {
    for archive in archives() {
        let opened = opened(&archive);
        let count = opened.contents().unwrap().images.len();
        for place in 0..count {
            let image = &opened.contents().unwrap().images[place];
            assert!(image.layers.iter().all(|layer| layer.index.is_some()), "{archive}");
            let tree = tree_of(image);
            let waste = Waste::new(&tree);
            let tallied: Vec<u64> = image
                .layers
                .iter()
                .map(|layer| layer.measured.as_ref().unwrap().contents.as_ref().unwrap().content_bytes)
                .collect();
            let counted: Vec<u64> = waste.layers.iter().map(|layer| layer.content_size).collect();
            assert_eq!(counted, tallied, "{archive}, image {place}");
            assert_eq!(waste.content_size, waste.merged_size + waste.wasted_bytes, "{archive}, image {place}");
            assert_eq!(
                Some(waste.merged_size),
                tree.below(Node::ROOT).map(|below| below.size),
                "{archive}, image {place}"
            );
            let hides: u64 = waste.layers.iter().map(|layer| layer.hides_bytes).sum();
            let paths: u64 = waste.paths.iter().map(|path| path.bytes).sum();
            assert_eq!((hides, paths), (waste.wasted_bytes, waste.wasted_bytes), "{archive}, image {place}");
            assert!((0.0..=1.0).contains(&waste.efficiency()), "{archive}, image {place}");
            let sizes = merged_sizes(&tree);
            assert!(sizes.iter().eq(waste.layers.iter().map(|layer| &layer.merged_size)), "{archive}, image {place}");
            weigh(image, &tree);
        }
        let told = drive::tell(&Ok(opened));
        for (place, image) in told.report["images"].as_array().unwrap().iter().enumerate() {
            assert!(image["mergedSize"].as_u64() <= image["contentSize"].as_u64(), "{archive}, image {place}");
            assert_ne!(image["mergedSize"], json!(null), "{archive}, image {place}");
        }
    }
}

/// Whatever became unreadable, the rest is shown.
#[test]
fn a_layer_that_cannot_be_read_is_left_out() {
    let opened = opened("edge-docker28-save.tar");
    let image = &opened.contents().unwrap().images[0];
    let mut layers: Vec<Option<Arc<_>>> = image.layers.iter().map(|layer| layer.index.clone()).collect();
    layers[1] = None;
    let tree = Tree::new(layers, false);
    assert!(tree.lookup(b"dir-to-file/inner").is_some() && tree.lookup(b"etc/h1").is_none());
    assert_eq!(merged_sizes(&tree)[1], 0);
}
