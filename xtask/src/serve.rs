//! The page on this machine.

use std::process::{Command, ExitCode};

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::page;
use crate::project::Project;

/// Builds everything, and lets the command serve the page: what stands on the line is for that.
pub(crate) fn serve(project: &Project, args: Args) -> Result<ExitCode> {
    page::build(project)?;
    println!();
    let mut command = Command::new("node");
    command.arg(project.dist().join("cli.js")).arg("serve").args(args.rest());
    become_it(command)
}

/// So that signals reach it, and its exit code is ours.
#[cfg(unix)]
fn become_it(mut command: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;

    Err(not_run(&command.exec()))
}

#[cfg(not(unix))]
fn become_it(mut command: Command) -> Result<ExitCode> {
    let status = command.status().map_err(|error| not_run(&error))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn not_run(error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot run node: {error}"))
}
