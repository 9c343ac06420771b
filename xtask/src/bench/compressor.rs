//! The tools that compress inputs, as people do it.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};

pub(crate) const GZIP: Compressor = Compressor { command: "gzip", options: &["-n"] };
pub(crate) const ZSTD: Compressor = Compressor { command: "zstd", options: &["-q"] };

pub(crate) struct Compressor {
    /// Also what media types say.
    pub(crate) command: &'static str,
    options: &'static [&'static str],
}

impl Compressor {
    pub(crate) fn compress(&self, from: &Path, to: &Path) -> Result<()> {
        let to = File::create(to).map_err(Failure::file("write", to))?;
        let mut command = Command::new(self.command);
        command.args(self.options).arg("-c").arg(from).stdin(Stdio::null()).stdout(to);
        let status =
            command.status().map_err(|error| Failure::new(format!("cannot start {}: {error}", self.command)))?;
        status.success().then_some(()).ok_or_else(|| Failure::new(format!("{} failed", self.command)))
    }
}
