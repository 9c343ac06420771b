//! The browser that the page is tested in: Debian's Chromium.

use std::env;
use std::path::PathBuf;

use crate::failure::{Failure, Result};
use crate::{apt, step};

/// Names a Chromium of one's own.
pub(crate) const CHOICE: &str = "CHROMIUM";

const PACKAGE: &str = "chromium";

/// The path of a Chromium, installed if there is none.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os(CHOICE).map(PathBuf::from) {
        return match chosen.is_file() {
            true => Ok(chosen),
            false => Err(Failure::new(format!("{CHOICE} is `{}`, which is no file", chosen.display()))),
        };
    }
    if let Some(found) = find() {
        step::ready("Chromium", &found.display().to_string());
        return Ok(found);
    }
    apt::install("Chromium, for the tests of the page,", &[PACKAGE])?;
    find().ok_or_else(|| Failure::new(format!("installed {PACKAGE}, yet there is no `{PACKAGE}` command")))
}

fn find() -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(PACKAGE)).find(|file| file.is_file())
}
