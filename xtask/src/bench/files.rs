//! What the layers hold: files of this machine's own system, made-up ones where those do not suffice.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::archive::Archive;
use crate::failure::{Failure, Result};
use crate::process::{self, Options};

const SYSTEM: &str = "/usr";

/// Larger files would make layers of very different sizes.
const LARGEST: u64 = 16 << 20;

const MADE_UP: usize = 64 << 10;

/// The files of the system, each handed out once.
pub(crate) struct Files {
    left: Vec<(PathBuf, u64)>,
    gnu_tar: bool,
}

impl Files {
    pub(crate) fn of_this_machine() -> Self {
        Self::of_this_machine_from(0)
    }

    /// Only those of at least so many bytes.
    pub(crate) fn of_this_machine_from(least: u64) -> Self {
        let mut left = Vec::new();
        walk(Path::new(SYSTEM), &mut left);
        left.retain(|(_, size)| *size >= least);
        // Mixed, so that any part of them is like the whole, but the same way each time.
        left.sort_by_cached_key(|(path, _)| {
            let mut hasher = DefaultHasher::new();
            path.hash(&mut hasher);
            hasher.finish()
        });
        Self { left, gnu_tar: is_gnu_tar() }
    }

    /// Writes the tar of a layer of about `size` bytes, and says what is in it.
    pub(crate) fn write_layer(&mut self, tar: &Path, size: u64) -> Result<&'static str> {
        let mut held = 0;
        let enough = self.left.iter().position(|(_, bytes)| {
            held += bytes.next_multiple_of(512) + 512;
            held >= size
        });
        match enough {
            Some(last) if self.gnu_tar => {
                let chosen: Vec<_> = self.left.drain(..=last).map(|(path, _)| path).collect();
                by_gnu_tar(tar, chosen)?;
                Ok("files of this machine's /usr")
            }
            _ => {
                write_made_up(tar, size).map_err(Failure::file("write", tar))?;
                Ok("made-up files")
            }
        }
    }
}

fn walk(folder: &Path, found: &mut Vec<(PathBuf, u64)>) {
    // What cannot be read is no input for a benchmark.
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            walk(&entry.path(), found);
        } else if about.is_symlink() {
            found.push((entry.path(), 0));
        } else if about.len() <= LARGEST && about.nlink() == 1 {
            // Of a file with several names tar stores one: the sizes would not add up.
            found.push((entry.path(), about.len()));
        }
    }
}

pub(crate) fn is_gnu_tar() -> bool {
    process::answer(Command::new("tar").arg("--version")).is_some_and(|version| version.contains("GNU tar"))
}

/// Writes a tar of the paths, without what is below those that are folders.
pub(crate) fn by_gnu_tar(tar: &Path, mut paths: Vec<PathBuf>) -> Result<()> {
    paths.sort();
    let list = tar.with_extension("list");
    write_list(&list, &paths).map_err(Failure::file("write", &list))?;
    let mut command = Command::new("tar");
    command.args(["--create", "--no-recursion", "--ignore-failed-read", "--numeric-owner"]);
    command.args(["--owner=0", "--group=0", "--mtime=@0", "--directory=/", "--null"]);
    command.arg("--files-from").arg(&list).arg("--file").arg(tar);
    let run = process::run(&mut command, Options::default())?;
    match run.success {
        true => fs::remove_file(&list).map_err(Failure::file("remove", &list)),
        false => Err(Failure::new(format!("GNU tar failed: {}", run.output.trim_end()))),
    }
}

fn write_list(list: &Path, paths: &[PathBuf]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(list)?);
    for path in paths {
        let relative = path.strip_prefix("/").unwrap_or(path);
        file.write_all(relative.as_os_str().as_bytes())?;
        file.write_all(&[0])?;
    }
    file.flush()
}

/// Files that compress to about a third, as programs do: words drawn from a small vocabulary between random bytes.
pub(crate) fn write_made_up(tar: &Path, size: u64) -> io::Result<()> {
    let mut archive = Archive::create(tar)?;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = vec![0; MADE_UP];
    for file in 0..size.div_ceil(MADE_UP as u64) {
        for piece in bytes.chunks_mut(8) {
            // Marsaglia's xorshift
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let word = if state.is_multiple_of(8) { state } else { state % 97 };
            piece.copy_from_slice(&word.to_le_bytes()[..piece.len()]);
        }
        archive.member(&format!("usr/share/made-up/{file:06}"), &bytes)?;
    }
    archive.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::Compression;
    use flate2::read::GzEncoder;

    use super::*;

    #[test]
    fn made_up_files_do_where_there_are_no_others() {
        let tar = std::env::temp_dir().join(format!("layerglass-made-up-{}.tar", std::process::id()));
        let mut none = Files { left: Vec::new(), gnu_tar: true };
        assert_eq!(none.write_layer(&tar, 1_000_000).unwrap(), "made-up files");
        let bytes = fs::read(&tar).unwrap();
        fs::remove_file(&tar).unwrap();
        assert!((1_000_000..1_200_000).contains(&bytes.len()));
        let mut gzipped = Vec::new();
        GzEncoder::new(&*bytes, Compression::default()).read_to_end(&mut gzipped).unwrap();
        let ratio = bytes.len() as f64 / gzipped.len() as f64;
        assert!((2.8..3.8).contains(&ratio), "they compress to a {ratio:.1}th");
    }
}
