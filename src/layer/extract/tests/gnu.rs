//! Beside GNU tar, where it is installed: it writes all four forms, and takes them out again.

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;

/// A folder that goes with the test.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Files with as many islands as need no, one and several further blocks of a map, and holes at both ends.
fn tree() -> Scratch {
    let root = std::env::temp_dir().join(format!("layerglass-extract-{}", std::process::id()));
    fs::create_dir_all(root.join("in")).unwrap();
    for (name, islands, length) in
        [("few", 3, 300_000), ("some", 20, 1 << 20), ("many", 70, 4 << 20), ("none", 0, 99_999)]
    {
        let file = fs::File::create(root.join("in").join(name)).unwrap();
        file.set_len(length).unwrap();
        for island in 0..islands {
            let bytes = format!("{name} {island} ").repeat(1 + usize::try_from(island).unwrap());
            file.write_at(bytes.as_bytes(), (island << 15) + 4096).unwrap();
        }
    }
    fs::write(root.join("in/dense"), [b'd'; 10_000]).unwrap();
    Scratch(root)
}

fn tar(root: &Path, options: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new("tar").args(options).current_dir(root).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

#[test]
fn takes_out_what_gnu_tar_takes_out() {
    let scratch = tree();
    let mut random = 1u64;
    let mut lengths: Vec<usize> = Vec::new();
    for _ in 0..50 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        lengths.push(1 + usize::try_from(random >> 50).unwrap());
    }
    for format in [
        &["--format=oldgnu"][..],
        &["--format=gnu"],
        &["--format=posix", "--sparse-version=0.0"],
        &["--format=posix", "--sparse-version=0.1"],
        &["--format=posix", "--sparse-version=1.0"],
    ] {
        let options = [&["-cS", "-f", "-", "--sort=name"], format, &["in"]].concat();
        let Some(archive) = tar(&scratch.0, &options) else { return };
        let files = files(&archive);
        assert_eq!(files.len(), 5);
        for (entry, place) in files {
            let name = String::from_utf8_lossy(&entry.path).into_owned();
            let expected = fs::read(scratch.0.join(&name)).unwrap();
            assert!(read(&archive, &place, &lengths) == ok(&*expected), "{name} of {format:?}");
        }
    }
}
