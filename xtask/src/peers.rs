//! The tools that tests compare with, and the servers that they start: Debian's packages.

use std::env;
use std::path::Path;

use crate::failure::Result;
use crate::{apt, step};

/// A command, and the package that brings it.
type Tool = (&'static str, &'static str);

/// What unpacks images too: its answers are what ours are held against.
const UNPACKERS: [Tool; 2] = [("umoci", "umoci"), ("buildah", "buildah")];
/// Registries, what stands before them, and what fills and asks them.
const REGISTRIES: [Tool; 4] = [
    ("docker-registry", "docker-registry"),
    ("htpasswd", "apache2-utils"),
    ("nginx", "nginx-light"),
    ("skopeo", "skopeo"),
];

/// Installs what unpacks images. Where that cannot be, the tests that need it say that they were skipped.
pub(crate) fn ensure_unpackers() {
    if let Err(failure) = ensure("umoci and buildah, to compare with", &UNPACKERS) {
        println!("{failure}\n");
    }
}

/// Installs what the tests of registries need.
pub(crate) fn ensure_registries() -> Result<()> {
    ensure("a registry, for the tests of registries,", &REGISTRIES)
}

fn ensure(why: &str, tools: &[Tool]) -> Result<()> {
    let missing: Vec<&str> =
        tools.iter().filter(|(command, _)| !is_there(command)).map(|(_, package)| *package).collect();
    if !missing.is_empty() {
        return apt::install(why, &missing);
    }
    let names: Vec<&str> = tools.iter().map(|(command, _)| *command).collect();
    step::ready(&names.join(", "), "installed");
    Ok(())
}

/// Debian's servers lie where a user's `PATH` need not lead.
fn is_there(command: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = env::split_paths(&path).collect::<Vec<_>>();
    folders.push(Path::new("/usr/sbin").to_owned());
    folders.iter().any(|folder| folder.join(command).is_file())
}
