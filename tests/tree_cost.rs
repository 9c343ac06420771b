//! What stacking layers costs: time and memory for large ones, and for such as are made to cost much.
//!
//! All in one test: the counter of memory is that of the process.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;
use std::time::{Duration, Instant};

use layerglass::analyze::Waste;
use layerglass::layer::LayerIndex;
use layerglass::tree::{Fate, Node, Tree};
use peak_alloc::PeakAlloc;
use support::stack::index;
use support::tarball::{Tarball, header};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Far more than any of these takes on a slow machine that does other things too, far less than anything quadratic.
const PATIENCE: Duration = Duration::from_secs(100);

#[test]
fn costs_are_bounded() {
    a_million_files();
    a_folder_that_the_next_layer_removes();
    a_folder_that_comes_and_goes();
    one_path_a_million_times();
    names_chosen_to_collide();
    deep_paths();
    links_upon_links();
    hard_links_in_chains();
}

/// Stacks layers, and says what that took and what the tree keeps.
fn built(name: &str, layers: &[Arc<LayerIndex>]) -> (Tree, usize, usize) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let start = Instant::now();
    let tree = Tree::new(layers.iter().cloned().map(Some).collect(), false);
    let (time, peak, kept) = (start.elapsed(), ALLOCATOR.peak_usage() - before, ALLOCATOR.current_usage() - before);
    let waste_start = Instant::now();
    let waste = Waste::new(&tree);
    println!(
        "{name}: {:.2} s, {:.1} MB kept, {:.1} MB at once; waste {:.2} s, {} paths",
        time.as_secs_f64(),
        kept as f64 / 1e6,
        peak as f64 / 1e6,
        waste_start.elapsed().as_secs_f64(),
        waste.paths.len()
    );
    assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    (tree, kept, peak)
}

/// A layer of many entries of one header, whose name alone changes.
fn many(typeflag: u8, size: u64, names: impl Iterator<Item = String>) -> Arc<LayerIndex> {
    let mut tar = Vec::new();
    for name in names {
        tar.extend_from_slice(header(typeflag, &name, size).as_bytes());
        tar.resize(tar.len() + usize::try_from(size).unwrap().next_multiple_of(512), 0);
    }
    tar.extend_from_slice(&[0; 1024]);
    index(&tar)
}

fn a_million_files() {
    let files = || (0..1_000_000).map(|number| format!("srv/{:03}/file-{number:07}.txt", number % 1000));
    let large = many(b'0', 0, files());
    let (tree, kept, peak) = built("a million files", std::slice::from_ref(&large));
    assert_eq!(tree.all().len(), 1_001_001);
    assert!(kept < 60_000_000 && peak < 75_000_000, "{kept}, {peak}");
    drop(tree);
    let small = index(&Tarball::new().file("etc/motd", "a").end());
    let (tree, kept, peak) = built("a million files on a small layer", &[small, large.clone()]);
    assert!(kept < 60_000_000 && peak < 120_000_000, "{kept}, {peak}");
    drop(tree);
    let (tree, ..) = built("a million files twice", &[large.clone(), large]);
    assert_eq!(tree.hidden().len(), 1_000_000);
}

fn a_folder_that_the_next_layer_removes() {
    let count = 200_000;
    let full = many(b'0', 1, (0..count).map(|number| format!("cache/{number}")));
    let one_by_one = many(b'0', 0, (0..count).map(|number| format!("cache/.wh.{number}")));
    let at_once = index(&Tarball::new().file(".wh.cache", "").end());
    let opaque = index(&Tarball::new().file("cache/.wh..wh..opq", "").end());
    for (name, second, left) in [("one by one", one_by_one, 1), ("at once", at_once, 0), ("opaque", opaque, 1)] {
        let (tree, ..) = built(&format!("200 000 files removed {name}"), &[full.clone(), second]);
        assert_eq!((tree.hidden().len(), tree.all().len()), (count, left), "{name}");
        assert!(tree.hidden().iter().all(|hidden| hidden.fate == Fate::Removed));
    }
}

/// All would belong in one part of a table with room for twice as many, if it were not for a seed.
fn names_chosen_to_collide() {
    let count = 200_000;
    let place = |name: &str| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u32(0);
        hasher.write(name.as_bytes());
        hasher.finish() % (1 << 19)
    };
    let names = (0u64..).map(|number| format!("{number:x}")).filter(|name| place(name) < 2048);
    let (tree, ..) = built("200 000 names that collide", &[many(b'0', 0, names.take(count))]);
    assert_eq!(tree.all().len(), count);
}

