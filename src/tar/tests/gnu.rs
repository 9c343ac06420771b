//! Beside GNU tar, where it is installed: it writes every format, and lists what it wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::Kind;
use super::*;

/// A folder that goes with the test.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn tree(name: &str) -> Scratch {
    let root = std::env::temp_dir().join(format!("layerglass-{name}-{}", std::process::id()));
    let long = root.join("in/long").join("d".repeat(90)).join("e".repeat(90));
    fs::create_dir_all(&long).unwrap();
    fs::write(long.join("f".repeat(40)), b"deep").unwrap();
    fs::write(root.join("in/a"), [b'a'; 513]).unwrap();
    fs::hard_link(root.join("in/a"), root.join("in/b")).unwrap();
    let holes = fs::File::create(root.join("in/holes")).unwrap();
    for island in 0..30 {
        std::os::unix::fs::FileExt::write_at(&holes, b"island", island << 14).unwrap();
    }
    std::os::unix::fs::symlink("a", root.join("in/link")).unwrap();
    std::os::unix::fs::symlink("t".repeat(180), root.join("in/long-link")).unwrap();
    Scratch(root)
}

fn gnu_tar(root: &Path, options: &[&str]) -> Option<String> {
    let output =
        Command::new("tar").args(options).current_dir(root).env("TZ", "UTC").env("LC_ALL", "C").output().ok()?;
    // v7 and ustar cannot hold all of these files; tar says so, and writes the rest.
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// `-rw-r--r-- 0/0  513 2026-11-21 18:00 in/a`, as far as both sides tell it: type, owner, size, name, target.
fn line(entry: &Entry) -> String {
    let letter = match entry.kind {
        Kind::Directory => 'd',
        Kind::Symlink => 'l',
        Kind::Hardlink => 'h',
        _ => '-',
    };
    let size = entry.sparse.map_or(entry.size, |sparse| sparse.real_size);
    let link = entry.link.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
    let arrow = if entry.kind == Kind::Hardlink { " link to " } else { " -> " };
    let arrow = if link.is_empty() { "" } else { arrow };
    format!("{letter} {}/{} {size} {}{arrow}{link}", entry.uid, entry.gid, String::from_utf8_lossy(&entry.path))
}

fn theirs(listing: &str) -> Vec<String> {
    let words = |line: &str| -> Option<String> {
        let mut words = line.split_whitespace();
        let (mode, owner, size, _date, _time) =
            (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?);
        Some(format!("{} {owner} {size} {}", mode.get(..1)?, words.collect::<Vec<_>>().join(" ")))
    };
    listing.lines().filter_map(words).collect()
}

#[test]
fn agrees_with_gnu_tar() {
    let scratch = tree("gnu");
    let holes = fs::metadata(scratch.0.join("in/holes")).unwrap();
    let has_holes = std::os::unix::fs::MetadataExt::blocks(&holes) * 512 < holes.len();
    let posix = |version: &'static str| vec!["--format=posix", "-S", version];
    let ways = [
        vec!["--format=v7"],
        vec!["--format=ustar"],
        vec!["--format=oldgnu", "-S"],
        vec!["--format=gnu", "-S"],
        vec!["--format=posix"],
        posix("--sparse-version=0.0"),
        posix("--sparse-version=0.1"),
        posix("--sparse-version=1.0"),
    ];
    for way in ways {
        let create = [&["-cf", "out.tar", "--sort=name", "--numeric-owner"], way.as_slice(), &["in"]].concat();
        if gnu_tar(&scratch.0, &create).is_none() {
            return;
        }
        let listing = gnu_tar(&scratch.0, &["-tvf", "out.tar", "--numeric-owner"]).unwrap();
        let bytes = fs::read(scratch.0.join("out.tar")).unwrap();
        let seen = every_way(&bytes);
        assert_eq!((seen.code().as_str(), seen.ended), ("", true), "{way:?}");
        let ours: Vec<String> = seen.members.iter().map(|(entry, _)| line(entry)).collect();
        assert_eq!(ours, theirs(&listing), "{way:?}");
        assert!(ours.len() >= 6, "{way:?}");
        let sparse = seen.members.iter().filter(|(entry, _)| entry.sparse.is_some()).count();
        assert_eq!(sparse, usize::from(way.len() > 1 && has_holes), "{way:?}");
    }
}
