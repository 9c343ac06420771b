//! Whether something made earlier still fits what it was made from.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};
use crate::step;

/// A file that remembers the contents of inputs and outputs. Contents, not times: a fresh checkout or a
/// `touch` rebuilds nothing, an output edited or removed by hand is made again.
pub(crate) struct Stamp<'a> {
    pub(crate) file: PathBuf,
    /// Files and folders. A name that does not exist is an input too: it may appear.
    pub(crate) inputs: Vec<PathBuf>,
    pub(crate) outputs: Vec<PathBuf>,
    /// What else decides the result: versions, flags.
    pub(crate) also: &'a str,
}

impl Stamp<'_> {
    /// Does `work` unless the outputs are already what it would make; says which under `title`.
    pub(crate) fn bring_up_to_date(&self, title: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        // Before the work: a file saved while it runs makes the next run do it again.
        let inputs = hash(&self.inputs, self.also)?;
        let written = fs::read_to_string(&self.file).unwrap_or_default();
        if self.outputs.iter().all(|output| output.exists()) && written == self.text(inputs)? {
            step::ready(title, "up to date");
            return Ok(());
        }
        work()?;
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).map_err(Failure::file("create", folder))?;
        }
        fs::write(&self.file, self.text(inputs)?).map_err(Failure::file("write", &self.file))
    }

    fn text(&self, inputs: u64) -> Result<String> {
        Ok(format!("{inputs:016x} {:016x}\n", hash(&self.outputs, "")?))
    }
}

fn hash(paths: &[PathBuf], also: &str) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    also.hash(&mut hasher);
    for path in paths {
        hash_into(path, &mut hasher)?;
    }
    Ok(hasher.finish())
}

fn hash_into(path: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    path.hash(hasher);
    if path.is_dir() {
        let entries = fs::read_dir(path).map_err(Failure::file("read", path))?;
        let mut below: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        below.sort();
        below.iter().try_for_each(|path| hash_into(path, hasher))
    } else if path.exists() {
        fs::read(path).map_err(Failure::file("read", path))?.hash(hasher);
        Ok(())
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_contents_and_not_times() {
        let folder = std::env::temp_dir().join(format!("layerglass-stamp-{}", std::process::id()));
        let (input, output) = (folder.join("in/deep/a"), folder.join("out"));
        fs::create_dir_all(folder.join("in/deep")).unwrap();
        fs::write(&input, "1").unwrap();
        let works = |also| {
            let mut worked = false;
            let stamp = Stamp {
                file: folder.join("stamp"),
                inputs: vec![folder.join("in"), folder.join("absent")],
                outputs: vec![output.clone()],
                also,
            };
            let work = || {
                worked = true;
                fs::write(&output, "made").map_err(Failure::file("write", &output))
            };
            stamp.bring_up_to_date("a test", work).unwrap();
            worked
        };
        assert!(works("v1"), "the first time");
        assert!(!works("v1"), "nothing changed");
        assert!(works("v2"), "another flag");
        fs::write(&input, "1").unwrap();
        assert!(!works("v2"), "the same bytes written again");
        fs::write(folder.join("in/deep/b"), "").unwrap();
        assert!(works("v2"), "a new input");
        fs::write(&output, "edited").unwrap();
        assert!(works("v2"), "an output edited by hand");
        fs::remove_file(&output).unwrap();
        assert!(works("v2"), "an output removed");
        fs::remove_dir_all(&folder).unwrap();
    }
}