/// Emptying a folder that is empty already must not look at what once was in it.
fn a_folder_that_comes_and_goes() {
    let full = many(b'0', 0, (0..200_000).map(|number| format!("cache/{number}")));
    let file = index(&Tarball::new().file("cache", "no folder").end());
    let one = index(&Tarball::new().file("cache/one", "").end());
    let mut layers = vec![full];
    for _ in 0..20_000 {
        layers.extend([file.clone(), one.clone()]);
    }
    let (tree, ..) = built("a large folder, then 40 000 layers of a file or a folder", &layers);
    assert_eq!(tree.all().len(), 2);

    let within = (0..500_000).map(|number| if number % 2 == 0 { "cache".to_owned() } else { "cache/one".to_owned() });
    let (tree, ..) = built("the same within one layer", &[many(b'0', 0, within)]);
    assert_eq!(tree.all().len(), 2);
}

fn one_path_a_million_times() {
    let (tree, ..) = built("one path a million times", &[many(b'0', 1, (0..1_000_000).map(|_| "etc/motd".to_owned()))]);
    assert_eq!((tree.all().len(), tree.hidden().len()), (2, 999_999));
}

fn deep_paths() {
    let mut path = "d/".repeat(100_000);
    let mut tar = Tarball::new();
    for number in 0..20 {
        write!(path, "{number}").unwrap();
        tar = tar.special(b'L', path.as_bytes()).raw(&header(b'0', "long", 0), b"");
    }
    let deep = index(&tar.end());
    let gone = index(&Tarball::new().file(".wh.d", "").end());
    let (tree, ..) = built("100 000 folders in each other", std::slice::from_ref(&deep));
    let last = *tree.all().last().unwrap();
    assert_eq!(tree.path(last).len(), 200_000 + 30);
    assert_eq!(tree.below(Node::ROOT).map(|below| below.entries), Some(100_020));
    assert_eq!(tree.resolve(&tree.path(last), true), Some(last));
    let (tree, ..) = built("the same, removed", &[deep, gone]);
    assert_eq!(tree.all().len(), 0);
}

/// Each link leads through 39 others, each of which has a long way: every entry that lies below one would walk it all.
fn links_upon_links() {
    let mut tar = Tarball::new().directory("end/");
    for number in 0..39 {
        let next = if number == 38 { "end".to_owned() } else { format!("l{}", number + 1) };
        tar = tar.symlink(&format!("l{number}"), &format!("{}{next}", "./end/../".repeat(9)));
    }
    let chain = tar.clone();
    for number in 0..100_000 {
        tar = tar.symlink(&format!("m{number}"), "l0").file(&format!("m{number}/file"), "");
    }
    let (tree, ..) = built("100 000 files below long chains of links", &[index(&tar.end())]);
    assert!(tree.findings().iter().any(|finding| finding.code == "layer/under-file"));
    let few = chain.symlink("m", "l0").file("m/file", "");
    let (tree, ..) = built("one file below them", &[index(&few.end())]);
    assert!(tree.lookup(b"end/file").is_some());

    let circle = Tarball::new().symlink("a", "b").symlink("b", "a").file("a/file", "");
    let (tree, ..) = built("links in a circle", &[index(&circle.end())]);
    assert_eq!((tree.resolve(b"b/file", true), tree.lookup(b"a/file").is_some()), (tree.lookup(b"a/file"), true));
}

/// Each hard link leads to the one behind it, the last to a file.
fn hard_links_in_chains() {
    let count = 300_000;
    let mut tar = Vec::new();
    for number in 0..count {
        let mut link = header(b'1', &format!("h{number}"), 0);
        let target = format!("h{}", number + 1);
        link.as_old_mut().linkname[..target.len()].copy_from_slice(target.as_bytes());
        link.set_cksum();
        tar.extend_from_slice(link.as_bytes());
    }
    tar.extend(Tarball::new().file(&format!("h{count}"), "12345").end());
    let (tree, ..) = built("300 000 hard links, each to the next", &[index(&tar)]);
    assert!(tree.all().iter().all(|node| tree.size(*node) == 5));
    assert_eq!(tree.below(Node::ROOT).map(|below| below.size), Some(5));
}
