//! What www/ is built into: dist/, the npm package, and site/, the page.

use crate::failure::{Failure, Result};
use crate::project::Project;
use crate::stamp::Stamp;
use crate::{npm, step, turn, wasm};

/// Whole build of www/, from the Rust core on.
pub(crate) fn build(project: &Project) -> Result<()> {
    turn::take(project, || {
        install_and_compile(project)?;
        bundle(project)
    })
}

/// What TypeScript needs to be checked: the packages, and the types of the wasm's exports.
pub(crate) fn prepare(project: &Project) -> Result<()> {
    turn::take(project, || install_and_compile(project))
}

fn install_and_compile(project: &Project) -> Result<()> {
    npm::install(project)?;
    wasm::build(project)
}

fn bundle(project: &Project) -> Result<()> {
    let stamp = Stamp {
        file: project.work().join("page.stamp"),
        inputs: inputs(project)?,
        outputs: vec![project.dist(), project.site()],
        also: "",
    };
    stamp.bring_up_to_date("npm package and page", || {
        step::run("build the npm package and the page", npm::npm(project).args(["run", "build"])).map(drop)
    })
}

/// Everything in www/ but what is made there, and the files that the package takes from the root.
fn inputs(project: &Project) -> Result<Vec<std::path::PathBuf>> {
    const NOT: [&str; 4] = ["node_modules", "dist", "site", "tests"];
    let www = project.www();
    let entries = std::fs::read_dir(&www).map_err(Failure::file("read", &www))?;
    let mut inputs: Vec<_> = entries
        .flatten()
        .filter(|entry| !NOT.iter().any(|name| entry.file_name() == *name))
        .map(|entry| entry.path())
        .collect();
    inputs.sort();
    inputs.extend(
        ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/wasm/types.d.ts"].map(|name| project.root.join(name)),
    );
    Ok(inputs)
}
