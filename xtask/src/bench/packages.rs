//! What a real image holds: the files of Debian packages, as they are installed on this machine.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use super::files;
use crate::failure::{Failure, Result};

/// A list of paths for each package.
const LISTS: &str = "/var/lib/dpkg/info";

/// Compilers and the like would fill a layer each.
const LARGEST: u64 = 24 << 20;

/// Without what is larger 450 MB are about 30 000 files, as in an image of few compilers.
const LARGEST_FILE: u64 = 1 << 20;

/// The packages of this machine, each handed out once.
pub(crate) struct Packages {
    left: Vec<Package>,
}

struct Package {
    paths: Vec<PathBuf>,
    size: u64,
}

impl Packages {
    pub(crate) fn of_this_machine() -> Self {
        let mut lists: Vec<_> = fs::read_dir(LISTS).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        lists.retain(|path| path.extension().is_some_and(|extension| extension == "list"));
        lists.sort();
        let small = |package: &Package| package.size <= LARGEST;
        Self { left: lists.iter().filter_map(|list| installed(list)).filter(small).collect() }
    }

    /// Writes the tar of a layer of about `size` bytes: of packages where they suffice. Says what is in it.
    pub(crate) fn write_layer(&mut self, tar: &Path, size: u64) -> Result<&'static str> {
        let mut held = 0;
        let enough = self.left.iter().position(|package| {
            held += package.size;
            held >= size
        });
        match enough {
            Some(last) if files::is_gnu_tar() => {
                // A folder belongs to many packages.
                let paths: BTreeSet<_> = self.left.drain(..=last).flat_map(|package| package.paths).collect();
                files::by_gnu_tar(tar, paths.into_iter().collect())?;
                Ok("Debian packages of this machine")
            }
            _ => {
                files::write_made_up(tar, size).map_err(Failure::file("write", tar))?;
                Ok("made-up files")
            }
        }
    }
}

/// The paths that are there, with the bytes that they take in a tar.
fn installed(list: &Path) -> Option<Package> {
    let lines = fs::read(list).ok()?;
    let mut package = Package { paths: Vec::new(), size: 0 };
    for line in lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty() && *line != b"/.") {
        let path = PathBuf::from(std::ffi::OsString::from_vec(line.to_vec()));
        if let Ok(about) = fs::symlink_metadata(&path)
            && !(about.is_file() && about.len() > LARGEST_FILE)
        {
            package.size += 512 + if about.is_file() { about.len().next_multiple_of(512) } else { 0 };
            package.paths.push(path);
        }
    }
    Some(package)
}
