//! Debian packages, for the few things that neither cargo nor npm brings.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::{process, step};

/// Installs `packages`, or says how to.
pub(crate) fn install(why: &str, packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(Failure::new(format!("{why} is missing, and this system has no apt-get to install {names}"))
            .help(format!("install {names} the way this system does, and repeat the command")));
    }
    if process::answer(Command::new("id").arg("-u")).as_deref() != Some("0") {
        return Err(Failure::new(format!("{why} is missing, and installing it needs root"))
            .help(format!("sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}")));
    }
    step::run("fetch Debian's package lists", apt_get().arg("update"))?;
    step::run(
        &format!("install {names}"),
        apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages),
    )?;
    Ok(())
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
