//! Images built in code, unpacked by umoci and mounted by buildah where they are installed, beside the merged tree.
//!
//! What is known to differ is left out of these images: umoci follows links of lower layers where overlayfs shows a
//! folder, and engines refuse much of what tests/cases holds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests fail loudly

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use layerglass::tree::Tree;
use serde_json::json;
use support::random::Random;
use support::shown::{Shown, of_tree};
use support::stack::index;
use support::store::{self, INDEX, Sample};
use support::tarball::Tarball;

#[test]
fn umoci_unpacks_the_same() {
    let folder = scratch("umoci");
    for (number, layers) in images().into_iter().enumerate() {
        let (layout, bundle) = (folder.join(format!("{number}")), folder.join(format!("{number}.bundle")));
        write_layout(&layout, &layers);
        let image = format!("{}:latest", layout.display());
        // umoci is not allowed to make devices or other people's files unless it is root; there are none.
        if !run("umoci", &["raw", "unpack", "--rootless", "--image", &image, &bundle.display().to_string()]) {
            println!("skipped: umoci is not installed");
            break;
        }
        compare(&format!("umoci, image {number}"), &bundle, &layers);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn buildah_mounts_the_same() {
    let folder = scratch("buildah");
    let place = |name: &str| folder.join(name).display().to_string();
    let storage = ["--root", &place("root"), "--runroot", &place("run"), "--storage-driver", "vfs"];
    for (number, layers) in images().into_iter().enumerate() {
        let layout = folder.join(format!("{number}"));
        write_layout(&layout, &layers);
        let name = format!("container-{number}");
        let from = ["from", "--pull-never", "--name", &name, &format!("oci:{}:latest", layout.display())];
        let Some(_) = output("buildah", &[&storage[..], &from].concat()) else {
            println!("skipped: buildah is not installed, or may not work here");
            break;
        };
        let Some(mounted) = output("buildah", &[&storage[..], &["mount", &name]].concat()) else {
            println!("skipped: buildah may not mount here");
            break;
        };
        compare(&format!("buildah, image {number}"), Path::new(mounted.trim()), &layers);
        output("buildah", &[&storage[..], &["rm", &name]].concat());
    }
    fs::remove_dir_all(folder).unwrap();
}

/// Layers with whiteouts, opaque folders, hard links and changes of type, made up at random, but such as a builder
/// makes: parents come before what is in them, and nothing is hidden that is not there.
fn images() -> Vec<Vec<Vec<u8>>> {
    let mut all: Vec<Vec<Vec<u8>>> = (1..=8).map(made_up).collect();
    all.push(vec![
        Tarball::new().file("t1", "123").hardlink("t2", "t1").hardlink("t3", "t1").end(),
        Tarball::new().file("t1", "456").end(),
    ]);
    all
}

fn made_up(seed: u64) -> Vec<Vec<u8>> {
    let mut random = Random::new(seed);
    let mut layers: Vec<Vec<u8>> = Vec::new();
    for _ in 0..4 {
        let below = Tree::new(layers.iter().map(|layer| Some(index(layer))).collect(), false);
        let mut tar = Tarball::new();
        for folder in ["a", "b", "c"] {
            let is_folder = below.lookup(folder.as_bytes()).is_some_and(|node| below.is_folder(node));
            match random.below(6) {
                0 if is_folder => tar = tar.file(&format!(".wh.{folder}"), ""),
                1 if !is_folder => tar = tar.symlink(folder, "a/f"),
                2 => tar = tar.file(folder, "instead"),
                3 if is_folder => {
                    tar = inside(
                        tar.directory(folder).file(&format!("{folder}/.wh..wh..opq"), ""),
                        folder,
                        None,
                        &mut random,
                    )
                }
                _ => tar = inside(tar.directory(folder), folder, Some(&below).filter(|_| is_folder), &mut random),
            }
        }
        layers.push(tar.end());
    }
    layers
}

fn inside(mut tar: Tarball, folder: &str, below: Option<&Tree>, random: &mut Random) -> Tarball {
    tar = tar.file(&format!("{folder}/f"), vec![b'f'; usize::try_from(random.below(9)).unwrap()]);
    for name in ["g", "h", "i"] {
        let path = format!("{folder}/{name}");
        let is_there = below.is_some_and(|below| below.lookup(path.as_bytes()).is_some());
        tar = match random.below(6) {
            0 if is_there => tar.file(&format!("{folder}/.wh.{name}"), ""),
            1 => tar.hardlink(&path, &format!("{folder}/f")),
            2 => tar.symlink(&path, "f"),
            3 => tar.directory(&path).file(&format!("{path}/deep"), "deep"),
            4 => tar,
            _ => tar.file(&path, vec![b'x'; usize::try_from(random.below(9)).unwrap()]),
        };
    }
    tar
}

#[track_caller]
fn compare(name: &str, folder: &Path, layers: &[Vec<u8>]) {
    let tree = Tree::new(layers.iter().map(|layer| Some(index(layer))).collect(), false);
    assert_eq!(tree.findings(), [], "{name}");
    let mut ours = of_tree(&tree);
    ours.remove(&b"."[..]);
    // Whoever unpacks without being root owns what was unpacked.
    ours.values_mut().for_each(|shown| (shown.uid, shown.gid) = (0, 0));
    let mut theirs = of_folder(folder);
    theirs.values_mut().for_each(|shown| (shown.uid, shown.gid) = (0, 0));
    for shown in ours.values_mut().chain(theirs.values_mut()) {
        // A link's mode means nothing, and a tool may leave its time, or that of a folder it put something into later.
        if shown.kind == "link" || shown.kind == "dir" {
            shown.mtime = 0;
        }
        if shown.kind == "link" {
            shown.mode = 0o777;
        }
    }
    for path in ours.keys().chain(theirs.keys()) {
        assert_eq!(ours.get(path), theirs.get(path), "{name}: {}", path.escape_ascii());
    }
    assert!(ours.len() > 2, "{name}");
}

/// A folder of the disk.
fn of_folder(root: &Path) -> BTreeMap<Vec<u8>, Shown> {
    let mut paths = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if fs::symlink_metadata(&path).unwrap().is_dir() {
                folders.push(path.clone());
            }
            paths.push(path);
        }
    }
    paths.sort_by_key(|path| path.strip_prefix(root).unwrap().as_os_str().as_bytes().to_vec());
    let mut first: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    let mut shown = BTreeMap::new();
    for path in paths {
        let metadata = fs::symlink_metadata(&path).unwrap();
        let name = path.strip_prefix(root).unwrap().as_os_str().as_bytes().to_vec();
        let kind = metadata.file_type();
        let kind = match () {
            () if kind.is_dir() => "dir",
            () if kind.is_symlink() => "link",
            () if kind.is_fifo() => "fifo",
            () if kind.is_file() => "file",
            () => "device",
        };
        let one = first.entry(metadata.ino()).or_insert_with(|| name.clone());
        let one = Shown {
            kind: kind.to_owned(),
            mode: metadata.mode() & 0o7777,
            uid: 0,
            gid: 0,
            size: if kind == "file" { metadata.len() } else { 0 },
            mtime: metadata.mtime(),
            target: fs::read_link(&path).ok().map(|target| target.as_os_str().as_bytes().to_vec()),
            device: None,
            same_as: Some(one.clone()).filter(|one| *one != name),
        };
        shown.insert(name, one);
    }
    shown
}

