//! Commands of other people that cargo can build, kept under target/ so that nothing outside the repository changes.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::failure::Result;
use crate::project::Project;
use crate::{process, step};

/// Long enough for two slow cores.
const LIMIT: Duration = Duration::from_secs(8 * 60);

pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// Fixed, so that a new release cannot change what passes.
    pub(crate) version: &'static str,
}

impl Tool {
    /// The tool of the machine if it has one, else ours, built if need be.
    pub(crate) fn ensure(&self, project: &Project) -> Result<PathBuf> {
        let machines = PathBuf::from(self.name);
        if process::answer(Command::new(&machines).arg("--version")).is_some() {
            return Ok(machines);
        }
        let folder = project.work().join("tools");
        let ours = folder.join("bin").join(self.name);
        let has = process::answer(Command::new(&ours).arg("--version"));
        if has.is_none_or(|version| !version.ends_with(self.version)) {
            // Unoptimized: it builds in a fifth of the time and runs for a second.
            let mut cargo = Command::new("cargo");
            cargo.args(["install", self.name, "--version", self.version, "--locked", "--debug", "--root"]).arg(&folder);
            step::run_within(&format!("install {}", self.name), cargo.env_remove("CARGO_TARGET_DIR"), Some(LIMIT))?;
        }
        Ok(ours)
    }
}
