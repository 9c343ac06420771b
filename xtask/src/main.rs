//! The project's own tools, called as `cargo xtask COMMAND`. Nothing has to be installed by hand for them.

mod apt;
mod args;
mod bench;
mod chromium;
mod counts;
mod failure;
mod fuzz;
mod lint;
mod npm;
mod page;
mod peers;
mod process;
mod project;
mod screenshots;
mod serve;
mod size;
mod stamp;
mod std_target;
mod step;
mod suites;
mod tool;
mod turn;
mod wasm;

use std::process::ExitCode;

use args::Args;
use failure::{Failure, Result};
use project::Project;

struct Command {
    name: &'static str,
    options: &'static str,
    about: &'static str,
    run: fn(&Project, Args) -> Result<ExitCode>,
}

const COMMANDS: [Command; 8] = [
    Command {
        name: "serve",
        options: "[--port N] [--gateway] [--open]",
        about: "build the page and serve it, as `layerglass serve` does",
        run: serve::serve,
    },
    Command { name: "test", options: "[--only SUITE]", about: "run every test, or one suite", run: suites::test },
    Command { name: "build", options: "", about: "wasm, npm package and page, for release", run: build },
    Command { name: "lint", options: "", about: "formatting, clippy, types, licences", run: lint::lint },
    Command { name: "size", options: "", about: "what is downloaded, against the budgets", run: size::size },
    Command {
        name: "bench",
        options: "[--only MEASURE]",
        about: "speed and memory beside other tools, into README.md",
        run: bench::bench,
    },
    Command {
        name: "screenshots",
        options: "[--all [DIR]]",
        about: "pictures of the page: README.md's, or of everything",
        run: screenshots::screenshots,
    },
    Command { name: "fuzz", options: "[TARGET] [--seconds N]", about: "run the fuzz targets", run: fuzz::fuzz },
];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_else(|| "--help".to_owned());
    let mut args = Args::new(words);
    if ["--help", "-h", "help"].contains(&name.as_str()) || args.flag("--help") || args.flag("-h") {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    let result = match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(&Project::find(), args),
        None => Err(Failure::new(format!("there is no command `{name}`")).help("cargo xtask --help")),
    };
    result.unwrap_or_else(|failure| {
        eprintln!("cargo xtask: {failure}");
        ExitCode::FAILURE
    })
}

fn build(project: &Project, args: Args) -> Result<ExitCode> {
    args.finish()?;
    page::build(project)?;
    Ok(ExitCode::SUCCESS)
}

fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for Command { name, options, about, .. } in &COMMANDS {
        text += &format!("  {:<38}{about}\n", format!("{name} {options}"));
    }
    text += &format!("\nSuites of `test`:\n{}", suites::list());
    text + "\nEnvironment: LAYERGLASS_WASM_STD=rustup|debian says where the wasm standard library comes from,\n\
            CHROMIUM=PATH which browser the page is tested in.\n"
}
