//! The test suites: what each needs, what it runs, and the sum of what their runners say.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::args::Args;
use crate::counts::{Counts, Runner};
use crate::failure::{Failure, Result};
use crate::npm::npm;
use crate::project::Project;
use crate::{chromium, page, peers, step};

struct Suite {
    name: &'static str,
    about: &'static str,
    needs: Needs,
    checks: fn(&Project) -> Vec<Check>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing beyond Rust.
    Rust,
    /// www/ built: wasm, package, page.
    Page,
    /// The same, and Chromium.
    Browser,
    /// All that, and registries.
    Registries,
}

struct Check {
    about: &'static str,
    command: Command,
    runner: Runner,
}

const SUITES: [Suite; 7] = [
    Suite { name: "rust", about: "the core and the tools, natively", needs: Needs::Rust, checks: rust },
    Suite { name: "doc", about: "the documentation: examples, links", needs: Needs::Rust, checks: doc },
    Suite { name: "wasm", about: "the core as wasm, in Node", needs: Needs::Page, checks: |p| node(p, "test:wasm") },
    Suite { name: "npm", about: "the npm package's API", needs: Needs::Page, checks: |p| node(p, "test:npm") },
    Suite { name: "command", about: "the command line", needs: Needs::Page, checks: |p| node(p, "test:command") },
    Suite {
        name: "registry",
        about: "real registries, and skopeo beside us",
        needs: Needs::Registries,
        checks: |p| node(p, "test:registry"),
    },
    Suite {
        name: "browser",
        about: "the page in Chromium",
        needs: Needs::Browser,
        checks: |p| node(p, "test:browser"),
    },
];

fn rust(project: &Project) -> Vec<Check> {
    let mut command = cargo(project);
    command.args(["test", "--workspace", "--lib", "--bins", "--tests", "--examples", "--no-fail-fast"]);
    vec![Check { about: "", command, runner: Runner::Cargo }]
}

fn doc(project: &Project) -> Vec<Check> {
    let (mut examples, mut links) = (cargo(project), cargo(project));
    examples.args(["test", "--quiet", "--doc", "--no-fail-fast"]);
    links.args(["doc", "--lib", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    vec![
        Check { about: " (examples)", command: examples, runner: Runner::Cargo },
        Check { about: " (no warnings)", command: links, runner: Runner::Whole },
    ]
}

fn node(project: &Project, script: &str) -> Vec<Check> {
    let mut command = npm(project);
    command.args(["run", script]);
    vec![Check { about: "", command, runner: Runner::Node }]
}

fn cargo(project: &Project) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&project.root);
    command
}

/// The suites, for the help.
pub(crate) fn list() -> String {
    SUITES.iter().map(|suite| format!("    {:<9}{}\n", suite.name, suite.about)).collect()
}

/// Sets up what the suites need, runs them all (or one, with its output), and ends with the sum.
pub(crate) fn test(project: &Project, mut args: Args) -> Result<ExitCode> {
    let only = args.value("--only")?;
    args.finish()?;
    if let Some(name) = only.as_deref().filter(|name| SUITES.iter().all(|suite| suite.name != *name)) {
        return Err(Failure::new(format!("there is no suite `{name}`; there are:\n{}", list().trim_end())));
    }
    let chosen = || SUITES.iter().filter(|suite| only.as_deref().is_none_or(|name| suite.name == name));
    let wanted = |needs: &[Needs]| chosen().any(|suite| needs.contains(&suite.needs));

    if wanted(&[Needs::Rust]) {
        peers::ensure_unpackers();
    }
    let page = if wanted(&[Needs::Page, Needs::Browser, Needs::Registries]) {
        set_up(|| page::build(project))
    } else {
        Some(())
    };
    let browser = if wanted(&[Needs::Browser, Needs::Registries]) { set_up(chromium::ensure) } else { None };
    let registries = if wanted(&[Needs::Registries]) { set_up(peers::ensure_registries) } else { None };
    let mut sum = Counts::default();
    let mut failed = Vec::new();
    for suite in chosen() {
        let ready = match suite.needs {
            Needs::Rust => true,
            Needs::Page => page.is_some(),
            Needs::Browser => page.is_some() && browser.is_some(),
            Needs::Registries => page.is_some() && browser.is_some() && registries.is_some(),
        };
        let counts = if ready {
            run(project, suite, browser.as_ref(), only.is_some())?
        } else {
            step::ready(&title(suite, ""), "could not run, see above");
            Counts { failed: 1, ..Counts::default() }
        };
        if counts.failed > 0 {
            failed.push(suite.name);
        }
        sum += counts;
    }
    if !failed.is_empty() {
        println!("\nfailed: {} (each alone: cargo xtask test --only SUITE)", failed.join(", "));
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What cannot be set up is said at once; the suites that do without it still run.
fn set_up<T>(work: impl FnOnce() -> Result<T>) -> Option<T> {
    work().inspect_err(|failure| println!("{failure}\n")).ok()
}

fn run(project: &Project, suite: &Suite, browser: Option<&PathBuf>, echo: bool) -> Result<Counts> {
    let mut sum = Counts::default();
    for Check { about, mut command, runner } in (suite.checks)(project) {
        if let Some(browser) = browser {
            command.env(chromium::CHOICE, browser);
        }
        let mut counts = Counts::default();
        step::watch(&title(suite, about), &mut command, echo, |run| {
            counts = runner.counts(&run.output, run.success);
            words(counts)
        })?;
        sum += counts;
    }
    Ok(sum)
}

fn title(suite: &Suite, about: &str) -> String {
    format!("test {}{about}", suite.name)
}

fn words(counts: Counts) -> String {
    let skipped = if counts.skipped > 0 { format!("{} skipped, ", counts.skipped) } else { String::new() };
    format!("{} passed, {} failed, {skipped}", counts.passed, counts.failed)
}
