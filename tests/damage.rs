//! Cut and flipped archives: never a panic, never a hang, never silence; and every way tells the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use layerglass::limits::Limits;
use serde_json::Value;
use support::compress;
use support::drive::{self, Cut, Depth, Told, Way, same_in_all};
use support::random::Random;
use support::store::{Sample, Store};
use support::{archives, fixture};

const HOP: Way = Way { seek: true, sized: true, depth: Depth::Verify, cut: Cut::Whole };

fn image() -> Sample {
    Sample::new(2).gzip()
}

fn docker() -> Vec<u8> {
    Store::new().docker_image(&Sample::new(2), "app:1").docker()
}

fn oci() -> Vec<u8> {
    Store::new().image(&image(), "app:1").oci()
}

fn both() -> Vec<u8> {
    Store::new().image(&image(), "1").saved_image(&image(), "app:1").both()
}

fn filesystem() -> Vec<u8> {
    support::tarball::Tarball::new().directory("etc/").file("etc/a", [b'a'; 700]).symlink("bin", "usr/bin").end()
}

/// Whether anything says that something is wrong.
fn is_noticed(told: &Told) -> bool {
    !told.error.is_null() || !told.codes().is_empty() || told.verified["ok"] == false
}

/// Every way of opening `bytes` at both ends of the range of depths.
fn same(bytes: &[u8]) -> Told {
    let bytes = &bytes.to_vec();
    same_in_all(bytes, Depth::View, &[Cut::Whole], &Limits::default());
    same_in_all(bytes, Depth::Verify, &[Cut::Whole, Cut::Each(513)], &Limits::default())
}

fn cut_anywhere(archive: &[u8]) {
    for length in 0..archive.len() {
        let told = same(&archive[..length]);
        assert!(is_noticed(&told), "cut at {length} of {}", archive.len());
    }
}

#[test]
fn docker_save_cut_anywhere() {
    cut_anywhere(&docker());
}

#[test]
fn oci_layout_cut_anywhere() {
    cut_anywhere(&oci());
}

#[test]
fn both_cut_anywhere() {
    cut_anywhere(&both());
}

#[test]
fn filesystem_cut_anywhere() {
    cut_anywhere(&filesystem());
}

#[test]
fn gzip_cut_anywhere() {
    cut_anywhere(&compress::gzip(&both()));
}

#[test]
fn zstd_cut_anywhere() {
    cut_anywhere(&compress::zstd(&both()));
}

/// What stands before a cut is still shown: the image, once its documents have passed.
#[test]
fn what_stands_before_a_cut_is_shown() {
    let whole = Store::new().saved_image(&Sample::new(0), "app:1").docker_parts();
    let tar = whole.file("c", Sample::new(0).config_bytes());
    let archive = tar.file("more", [b'x'; 5000]).open_end();
    let told = same(&archive[..archive.len() - 3000]);
    assert_eq!(told.error_code(), "tar/truncated");
    assert_eq!(told.at("/images/0/names/0/canonical"), "docker.io/library/app:1");
    assert_eq!(told.error["at"]["offset"], archive.len() - 3000);
}

#[test]
fn real_archives_cut_in_many_places() {
    let mut random = Random::new(20);
    for archive in archives() {
        let bytes = fixture(&archive);
        for _ in 0..12 {
            let length = usize::try_from(random.below(bytes.len() as u64)).unwrap();
            let cut = &bytes[..length];
            println!("{archive} cut at {length}"); // shown where it fails
            assert!(is_noticed(&same(cut)) || bytes[length..].iter().all(|byte| *byte == 0));
        }
    }
}

#[test]
fn real_archives_with_flipped_bits() {
    let mut random = Random::new(21);
    for archive in archives() {
        let bytes = fixture(&archive);
        for _ in 0..12 {
            let mut flipped = bytes.clone();
            for _ in 0..=random.below(3) {
                let place = usize::try_from(random.below(bytes.len() as u64)).unwrap();
                flipped[place] ^= 1 << random.below(8);
            }
            println!(
                "{archive} with flipped bits: {:?}",
                (0..bytes.len()).filter(|&at| bytes[at] != flipped[at]).collect::<Vec<_>>()
            );
            same(&flipped);
        }
    }
}

#[test]
fn real_archives_with_blocks_out_of_order() {
    let mut random = Random::new(22);
    for archive in archives() {
        let bytes = fixture(&archive);
        let blocks = bytes.len() as u64 / 512;
        for _ in 0..6 {
            let mut mixed = bytes.clone();
            let mut block = || usize::try_from(random.below(blocks)).unwrap() * 512;
            let (from, to) = (block(), block());
            mixed.copy_within(from..from + 512, to);
            println!("{archive}: block at {from} over block at {to}");
            same(&mixed);
        }
    }
}

/// A flipped bit in a manifest, config or layer never passes for verified.
#[test]
fn no_flipped_bit_of_a_blob_is_verified() {
    let archive = oci();
    let image = image();
    let clean = drive::open(&archive, &HOP);
    assert!(!is_noticed(&clean));
    let mut blobs = image.layers.clone();
    blobs.extend([image.config_bytes(), image.manifest_bytes()]);
    for blob in blobs {
        let start = archive.windows(blob.len()).position(|window| window == blob).expect("it is in there");
        for place in start..start + blob.len() {
            let mut flipped = archive.clone();
            flipped[place] ^= 1 << (place % 8);
            let told = drive::open(&flipped, &HOP);
            assert!(told.verified["ok"] != true, "byte {place} ({} of its blob)", place - start);
            assert!(told.report == Value::Null || is_noticed(&told), "byte {place}");
        }
    }
}

/// A flipped bit in a header is seen by the header's checksum, wherever it is.
#[test]
fn no_flipped_bit_of_a_header_is_missed() {
    let archive = docker();
    for header in (0..archive.len() - 1024).step_by(512).filter(|at| archive[at + 257..at + 262] == *b"ustar") {
        for place in header..header + 512 {
            let mut flipped = archive.clone();
            flipped[place] ^= 1 << (place % 8);
            let told = drive::open(&flipped, &HOP);
            // The NUL or space that ends the checksum's own digits says nothing.
            assert!(is_noticed(&told) || (header + 148..header + 156).contains(&place), "byte {place}");
        }
    }
}
