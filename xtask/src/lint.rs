//! Everything that can be said about the code without running it.

use std::process::{Command, ExitCode};

use crate::args::Args;
use crate::failure::Result;
use crate::npm::npm;
use crate::project::Project;
use crate::tool::Tool;
use crate::{page, process, std_target, step};

const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

/// Runs every check, whatever the ones before said.
pub(crate) fn lint(project: &Project, args: Args) -> Result<ExitCode> {
    args.finish()?;
    let results = [rust(project), wasm(project), fuzz_targets(project), typescript(project), dependencies(project)];
    let failures: Vec<_> = results.into_iter().flatten().filter_map(Result::err).collect();
    for failure in &failures {
        println!("{failure}");
    }
    println!("\n{}", if failures.is_empty() { "no complaints".into() } else { format!("{} failed", failures.len()) });
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

type Results = Vec<Result<()>>;

fn rust(project: &Project) -> Results {
    vec![
        check(project, "rustfmt", &["fmt", "--all", "--check", "--", "--color=never"]),
        check(project, "clippy", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        check(
            project,
            "clippy, without features",
            &["clippy", "--lib", "--no-default-features", "--", "-D", "warnings"],
        ),
    ]
}

fn wasm(project: &Project) -> Results {
    let target = std_target::TARGET;
    let words = ["clippy", "--lib", "--target", target, "--features", "wasm", "--", "-D", "warnings"];
    match std_target::ensure(project) {
        // Only rustup's compiler comes with a clippy that knows its library.
        Ok(_) if !std_target::rustup_has_it() => {
            step::ready("clippy, for wasm", "left out: it needs rustup's wasm target");
            vec![]
        }
        Ok(_) => vec![check(project, "clippy, for wasm", &words)],
        Err(failure) => vec![Err(failure)],
    }
}

/// They are a workspace of their own, and their runtime is C++.
fn fuzz_targets(project: &Project) -> Results {
    let title = "clippy, for the fuzz targets";
    if !project.root.join("fuzz/Cargo.toml").exists() {
        return vec![];
    }
    if process::answer(Command::new("c++").arg("--version")).is_none() {
        step::ready(title, "left out: it needs a C++ compiler (apt-get install g++)");
        return vec![];
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["clippy", "--all-targets", "--manifest-path", "fuzz/Cargo.toml", "--target-dir"]);
    cargo.arg(project.target.join("fuzz")).args(["--", "-D", "warnings"]).current_dir(&project.root);
    vec![step::run(title, &mut cargo).map(drop)]
}

fn typescript(project: &Project) -> Results {
    let check = |()| step::run("tsc and the formatting of TypeScript", npm(project).args(["run", "lint"])).map(drop);
    vec![page::prepare(project).and_then(check)]
}

fn dependencies(project: &Project) -> Results {
    match DENY.ensure(project) {
        Ok(deny) => {
            let mut command = Command::new(deny);
            command.args(["check", "licenses", "bans", "sources"]).current_dir(&project.root);
            vec![step::run("licences and sources of dependencies", &mut command).map(drop)]
        }
        Err(failure) => {
            println!("{failure}\nlicences and sources of dependencies were not checked: there is no cargo-deny");
            vec![]
        }
    }
}

fn check(project: &Project, title: &str, words: &[&str]) -> Result<()> {
    step::run(title, Command::new("cargo").args(words).current_dir(&project.root)).map(drop)
}
