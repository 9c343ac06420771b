//! The standard library for wasm32-unknown-unknown: by rustup, or built from Debian's sources where rustup cannot download.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::{apt, process, step};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Says which way to take: `rustup` or `debian`. Unset: rustup, and Debian where that fails.
const CHOICE: &str = "LAYERGLASS_WASM_STD";

/// A machine without a network must not wait for rustup's retries.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// A current compiler of Debian's security suite, and the matching source where `-Zbuild-std` looks for it.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// Where the standard library comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WasmStd {
    Rustup,
    Debian,
}

impl WasmStd {
    /// `cargo build` for wasm in a target folder of its own where objects of two compilers would mix.
    pub(crate) fn cargo_build(self, project: &Project) -> Result<(Command, PathBuf)> {
        let target_dir = match self {
            Self::Rustup => project.target.clone(),
            Self::Debian => project.target.join("debian"),
        };
        let mut command = match self {
            Self::Rustup => Command::new("cargo"),
            Self::Debian => debian_cargo()?,
        };
        command.args(["build", "--target", TARGET, "--target-dir"]).arg(&target_dir).current_dir(&project.root);
        if self == Self::Debian {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        Ok((command, target_dir))
    }
}

/// Sees to it that the core can be built for wasm.
pub(crate) fn ensure(project: &Project) -> Result<WasmStd> {
    let remembered = project.work().join("wasm-std");
    match env::var(CHOICE).as_deref() {
        Ok("rustup") => return by_rustup(),
        Ok("debian") => return by_debian(),
        Ok(other) => {
            return Err(Failure::new(format!("{CHOICE} is `{other}`; it may be `rustup` or `debian`")));
        }
        Err(_) if rustup_has_it() => return by_rustup(),
        // Else every run would wait for rustup to fail again.
        Err(_) if remembered.exists() => return by_debian(),
        Err(_) => {}
    }
    let no_rustup = match by_rustup() {
        Ok(found) => return Ok(found),
        Err(failure) => failure,
    };
    println!("rustup could not bring the wasm target; trying Debian's compiler and library sources");
    let found = by_debian().map_err(|no_debian| {
        Failure::new(format!("no standard library for {TARGET}.\nBy rustup: {no_rustup}\nBy Debian: {no_debian}"))
            .help(format!("rustup target add {TARGET}, with a network"))
    })?;
    fs::create_dir_all(project.work()).map_err(Failure::file("create", &project.work()))?;
    fs::write(&remembered, "debian\n").map_err(Failure::file("write", &remembered))?;
    Ok(found)
}

/// Whether the compiler that `cargo` uses already has the target's library.
pub(crate) fn rustup_has_it() -> bool {
    let folder = process::answer(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    let Some(Ok(entries)) = folder.map(fs::read_dir) else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn by_rustup() -> Result<WasmStd> {
    if rustup_has_it() {
        step::ready("wasm target", "installed");
    } else {
        let mut command = Command::new("rustup");
        step::run_within("add the wasm target", command.args(["target", "add", TARGET]), Some(RUSTUP_LIMIT))?;
    }
    Ok(WasmStd::Rustup)
}

fn by_debian() -> Result<WasmStd> {
    let installed = || {
        let packages = process::answer(Command::new("dpkg-query").arg("-W").args(DEBIAN_PACKAGES));
        packages.is_some() && Path::new(DEBIAN_CARGO).exists() && Path::new(DEBIAN_RUSTC).exists()
    };
    if !installed() {
        apt::install("Debian's compiler for wasm", &DEBIAN_PACKAGES)?;
    }
    step::ready("wasm target", "Debian's compiler and library sources");
    Ok(WasmStd::Debian)
}

fn debian_cargo() -> Result<Command> {
    let mut command = Command::new(DEBIAN_CARGO);
    command
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1") // -Zbuild-std is not stable
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", rust_lld()?)
        // Set by rustup for its own compiler; Debian's must not load that one's libraries.
        .env_remove("LD_LIBRARY_PATH")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO");
    Ok(command)
}

/// The linker for wasm: rustup's toolchain has one for its own use, Debian's compiler has none.
fn rust_lld() -> Result<PathBuf> {
    let missing = || Failure::new("found no rust-lld, the linker for wasm").help("rustup toolchain install stable");
    let sysroot = process::answer(Command::new("rustc").args(["--print", "sysroot"])).ok_or_else(missing)?;
    let targets = PathBuf::from(sysroot).join("lib/rustlib");
    let entries = fs::read_dir(&targets).map_err(Failure::file("read", &targets))?;
    entries.flatten().map(|entry| entry.path().join("bin/rust-lld")).find(|lld| lld.exists()).ok_or_else(missing)
}
