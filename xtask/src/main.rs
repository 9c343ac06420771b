//! The project's own tools, called as `cargo xtask COMMAND`. Nothing has to be installed by hand for them.

mod apt;
mod failure;
mod npm;
mod page;
mod process;
mod project;
mod stamp;
mod std_target;
mod step;
mod wasm;

use std::process::ExitCode;

use failure::{Failure, Result};
use project::Project;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match command(&words) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("cargo xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[String]) -> Result<ExitCode> {
    let project = Project::find();
    match words.first().map(String::as_str) {
        Some("build") => page::build(&project)?,
        other => return Err(Failure::new(format!("no command {other:?}"))),
    }
    Ok(ExitCode::SUCCESS)
}