fn write_layout(folder: &Path, layers: &[Vec<u8>]) {
    let diff_ids: Vec<String> = layers.iter().map(store::sha256).collect();
    let mut image =
        Sample::new(layers.len()).config("/rootfs/diff_ids", json!(diff_ids)).config("/architecture", json!("amd64"));
    image.layers = layers.to_vec();
    let mut entry = image.descriptor();
    entry["annotations"] = json!({ "org.opencontainers.image.ref.name": "latest" });
    let listed = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": [entry] }).to_string();
    fs::create_dir_all(folder.join("blobs/sha256")).unwrap();
    fs::write(folder.join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#).unwrap();
    fs::write(folder.join("index.json"), listed).unwrap();
    for bytes in layers.iter().cloned().chain([image.config_bytes(), image.manifest_bytes()]) {
        fs::write(folder.join(store::blob(&bytes)), bytes).unwrap();
    }
}

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("layerglass-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Whether there is such a tool; that it fails is a failure.
fn run(tool: &str, arguments: &[&str]) -> bool {
    let Ok(output) = Command::new(tool).args(arguments).output() else { return false };
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    true
}

/// What a tool says; `None` where there is none, or where it may not do what it is asked for.
fn output(tool: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(tool).args(arguments).output().ok()?;
    if !output.status.success() {
        println!("{tool} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    String::from_utf8(output.stdout).ok()
}
