//! Node and npm: present, of the right age, packages installed.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::stamp::Stamp;
use crate::{process, step};

const OLDEST_NODE: u32 = 20;

/// Installs what www/package-lock.json names, if that changed since the last time.
pub(crate) fn install(project: &Project) -> Result<()> {
    let node = node_version()?;
    let www = project.www();
    let stamp = Stamp {
        file: www.join("node_modules/.layerglass-stamp"),
        inputs: vec![www.join("package.json"), www.join("package-lock.json")],
        outputs: vec![],
        also: &node,
    };
    stamp.bring_up_to_date("npm packages", || {
        step::run("install the npm packages", npm(project).args(["ci", "--no-audit", "--no-fund"])).map(drop)
    })
}

/// `npm` in www/.
pub(crate) fn npm(project: &Project) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(project.www());
    command
}

fn node_version() -> Result<String> {
    let help = "install Node 20 or newer with npm, for instance by `apt-get install -y nodejs npm` on Debian 13";
    let node = process::answer(Command::new("node").arg("--version"))
        .ok_or_else(|| Failure::new("Node is not installed").help(help))?;
    if major(&node).is_none_or(|major| major < OLDEST_NODE) {
        return Err(Failure::new(format!("Node is {node}; layerglass needs {OLDEST_NODE} or newer")).help(help));
    }
    process::answer(Command::new("npm").arg("--version"))
        .ok_or_else(|| Failure::new("npm is not installed").help(help))?;
    Ok(node)
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_nodes_version() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.1"), Some(8));
        assert_eq!(major("20.1.0"), None);
    }
}
