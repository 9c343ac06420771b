//! Runs the fuzz targets; cargo-fuzz does the work.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::args::Args;
use crate::failure::{Failure, Result};
use crate::process;
use crate::project::Project;
use crate::tool::Tool;
use crate::{apt, step};

const CARGO_FUZZ: Tool = Tool { name: "cargo-fuzz", version: "0.13.2" };

const SECONDS_EACH: u32 = 60;

/// Runs one target or all, each for a while from its seeds on; what is found lies in fuzz/artifacts/.
pub(crate) fn fuzz(project: &Project, mut args: Args) -> Result<ExitCode> {
    let seconds = args.number("--seconds")?.unwrap_or(SECONDS_EACH);
    let only = args.word();
    args.finish()?;
    let mut targets = targets(&project.root.join("fuzz/fuzz_targets"))?;
    if let Some(only) = only {
        if !targets.contains(&only) {
            return Err(Failure::new(format!("there is no target `{only}`; there are {}", targets.join(", "))));
        }
        targets = vec![only];
    }
    if process::answer(Command::new("c++").arg("--version")).is_none() {
        apt::install("a C++ compiler, for libFuzzer,", &["g++"])?;
    }
    let cargo_fuzz = CARGO_FUZZ.ensure(project)?;
    let mut failed = Vec::new();
    for target in targets {
        // libFuzzer writes what it learns into the first folder and only reads the second.
        let learned = project.work().join("fuzz").join(&target);
        fs::create_dir_all(&learned).map_err(Failure::file("create", &learned))?;
        let seeds = project.root.join("fuzz/seeds").join(&target);
        let mut command = Command::new(&cargo_fuzz);
        // The sanitizer flags are not stable; this compiler takes them all the same.
        command.env("RUSTC_BOOTSTRAP", "1").current_dir(&project.root);
        command.args(["fuzz", "run", &target]).arg(&learned).args(seeds.is_dir().then_some(&seeds));
        command.args(["--", &format!("-max_total_time={seconds}")]);
        // An input that takes long or much memory is a find too; one that grows slowly never holds a whole image.
        command.args(["-timeout=10", "-rss_limit_mb=2048", "-len_control=0"]);
        step::watch(&format!("fuzz {target}"), &mut command, true, |run| match run.success {
            true => "nothing found, ".to_owned(),
            false => {
                failed.push(target.clone());
                "FAILED, ".to_owned()
            }
        })?;
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::new(format!("failed: {}; the inputs lie in fuzz/artifacts/", failed.join(", "))))
}

fn targets(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(Failure::file("read", folder))?;
    let names =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|rs| rs == "rs"));
    let mut targets: Vec<_> = names.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    targets.sort();
    Ok(targets)
}
